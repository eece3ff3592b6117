"""Collect what is owed: deferral, instalments, writing off, waiver, payments with interest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.actions.deputies import in_place_of
from accounts.models import Role
from awards.actions.ledger import move_money
from awards.actions.recovering import reasoned
from awards.follow_up_permissions import may_book_repayment
from awards.models import Award, Instalment, Recovery, Repayment, Tranche
from awards.recovery_interest import interest_until, known_rates
from core import audit, clock
from core.refusals import Finding, RuleViolation
from core.text import clean
from core.workflow import Attempt, perform
from programmes.models import Account, BudgetYear
from rulebook.money import split


@transaction.atomic
def defer_recovery(recovery: Recovery, days: Sequence[date], *, by: Any) -> Recovery:
    """Agree on instalments of the same size; one day is a deferral. It bears interest."""
    if not days or min(days) <= clock.today():
        raise RuleViolation(Finding("days", "Die Raten müssen in der Zukunft liegen."))
    recovery = perform(recovery, "defer", Attempt(by=by))
    recovery.deferred_from = recovery.due_on
    parts = split(recovery.open_amount, [1] * len(days))
    Instalment.objects.bulk_create(
        Instalment(recovery=recovery, due_on=day, amount=part)
        for day, part in zip(sorted(days), parts, strict=True)
    )
    recovery.due_on = max(days)
    recovery.save(update_fields=["due_on", "deferred_from"])
    change = {"after": {str(day): part for day, part in zip(sorted(days), parts, strict=True)}}
    audit.record(recovery, "agree_instalments", by=by, change=change)
    return recovery


@transaction.atomic
def propose_waiver(recovery: Recovery, *, by: Any, note: str) -> Recovery:
    """An officer proposes to waive what is open, with reasons (§ 59 BHO)."""
    recovery = perform(recovery, "propose_waiver", Attempt(by=by, note=reasoned(note)))
    recovery.waiver_reason, recovery.waiver_by_key = clean(note), by.actor_key
    recovery.save(update_fields=["waiver_reason", "waiver_by_key"])
    return recovery


@transaction.atomic
def waive_recovery(recovery: Recovery, *, by: Any) -> Recovery:
    """The budget officer agrees: the rest is no longer owed."""
    return perform(recovery, "waive", Attempt(by=by, note=in_place_of(by, Role.BUDGET_OFFICER)))


@transaction.atomic
def refuse_waiver(recovery: Recovery, *, by: Any, note: str) -> Recovery:
    return perform(recovery, "refuse_waiver", Attempt(by=by, note=reasoned(note)))


@transaction.atomic
def propose_write_off(recovery: Recovery, *, until: date | None, by: Any, note: str) -> Recovery:
    """An officer proposes not to pursue the claim, for a time or for good; it stays owed."""
    if until is not None and until <= clock.today():
        sentence = "Der Tag muss in der Zukunft liegen."
        raise RuleViolation(Finding("until", sentence, field="until"))
    recovery = perform(recovery, "propose_write_off", Attempt(by=by, note=reasoned(note)))
    recovery.write_off_reason, recovery.write_off_until = clean(note), until
    recovery.waiver_by_key = by.actor_key
    recovery.save(update_fields=["write_off_reason", "write_off_until", "waiver_by_key"])
    return recovery


@transaction.atomic
def write_off_recovery(recovery: Recovery, *, by: Any) -> Recovery:
    """The budget officer agrees: nobody pursues it for now."""
    return perform(recovery, "write_off", Attempt(by=by, note=in_place_of(by, Role.BUDGET_OFFICER)))


@transaction.atomic
def refuse_write_off(recovery: Recovery, *, by: Any, note: str) -> Recovery:
    return perform(recovery, "refuse_write_off", Attempt(by=by, note=reasoned(note)))


@transaction.atomic
def pursue_recovery(recovery: Recovery, *, by: Any, note: str) -> Recovery:
    """The claim is pursued again."""
    return perform(recovery, "pursue", Attempt(by=by, note=reasoned(note)))


@transaction.atomic
def book_repayment(recovery: Recovery, amount: Decimal, received_on: date, *, by: Any) -> Recovery:
    """Book money that came in, with the interest it had borne; closes when all is paid."""
    tranches = locked_tranches(recovery.award)
    recovery = Recovery.objects.select_for_update(of=("self",)).get(pk=recovery.pk)
    if not may_book_repayment(recovery, by):
        raise PermissionDenied
    refuse_wrong_payment(recovery, amount, received_on)
    grown = interest_until(recovery, amount, received_on, known_rates())
    Repayment.objects.create(
        recovery=recovery,
        amount=amount,
        received_on=received_on,
        interest=grown.amount,
        calculation=list(grown.lines),
        booked_by_key=by.actor_key,
    )
    return_money(tranches, amount, recovery)
    change: Mapping[str, Any] = {
        "amount": amount,
        "received_on": received_on,
        "interest": grown.amount,
    }
    audit.record(recovery, "book_repayment", by=by, change={"after": dict(change)})
    if recovery.open_amount == 0:
        recovery = perform(recovery, "close", Attempt(by=by))
    return recovery


def refuse_wrong_payment(recovery: Recovery, amount: Decimal, received_on: date) -> None:
    """Only what is owed is booked, never more, never in advance."""
    if recovery.status not in Recovery.OWED:
        raise RuleViolation(Finding("moment", "Zurzeit ist nichts zu zahlen."))
    if not 0 < amount <= recovery.open_amount:
        raise RuleViolation(Finding("amount", "So viel ist nicht offen.", field="amount"))
    if received_on > clock.today():
        raise RuleViolation(
            Finding("day", "Der Eingang liegt in der Zukunft.", field="received_on")
        )


def locked_tranches(award: Award) -> list[Tranche]:
    """Lock budget years and award in the order of the house; the latest year comes first."""
    years = BudgetYear.objects.select_for_update().filter(tranches__award=award)
    list(years.order_by("year"))
    Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    rows = award.tranches.select_related("budget_year").filter(paid__gt=0)
    return list(rows.order_by("-budget_year__year"))


def return_money(tranches: Sequence[Tranche], amount: Decimal, about: Recovery) -> None:
    """Book what came back in the ledger, from the latest year that was paid."""
    rest = amount
    for tranche in tranches:
        part = min(tranche.paid, rest)
        if part > 0:
            move_money(tranche, Account.PAID, Account.RETURNED, part, about=about)
            rest -= part
