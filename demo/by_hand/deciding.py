"""Decisions with three signatures, in the order of the ranking."""

from __future__ import annotations

from decimal import Decimal

from applications.finance import plan_of, terms_of
from applications.models import Application
from awards.actions import approve_award, write_check_note
from core import clock
from core.refusals import RuleViolation
from demo.outcomes import CHECK_NOTE, RETURN_NOTE, Signed, reason, signed
from demo.play import Play
from evaluation.actions.deciding import (
    Proposal,
    approve_rejection,
    co_sign_decision,
    propose_decision,
    return_decision,
)
from evaluation.models import FundingDecision, RankingPlace

OUTCOME = FundingDecision.Outcome


def play_decisions(play: Play) -> None:
    """Decide on every place of the frozen ranking, as far as the signatures have come."""
    places = RankingPlace.objects.filter(ranking__call_version=play.version)
    in_order = list(
        places.select_related("candidacy__application").order_by(
            "position", "candidacy__application__receipt_number"
        )
    )
    states = signed([place.funded for place in in_order])
    for number, (place, state) in enumerate(zip(in_order, states, strict=True)):
        with clock.stopped_at(play.decided_at(number / len(in_order))):
            decide(play, place, state)


def decide(play: Play, place: RankingPlace, state: Signed) -> None:
    """Propose, co-sign, return or approve; without money in one year it stays undecided."""
    if state == Signed.UNDECIDED:
        return
    try:
        decision = propose_decision(place.candidacy, proposal_for(place), by=play.office.officer)
    except RuleViolation:
        return
    if decision.outcome == OUTCOME.AWARD:
        write_check_note(place.candidacy, CHECK_NOTE, by=play.office.officer)
    if state == Signed.RETURNED:
        return_decision(decision, by=play.office.budget_officer, note=RETURN_NOTE)
    if state in (Signed.CO_SIGNED, Signed.APPROVED):
        decision = co_sign_decision(decision, by=play.office.budget_officer)
    if state == Signed.APPROVED:
        approve = approve_award if decision.outcome == OUTCOME.AWARD else approve_rejection
        approve(decision, by=play.office.head_of_unit)


def proposal_for(place: RankingPlace) -> Proposal:
    """Award what was requested when the place is above the line, else reject."""
    why = reason(place.funded, bool(place.candidacy.is_fundable))
    if not place.funded:
        return Proposal(outcome=OUTCOME.REJECTION, reason=why)
    application = place.candidacy.application
    return Proposal(
        outcome=OUTCOME.AWARD,
        reason=why,
        rate=terms_of(application).rate,
        eligible_amount=application.eligible_amount or Decimal(0),
        shares=grant_by_year(application),
    )


def grant_by_year(application: Application) -> dict[int, Decimal]:
    """Return the requested grant of each year."""
    entries = [entry for entry in plan_of(application).entries if entry.kind == "grant"]
    return {year: amount for entry in entries for year, amount in entry.amounts.items()}
