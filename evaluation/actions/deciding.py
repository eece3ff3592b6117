"""The funding decision: proposed, co-signed and approved by three different people.

The budget rows of the years are locked before anything else is read, so that two decisions
never see the same free money; a constraint in the database is the second wall.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from core import audit, clock
from core.letters import issue
from core.models import Snapshot
from core.refusals import Finding, RuleViolation
from core.text import clean
from core.workflow import Attempt, perform
from evaluation import letters
from evaluation.actions.signing import keep_signature, refuse_unseen
from evaluation.decision_checks import findings_against_proposal
from evaluation.decision_mails import announce_rejection
from evaluation.models import Candidacy, DecisionShare, FundingDecision, RejectionLetter
from evaluation.permissions import may_propose
from programmes.actions.booking import book
from programmes.models import Account, BudgetYear, Call
from rulebook.calendar import notified_on, remedy_until

Outcome = FundingDecision.Outcome
ZERO = Decimal(0)
SIGNED, CHANGES, REFUSED = "signed", "changes", "refused"


@dataclass(frozen=True)
class Proposal:
    """What the officer proposes: euros by budget year (none for a rejection), and why."""

    outcome: str
    reason: str
    rate: Decimal = ZERO
    eligible_amount: Decimal = ZERO
    shares: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def amount(self) -> Decimal:
        return sum(self.shares.values(), ZERO)


@transaction.atomic
def propose_decision(candidacy: Candidacy, proposal: Proposal, *, by: Person) -> FundingDecision:
    """Propose award or rejection; the money of an award is reserved at once."""
    years = lock_budget(candidacy)
    candidacy = Candidacy.objects.select_for_update(of=("self",)).get(pk=candidacy.pk)
    if not may_propose(candidacy, by):
        raise PermissionDenied
    refuse_unless_ranked(candidacy)
    if findings := findings_against_proposal(candidacy, proposal, years):
        raise RuleViolation(*findings)
    decision = proposed(candidacy, proposal, by)
    keep_shares(decision, proposal, years)
    keep_signature(decision, "propose", SIGNED, by=by)
    change = {"after": {"outcome": proposal.outcome, "amount": proposal.amount}}
    audit.record(decision, "propose_decision", by=by, change={**change, "note": proposal.reason})
    return decision


def lock_budget(candidacy: Candidacy) -> dict[int, BudgetYear]:
    """Lock the call and its budget rows in order of years, and return the rows by year."""
    call = candidacy.application.call_version.call_id
    Call.objects.select_for_update().get(pk=call)
    rows = BudgetYear.objects.select_for_update().filter(call=call).order_by("year")
    return {row.year: row for row in rows}


def refuse_unless_ranked(candidacy: Candidacy) -> None:
    """Only ranked candidacies are decided, and each only once unless it came back."""
    decision = FundingDecision.objects.filter(candidacy=candidacy).first()
    if decision and decision.status != FundingDecision.Status.RETURNED:
        since = audit.who_and_when(decision)
        sentence = f"Dieser Antrag ist bereits entschieden oder vorgeschlagen ({since})."
        raise RuleViolation(Finding("decided", sentence))
    if candidacy.status != Candidacy.Status.RANKED:
        sentence = "Entschieden wird erst, wenn die Rangfolge eingefroren ist."
        raise RuleViolation(Finding("not_ranked", sentence))


def proposed(candidacy: Candidacy, proposal: Proposal, by: Person) -> FundingDecision:
    """Return the decision in the state „Vorgeschlagen“, new or returned to it."""
    values: dict[str, Any] = {
        "outcome": proposal.outcome,
        "amount": proposal.amount,
        "eligible_amount": proposal.eligible_amount,
        "rate": proposal.rate,
        "reason": clean(proposal.reason),
        "proposed_by_key": by.actor_key,
        "proposed_at": clock.now(),
        "co_signed_by_key": "",
        "co_signed_at": None,
    }
    decision = FundingDecision.objects.filter(candidacy=candidacy).first()
    if decision is None:
        return FundingDecision.objects.create(candidacy=candidacy, **values)
    decision = perform(decision, "propose_again", Attempt(by=by))
    for name, value in values.items():
        setattr(decision, name, value)
    decision.save(update_fields=list(values))
    return decision


def keep_shares(
    decision: FundingDecision, proposal: Proposal, years: Mapping[int, BudgetYear]
) -> None:
    """Store the shares by year and reserve them."""
    decision.shares.all().delete()
    wanted = {year: amount for year, amount in proposal.shares.items() if amount}
    DecisionShare.objects.bulk_create(
        DecisionShare(decision=decision, budget_year=years[year], amount=amount)
        for year, amount in wanted.items()
    )
    for year, amount in wanted.items():
        book(years[year], Account.FREE, Account.RESERVED, amount, about=decision)


@transaction.atomic
def co_sign_decision(
    decision: FundingDecision, *, by: Person, note: str = "", seen: str = ""
) -> FundingDecision:
    """The budget officer agrees (§ 9 BHO); `seen` is the SHA-256 of the text that was read."""
    lock_budget(decision.candidacy)
    decision = perform(decision, "co_sign", Attempt(by=by, note=note))
    refuse_unseen(decision, seen)
    keep_signature(decision, "co_sign", SIGNED, by=by, note=note)
    decision.co_signed_by_key, decision.co_signed_at = by.actor_key, clock.now()
    decision.save(update_fields=["co_signed_by_key", "co_signed_at"])
    return decision


@transaction.atomic
def return_decision(
    decision: FundingDecision, *, by: Person, note: str, answer: str = REFUSED, seen: str = ""
) -> FundingDecision:
    """Refuse with a reason, or sign with changes: back to the officer, the money is free again."""
    if not note.strip():
        sentence = "Begründen Sie, warum Sie die Entscheidung zurückgeben."
        raise RuleViolation(Finding("note", sentence, field="note"))
    years = lock_budget(decision.candidacy)
    decision = FundingDecision.objects.get(pk=decision.pk)
    step = "co_sign" if decision.status == FundingDecision.Status.PROPOSED else "approve"
    refuse_unseen(decision, seen)
    decision = perform(decision, "return_to_officer", Attempt(by=by, note=clean(note)))
    keep_signature(decision, step, answer, by=by, note=clean(note))
    for share in decision.shares.select_related("budget_year"):
        row = years[share.budget_year.year]
        book(row, Account.RESERVED, Account.FREE, share.amount, about=decision)
    return decision


@transaction.atomic
def approve_decision(
    decision: FundingDecision, *, by: Person, note: str = "", seen: str = ""
) -> FundingDecision:
    """The head of unit signs: reserved money is committed, the candidacy is decided."""
    years = lock_budget(decision.candidacy)
    decision = perform(decision, "approve", Attempt(by=by, note=note))
    refuse_unseen(decision, seen)
    keep_signature(decision, "approve", SIGNED, by=by, note=note)
    decision.approved_by_key, decision.approved_at = by.actor_key, clock.now()
    decision.save(update_fields=["approved_by_key", "approved_at"])
    for share in decision.shares.select_related("budget_year"):
        row = years[share.budget_year.year]
        book(row, Account.RESERVED, Account.COMMITTED, share.amount, about=decision)
    step = "award" if decision.outcome == Outcome.AWARD else "reject"
    perform(decision.candidacy, step, Attempt(by=by))
    return decision


@transaction.atomic
def approve_rejection(
    decision: FundingDecision, *, by: Person, note: str = "", seen: str = ""
) -> RejectionLetter:
    """Approve a rejection and send its letter at once."""
    if decision.outcome != Outcome.REJECTION:
        raise RuleViolation(Finding("outcome", "Das ist keine Ablehnung."))
    return send_rejection(approve_decision(decision, by=by, note=note, seen=seen))


@transaction.atomic
def send_rejection(decision: FundingDecision) -> RejectionLetter:
    """Freeze the letter with score, reasons and remedies and send it; done again, nothing more."""
    locked = FundingDecision.objects.select_for_update(of=("self",))
    decision = locked.select_related(*letters.PARTS).get(pk=decision.pk)
    earlier = RejectionLetter.objects.filter(decision=decision).select_related("snapshot").first()
    if earlier is not None and is_current(earlier, decision):
        return earlier
    sent = clock.today()
    notified = notified_on(sent)
    letter, _ = RejectionLetter.objects.update_or_create(
        decision=decision,
        defaults={
            "snapshot": letter_of(decision, sent),
            "sent_on": sent,
            "notified_on": notified,
            "remedy_until": remedy_until(
                notified, decision.candidacy.application.organisation.land
            ),
        },
    )
    announce_rejection(letter)
    return letter


def letter_of(decision: FundingDecision, sent: date) -> Snapshot:
    """Freeze and seal the letter itself."""
    content = letters.rejection_content(decision, sent)
    title = f"Ablehnung {decision.candidacy.application}"
    return issue(decision, "rejection_letter", content, title)


def is_current(letter: RejectionLetter, decision: FundingDecision) -> bool:
    """Was the letter sent for this approval? After a new review it is replaced, once."""
    return decision.approved_at is None or letter.snapshot.created_at >= decision.approved_at
