"""Ranked candidacies with a project period, ready to be decided."""

from datetime import date
from decimal import Decimal
from typing import Any

from applications.models import Indicator
from awards.actions import write_check_note
from evaluation import actions
from evaluation.actions.deciding import Proposal, co_sign_decision, propose_decision
from evaluation.models import Candidacy, FundingDecision
from evaluation.standings import available_budget
from programmes.models import CallVersion
from tests import cast
from tests.evaluation import casting
from tests.recorded import recorded

MILLION = Decimal(1_000_000)


@recorded
def ranked(version: CallVersion, *names: str, amount: Decimal = MILLION) -> list[Candidacy]:
    """Return candidacies of these towns in a frozen ranking, all fundable."""
    for name in names:
        with_period(casting.reviewed(version, name, 4, 4, amount=amount))
    budget = available_budget(version)
    actions.freeze_ranking(version, by=cast.officer(), budget=budget, draw_lot=True)
    mine = Candidacy.objects.filter(application__call_version=version)
    for candidacy in mine.order_by("pk"):
        examined(candidacy)
    return list(mine.order_by("pk"))


def with_period(candidacy: Candidacy) -> Candidacy:
    """Give the project the years of its call as period, and what an award has to agree on."""
    project, version = candidacy.application.project, candidacy.application.call_version
    project.starts_on = date(version.first_year, 1, 1)
    project.ends_on = date(version.last_year, 12, 31)
    project.save()
    for level in ("output", "outcome"):
        agree_on(candidacy, level)
    return candidacy


def agree_on(candidacy: Candidacy, level: str) -> None:
    """Give the application an indicator of that level."""
    version = candidacy.application.call_version
    Indicator.objects.create(
        application=candidacy.application,
        name=f"Messstellen ({level})",
        level=level,
        unit="Anzahl",
        baseline=0,
        baseline_on=date(version.first_year, 1, 1),
        target=40,
        target_on=date(version.last_year, 12, 31),
        source="Betrieb",
    )


def examined(candidacy: Candidacy, **texts: str) -> None:
    """Let the officer write the check note."""
    names = "necessity offices eligible_extent financing_reason secured consequences aid"
    note = {name: "Geprüft, ohne Bedenken." for name in names.split()}
    write_check_note(candidacy, {**note, "financing": "share", **texts}, by=cast.officer())


def award_of(candidacy: Candidacy, amount: Decimal = MILLION, **fields: Any) -> Proposal:
    """Return the proposal of an award in the first year."""
    year = candidacy.application.call_version.first_year
    values = {"rate": Decimal("0.65"), "eligible_amount": 2 * MILLION, "reason": "Gut."}
    values |= {"shares": {year: amount}, **fields}
    return Proposal(outcome=FundingDecision.Outcome.AWARD, **values)


def rejection(reason: str = "Die Mittel reichen nicht so weit.") -> Proposal:
    return Proposal(outcome=FundingDecision.Outcome.REJECTION, reason=reason)


def co_signed(candidacy: Candidacy, proposal: Proposal) -> FundingDecision:
    if not hasattr(candidacy, "check_note"):
        examined(candidacy)
    decision = propose_decision(candidacy, proposal, by=cast.officer())
    return co_sign_decision(decision, by=cast.budget_officer())
