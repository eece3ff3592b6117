"""The frozen ranking, the decisions with their letters, and the money they bind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any

from awards.models import Award, CheckNote
from core import audit
from core.snapshots import frozen
from demo.in_bulk.letters import store_awards, store_rejections
from demo.in_bulk.results import Outcome, Verdict, grant_of
from demo.in_bulk.signing import store_signatures
from demo.in_bulk.trail import Step, Trail, moved
from demo.outcomes import CHECK_NOTE, RETURN_NOTE, Signed, reason
from demo.play import RANKED, Play
from evaluation.frozen import content_of
from evaluation.models import (
    Candidacy,
    DecisionShare,
    FundingDecision,
    Ranking,
    RankingPlace,
)
from evaluation.standings import Standings
from programmes.models import Account, Booking, BudgetYear

State = FundingDecision.Status
Decisions = list[tuple[FundingDecision, Verdict]]
STATUS = {
    Signed.RETURNED: State.RETURNED,
    Signed.PROPOSED: State.PROPOSED,
    Signed.CO_SIGNED: State.CO_SIGNED,
    Signed.APPROVED: State.APPROVED,
}
BATCH = 500


def write_ranking(play: Play, standings: Standings) -> Ranking:
    """Freeze the ranking of the stored candidacies."""
    ranking = Ranking(
        call_version=play.version,
        number=1,
        budget=standings.budget.quantize(Decimal("0.01")),
        frozen_at=play.round.after_deadline(RANKED),
        frozen_by_key=play.office.officer.actor_key,
    )
    ranking.snapshot = frozen(ranking, "ranking", content_of(ranking, standings))
    ranking.snapshot.save()
    ranking.save()
    RankingPlace.objects.bulk_create(places_of(ranking, standings), batch_size=BATCH)
    return ranking


def places_of(ranking: Ranking, standings: Standings) -> Iterator[RankingPlace]:
    mine = Candidacy.objects.filter(application__call_version=ranking.call_version)
    numbers = dict(mine.values_list("key", "pk"))
    for row in standings.rows:
        yield RankingPlace(
            ranking=ranking,
            candidacy_id=numbers[row.key],
            position=row.position,
            tied=row.tied,
            funded=row.funded,
            total=row.total,
            amount=row.amount,
        )


def write_decisions(play: Play, verdicts: Sequence[Verdict]) -> None:
    """Store decisions and letters in the order of the ranking, and the money they bind."""
    years = {row.year: row for row in BudgetYear.objects.filter(call=play.version.call_id)}
    serials = count(Award.objects.count() + 1)
    for start in range(0, len(verdicts), BATCH):
        batch = verdicts[start : start + BATCH]
        moments = [
            play.decided_at(number / len(verdicts)) for number in range(start, start + len(batch))
        ]
        decisions = store_decisions(play, batch, moments)
        shares = shares_of(play, decisions, years)
        store_shares(decisions, shares)
        store_signatures(play, [one for one, _ in decisions], shares)
        store_check_notes(play, decisions)
        approved = [one for one, _ in decisions if one.status == State.APPROVED]
        store_rejections([one for one in approved if one.outcome == Outcome.REJECTION])
        store_awards(play, [one for one in approved if one.outcome == Outcome.AWARD], serials)
        trail = Trail()
        for decision, verdict in decisions:
            trail.add(decision, steps_of(play, decision, verdict))
        trail.store()
    BudgetYear.objects.bulk_update(years.values(), ["reserved", "committed"])


def store_decisions(play: Play, batch: Sequence[Verdict], moments: Sequence[datetime]) -> Decisions:
    """Store the decisions that were proposed at all."""
    candidacies = candidacies_by_key(play, batch)
    decisions = [
        (decision_of(play, candidacies[verdict.key], verdict, at), verdict)
        for verdict, at in zip(batch, moments, strict=True)
        if verdict.signed != Signed.UNDECIDED
    ]
    FundingDecision.objects.bulk_create(decision for decision, _ in decisions)
    return decisions


def candidacies_by_key(play: Play, batch: Sequence[Verdict]) -> dict[str, Candidacy]:
    """Load what decisions and letters read; the call's rules are loaded once."""
    mine = Candidacy.objects.filter(key__in=[verdict.key for verdict in batch])
    loaded = mine.select_related(
        "application__organisation", "application__project"
    ).prefetch_related(
        "application__indicators",
        "application__submissions__snapshot",
        "application__partners",
        "application__plan_lines__amounts",
    )
    found = {candidacy.key: candidacy for candidacy in loaded}
    for candidacy in found.values():
        candidacy.application.call_version = play.version
    return found


