"""Pay: one file for the bank with every waiting order, each exactly once, and the answer read."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, QuerySet

from accounts.models import Person
from accounts.permissions import is_cashier
from awards.actions.ledger import lock_all_money, lock_money, move_money
from awards.bank_files import Answer, Order, UnreadableAnswer, answers_in, sepa_xml
from awards.models import AwardNotice, Payment, PaymentFile
from core import audit, clock
from core.refusals import Finding, RuleViolation
from core.snapshots import freeze
from core.workflow import Attempt, perform
from programmes.models import Account, Programme
from rulebook.calendar import next_working_day

PAID = ("confirm_payment", Account.PAID)
FAILED = ("fail_payment", Account.COMMITTED)


def payable_by(cashier: Person) -> QuerySet[Payment]:
    """Return the waiting orders: not stopped, and neither checked nor ordered by this person."""
    key = cashier.actor_key
    challenged = AwardNotice.objects.filter(status=AwardNotice.Status.CHALLENGED)
    return (
        Payment.objects.filter(file=None, failed_because="", request__award__stop_reason="")
        .exclude(request__award__in=challenged.values("award"))
        .exclude(request__checked_by_key=key)
        .exclude(request__ordered_by_key=key)
    )


@transaction.atomic
def create_payment_file(*, by: Person) -> PaymentFile:
    """Hand every waiting order to the bank in one file.

    One file is made at a time (the programmes' rows are the lock), and an order that stands in a
    file can never leave it (trigger), so nothing is paid twice.
    """
    if not is_cashier(by):
        raise PermissionDenied
    if not settings.ALLMENDE_PAYER["iban"]:
        sentence = "Das Konto der Kasse ist nicht eingestellt (ALLMENDE_PAYER_IBAN)."
        raise RuleViolation(Finding("payer", sentence))
    list(Programme.objects.select_for_update().order_by("pk"))
    waiting = payable_by(by).select_related("request__bank_account")
    payments = list(waiting.select_for_update(of=("self",)).order_by("pk"))
    if not payments:
        raise RuleViolation(Finding("nothing", "Es warten keine Auszahlungen auf eine Datei."))
    made = file_of(payments, by)
    for payment in payments:
        payment.file = made
    Payment.objects.bulk_update(payments, ["file"])
    change = {"after": {"count": made.count, "total": made.total, "sha256": made.snapshot.sha256}}
    audit.record(made, "create_payment_file", by=by, change=change)
    return made


def file_of(payments: list[Payment], by: Person) -> PaymentFile:
    """Store the next file with its frozen content."""
    last = PaymentFile.objects.aggregate(last=Max("number"))["last"] or 0
    day = next_working_day(clock.today(), settings.ALLMENDE_OFFICE_LAND)
    made = PaymentFile(
        number=last + 1,
        count=len(payments),
        total=sum(payment.amount for payment in payments),
        execution_on=day,
        created_by_key=by.actor_key,
    )
    made.snapshot = freeze(made, "payment_file", content_of(payments, day))
    made.save()
    return made


def content_of(payments: list[Payment], day: date) -> dict[str, object]:
    """Return the frozen content: the XML as it goes to the bank, and its orders as rows."""
    orders = [order_of(payment, day) for payment in payments]
    xml = sepa_xml(settings.ALLMENDE_PAYER, orders).decode()
    return {"xml": xml, "orders": [asdict(order) for order in orders]}


def order_of(payment: Payment, day: date) -> Order:
    account = payment.request.bank_account
    if account is None:
        raise RuleViolation(Finding("account", f"{payment} hat keine Bankverbindung."))
    return Order(payment.reference, account.holder, account.iban, account.bic, payment.amount, day)


@transaction.atomic
def read_answer(content: bytes, *, by: Person) -> list[Payment]:
    """Read the bank's answer: executed orders are paid, refused ones committed again.

    Reading the same file twice changes nothing. A reference we never sent refuses the whole file.
    """
    if not is_cashier(by):
        raise PermissionDenied
    try:
        answers = answers_in(content)
    except UnreadableAnswer:
        sentence = "Die Datei ist keine lesbare Rückmeldung der Bank (pain.002)."
        raise RuleViolation(Finding("unreadable", sentence, field="file")) from None
    known = sent_payments(answers)
    lock_all_money(payment.request.tranche for payment in known.values())
    done = [settle(known[answer.reference], answer, by) for answer in answers]
    booked = [payment for payment in done if payment is not None]
    for pk in sorted({payment.file_id for payment in booked if payment.file_id is not None}):
        PaymentFile.objects.filter(pk=pk).update(read_back_at=clock.now())
    return booked


def sent_payments(answers: list[Answer]) -> dict[str, Payment]:
    """Return the payments that are answered by their reference."""
    if not answers:
        raise RuleViolation(Finding("empty", "Die Datei nennt keine Zahlung.", field="file"))
    sent = Payment.objects.filter(file__isnull=False).select_related("request__tranche")
    rows = sent.filter(reference__in=[answer.reference for answer in answers])
    known = {payment.reference: payment for payment in rows}
    if unknown := [a.reference for a in answers if a.reference not in known]:
        sentence = f"Unbekannt: {', '.join(unknown)}. Es wurde nichts gebucht."
        raise RuleViolation(Finding("unknown", sentence, field="file"))
    return known


def settle(payment: Payment, answer: Answer, by: Person) -> Payment | None:
    """Book one answer; None when it was booked before."""
    tranche = lock_money(payment.request.tranche)
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    if payment.paid_on or payment.failed_because:
        return None
    payment.failed_because = answer.refused
    payment.paid_on = None if answer.refused else answer.on
    payment.save(update_fields=["failed_because", "paid_on"])
    step, target = FAILED if answer.refused else PAID
    perform(payment.request, step, Attempt(by=by, note=answer.refused))
    move_money(tranche, Account.ORDERED, target, payment.amount, about=payment)
    return payment
