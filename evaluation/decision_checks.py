"""What stands against a proposed decision: one function per rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from applications.finance import plan_of, terms_of
from core.refusals import Finding
from core.templatetags.allmende import euro

if TYPE_CHECKING:
    from evaluation.actions.deciding import Proposal
    from evaluation.models import Candidacy
    from programmes.models import BudgetYear

Years = Mapping[int, "BudgetYear"]
ZERO = Decimal(0)


def findings_against_proposal(
    candidacy: Candidacy, proposal: Proposal, years: Years
) -> list[Finding]:
    """Return every reason against the proposal; a rejection needs only its own reason."""
    found = has_reason(candidacy, proposal, years)
    if proposal.outcome == "award":
        found += [f for rule in AWARD_RULES for f in rule(candidacy, proposal, years)]
    return found


def has_reason(candidacy: Candidacy, proposal: Proposal, years: Years) -> list[Finding]:
    if proposal.reason.strip():
        return []
    return [Finding("reason", "Begründen Sie die Entscheidung.", field="reason")]


def is_fundable(candidacy: Candidacy, proposal: Proposal, years: Years) -> list[Finding]:
    if candidacy.is_fundable:
        return []
    sentence = "Der Antrag ist nicht förderwürdig. Er kann nicht bewilligt werden."
    return [Finding("not_fundable", sentence, field="outcome")]


def has_amount(candidacy: Candidacy, proposal: Proposal, years: Years) -> list[Finding]:
    if proposal.amount > 0 and all(amount >= 0 for amount in proposal.shares.values()):
        return []
    return [Finding("amount", "Geben Sie den Betrag je Haushaltsjahr an.", field="amount")]


def within_request(candidacy: Candidacy, proposal: Proposal, years: Years) -> list[Finding]:
    requested = candidacy.application.requested_amount or ZERO
    if proposal.amount <= requested:
        return []
    sentence = f"Beantragt sind {euro(requested)}. Mehr kann nicht bewilligt werden."
    return [Finding("above_request", sentence, field="amount")]


def within_rate(candidacy: Candidacy, proposal: Proposal, years: Years) -> list[Finding]:
    """The lead's proposed rate counts for its expenses, a partner's own rate for the partner's."""
    application = candidacy.application
    terms = replace(terms_of(application), rate=proposal.rate)
    most = plan_of(application).grant_for(proposal.eligible_amount, terms)
    if proposal.amount <= most:
        return []
    mixed = ", Partner mit eigenem Satz eingerechnet" if terms.partner_rates else ""
    sentence = (
        f"Der Fördersatz erlaubt höchstens {euro(most)} "
        f"({proposal.rate:.0%} von {euro(proposal.eligible_amount)}{mixed})."
    )
    return [Finding("above_rate", sentence, field="amount")]


def within_terms(candidacy: Candidacy, proposal: Proposal, years: Years) -> list[Finding]:
    """Rate and eligible expenses stay within the call and the application."""
    version = candidacy.application.call_version
    found = []
    if proposal.rate > max(version.regular_rate, version.emergency_rate):
        sentence = f"Der höchste Fördersatz des Aufrufs ist {version.emergency_rate:.0%}."
        found.append(Finding("rate", sentence, field="rate"))
    requested = candidacy.application.eligible_amount or ZERO
    if proposal.eligible_amount > requested:
        sentence = f"Als zuwendungsfähig beantragt sind {euro(requested)}."
        found.append(Finding("eligible", sentence, field="eligible_amount"))
    return found


def within_budget(candidacy: Candidacy, proposal: Proposal, years: Years) -> list[Finding]:
    return [
        finding
        for year, amount in sorted(proposal.shares.items())
        if amount and (finding := shortage(year, amount, years.get(year)))
    ]


def shortage(year: int, amount: Decimal, row: BudgetYear | None) -> Finding | None:
    free = row.free if row else ZERO
    if amount <= free:
        return None
    sentence = (
        f"Die Mittel {year} reichen nicht: frei sind {euro(free)}, nötig sind {euro(amount)}. "
        "Es wurde nichts gespeichert."
    )
    return Finding("budget", sentence, field=f"year_{year}")


AWARD_RULES: tuple[Callable[[Candidacy, Proposal, Years], list[Finding]], ...] = (
    is_fundable,
    has_amount,
    within_request,
    within_rate,
    within_terms,
    within_budget,
)