def decision_of(
    play: Play, candidacy: Candidacy, verdict: Verdict, at: datetime
) -> FundingDecision:
    """Return the decision with the signatures it has."""
    signed, office = verdict.signed, play.office
    co_signed = signed in (Signed.CO_SIGNED, Signed.APPROVED)
    approved = signed == Signed.APPROVED
    return FundingDecision(
        candidacy=candidacy,
        status=STATUS[signed],
        reason=reason(is_award(verdict), verdict.result.is_fundable),
        proposed_by_key=office.officer.actor_key,
        proposed_at=at,
        co_signed_by_key=office.budget_officer.actor_key if co_signed else "",
        co_signed_at=at if co_signed else None,
        approved_by_key=office.head_of_unit.actor_key if approved else "",
        approved_at=at if approved else None,
        **terms_of(play, candidacy, verdict),
    )


def is_award(verdict: Verdict) -> bool:
    return bool(verdict.place and verdict.place.funded)


def terms_of(play: Play, candidacy: Candidacy, verdict: Verdict) -> dict[str, Any]:
    """Return outcome and money: what was requested, or nothing."""
    if not is_award(verdict):
        return {"outcome": Outcome.REJECTION}
    version, application = play.version, candidacy.application
    return {
        "outcome": Outcome.AWARD,
        "amount": application.requested_amount,
        "eligible_amount": application.eligible_amount,
        "rate": version.emergency_rate if verdict.case.emergency else version.regular_rate,
    }


def shares_of(
    play: Play, decisions: Decisions, years: Mapping[int, BudgetYear]
) -> list[DecisionShare]:
    """Return the money of the awards by year."""
    return [
        DecisionShare(decision=decision, budget_year=years[year], amount=amount)
        for decision, verdict in decisions
        if decision.outcome == Outcome.AWARD
        for year, amount in grant_of(play, verdict.case).items()
    ]


def store_shares(decisions: Decisions, shares: Sequence[DecisionShare]) -> None:
    """Store the shares by year, book and count them; what came back is free again."""
    DecisionShare.objects.bulk_create(shares)
    Booking.objects.bulk_create(booking for share in shares for booking in bookings_of(share))
    for share in shares:
        if share.decision.status == State.APPROVED:
            share.budget_year.committed += share.amount
        elif share.decision.status != State.RETURNED:
            share.budget_year.reserved += share.amount


def bookings_of(share: DecisionShare) -> Iterator[Booking]:
    """Yield how the money of a share moved."""
    decision, reserved = share.decision, Account.RESERVED
    fixed = {
        "budget_year": share.budget_year,
        "amount": share.amount,
        "booked_at": decision.proposed_at,
        **audit.address(decision),
    }
    yield Booking(source=Account.FREE, target=reserved, **fixed)
    if decision.status == State.RETURNED:
        yield Booking(source=reserved, target=Account.FREE, **fixed)
    if decision.status == State.APPROVED:
        yield Booking(source=reserved, target=Account.COMMITTED, **fixed)


def store_check_notes(play: Play, decisions: Decisions) -> None:
    """Store the check note of every award that was proposed, with its trail."""
    officer = play.office.officer
    notes = [
        CheckNote(
            candidacy=decision.candidacy,
            written_by_key=officer.actor_key,
            written_at=decision.proposed_at,
            **CHECK_NOTE,
        )
        for decision, _ in decisions
        if decision.outcome == Outcome.AWARD
    ]
    CheckNote.objects.bulk_create(notes)
    trail, change = Trail(), {"before": {}, "after": CHECK_NOTE}
    for note in notes:
        trail.add(note, [Step("write_check_note", officer, note.written_at, change)])
    trail.store()


def steps_of(play: Play, decision: FundingDecision, verdict: Verdict) -> Iterator[Step]:
    """Yield the signatures as the trail keeps them."""
    office, at = play.office, decision.proposed_at
    after = {"outcome": decision.outcome, "amount": decision.amount}
    change = {"after": after, "note": decision.reason}
    yield Step("propose_decision", office.officer, at, change)
    if verdict.signed == Signed.RETURNED:
        change = moved(State.PROPOSED, State.RETURNED, RETURN_NOTE)
        yield Step("return_to_officer", office.budget_officer, at, change)
    if decision.co_signed_at:
        change = moved(State.PROPOSED, State.CO_SIGNED)
        yield Step("co_sign", office.budget_officer, at, change)
    if decision.approved_at:
        change = moved(State.CO_SIGNED, State.APPROVED)
        yield Step("approve", office.head_of_unit, at, change)
