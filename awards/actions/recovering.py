"""Recover money: hearing, decision by two people, instalments, waiver, payments with interest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from awards import mails_follow_up as mails
from awards.actions.ledger import move_money
from awards.actions.sealing import seal_letter
from awards.bound_use import bound_use_amount
from awards.follow_up_permissions import may_book_repayment, may_state
from awards.models import Award, BaseRate, Instalment, InventoryPiece, Recovery, Repayment, Tranche
from awards.recovery_letter import letter_content
from core import audit, clock
from core.refusals import Finding, RuleViolation
from core.snapshots import freeze
from core.templatetags.allmende import euro
from core.text import clean
from core.workflow import Attempt, perform
from programmes.models import Account, BudgetYear
from rulebook.interest import MissingBaseRate, interest
from rulebook.money import share, split

ZERO = Decimal("0.00")


@transaction.atomic
def open_recovery(
    award: Award, ground: str, *, amount: Decimal, by: Any, facts: str, **fields: Any
) -> Recovery:
    """Begin with the hearing (§ 28 VwVfG); the caller has checked who may."""
    if amount <= 0:
        raise RuleViolation(Finding("amount", "Der Betrag muss größer als null sein."))
    until = clock.today() + timedelta(days=award.rules.hearing_days)
    recovery = Recovery.objects.create(
        award=award,
        ground=ground,
        amount=amount,
        facts=clean(facts),
        heard_until=until,
        **{"known_on": clock.today(), **fields},
    )
    change = {"after": {"ground": ground, "amount": amount, "heard_until": until}}
    audit.record(recovery, "open_recovery", by=by, change=change)
    mails.open_hearing(recovery)
    return recovery


def recover_bound_use(piece: InventoryPiece, **fields: Any) -> Recovery:
    """Hear the recipient about something that left its purpose too early, pro rata."""
    award = piece.award
    if piece.left_on is None:
        raise RuleViolation(Finding("piece", "Der Gegenstand ist noch im Gebrauch."))
    granted = share(piece.price, award.rate)
    amount = bound_use_amount(granted, piece.bought_on, piece.left_on, piece.bound_months)
    lines = [
        f"{piece.name}: {euro(piece.price)}, gefördert mit {euro(granted)}.",
        f"Gebunden {piece.bound_months} Monate seit {piece.bought_on:%d.%m.%Y}, "
        f"nicht mehr genutzt seit {piece.left_on:%d.%m.%Y}.",
        f"Anteil der restlichen Monate: {euro(amount)}.",
    ]
    ground = Recovery.Ground.BOUND_USE
    return open_recovery(award, ground, amount=amount, calculation=lines, **fields)


@transaction.atomic
def state_in_hearing(recovery: Recovery, statement: str, *, by: Any) -> Recovery:
    """The recipient answers."""
    recovery = Recovery.objects.select_for_update(of=("self",)).get(pk=recovery.pk)
    if not may_state(recovery, by):
        raise PermissionDenied
    if recovery.status != Recovery.Status.HEARING:
        raise RuleViolation(Finding("moment", "Die Anhörung ist beendet."))
    recovery.statement = clean(statement)
    recovery.save(update_fields=["statement"])
    audit.record(recovery, "state_in_hearing", by=by, change={"note": recovery.statement})
    return recovery


@transaction.atomic
def propose_recovery(
    recovery: Recovery,
    amount: Decimal,
    reasons: str,
    *,
    by: Any,
    ineffective_on: date | None = None,
) -> Recovery:
    """The officer proposes amount and reasons after the hearing, never more than was heard of."""
    recovery = Recovery.objects.select_for_update(of=("self",)).get(pk=recovery.pk)
    if not 0 < amount <= recovery.amount:
        sentence = "Angehört wurde zu einem kleineren Betrag. Fordern Sie höchstens diesen."
        raise RuleViolation(Finding("amount", sentence, field="amount"))
    recovery.amount, recovery.reasons = amount, clean(reasons)
    recovery.ineffective_on = ineffective_on
    recovery.save(update_fields=["amount", "reasons", "ineffective_on"])
    recovery = perform(recovery, "propose", Attempt(by=by, note=recovery.reasons))
    recovery.proposed_by_key = by.actor_key
    recovery.save(update_fields=["proposed_by_key"])
    return recovery


@transaction.atomic
def decide_recovery(recovery: Recovery, *, by: Any) -> Recovery:
    """A second person signs; the letter is frozen, the money is due."""
    recovery = perform(recovery, "decide", Attempt(by=by))
    recovery.due_on = clock.today() + timedelta(days=recovery.award.rules.repay_days)
    recovery.snapshot = freeze(recovery, "recovery", letter_content(recovery, clock.today()))
    recovery.save(update_fields=["due_on", "snapshot"])
    title = f"Erstattungsbescheid {recovery.award.funding_code}"
    seal_letter("recovery_notice", recovery.snapshot, title)
    mails.announce_recovery(recovery)
    return recovery


@transaction.atomic
def drop_recovery(recovery: Recovery, *, by: Any, note: str) -> Recovery:
    """The hearing showed that nothing is owed."""
    return perform(recovery, "drop", Attempt(by=by, note=reasoned(note)))


@transaction.atomic
def give_back_recovery(recovery: Recovery, *, by: Any, note: str) -> Recovery:
    return perform(recovery, "give_back", Attempt(by=by, note=reasoned(note)))


@transaction.atomic
def defer_recovery(recovery: Recovery, days: Sequence[date], *, by: Any) -> Recovery:
    """Agree on instalments of the same size; one day is a deferral. Interest runs on."""
    if not days or min(days) <= clock.today():
        raise RuleViolation(Finding("days", "Die Raten müssen in der Zukunft liegen."))
    recovery = perform(recovery, "defer", Attempt(by=by))
    parts = split(recovery.open_amount, [1] * len(days))
    Instalment.objects.bulk_create(
        Instalment(recovery=recovery, due_on=day, amount=part)
        for day, part in zip(sorted(days), parts, strict=True)
    )
    recovery.due_on = max(days)
    recovery.save(update_fields=["due_on"])
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
    return perform(recovery, "waive", Attempt(by=by))


@transaction.atomic
def refuse_waiver(recovery: Recovery, *, by: Any, note: str) -> Recovery:
    return perform(recovery, "refuse_waiver", Attempt(by=by, note=reasoned(note)))


@transaction.atomic
def book_repayment(recovery: Recovery, amount: Decimal, received_on: date, *, by: Any) -> Recovery:
    """Book money that came in, with the interest it had borne; closes when all is paid."""
    tranches = locked_tranches(recovery.award)
    recovery = Recovery.objects.select_for_update(of=("self",)).get(pk=recovery.pk)
    if not may_book_repayment(recovery, by):
        raise PermissionDenied
    refuse_wrong_payment(recovery, amount, received_on)
    grown = interest_on(recovery, amount, received_on)
    Repayment.objects.create(
        recovery=recovery,
        amount=amount,
        received_on=received_on,
        interest=grown,
        booked_by_key=by.actor_key,
    )
    return_money(tranches, amount, recovery)
    change: Mapping[str, Any] = {"amount": amount, "received_on": received_on, "interest": grown}
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


def interest_on(recovery: Recovery, amount: Decimal, received_on: date) -> Decimal:
    """Return the interest of § 49a Abs. 3 VwVfG from the day the notice lost its effect."""
    if recovery.ineffective_on is None:
        return ZERO
    rates = dict(BaseRate.objects.values_list("valid_from", "percent"))
    surcharge = recovery.award.rules.interest_surcharge
    try:
        return interest(amount, recovery.ineffective_on, received_on, rates, surcharge)
    except MissingBaseRate as missing:
        raise RuleViolation(Finding("rate", f"Der Basiszinssatz fehlt: {missing}")) from missing


def reasoned(note: str) -> str:
    """Return the note; without reasons nothing is refused, dropped or waived."""
    if not note.strip():
        raise RuleViolation(Finding("note", "Schreiben Sie eine Begründung.", field="note"))
    return clean(note)
