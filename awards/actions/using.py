"""After payment: the use is stated, reminded of, and interest asked for money used late."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from awards import money_mails
from awards.actions.notices import lock_award, refuse_without_note
from awards.late_use import calculate
from awards.models import BaseRate, InterestClaim, Payment, PaymentUse
from awards.permissions import may_prepare_request, may_propose_interest
from core import audit, clock
from core.refusals import Finding, RuleViolation
from core.templatetags.allmende import day, euro
from core.text import clean
from core.workflow import Attempt, perform

AWARDED = "request__award__decision__candidacy__application"
REMINDED = (-14, -2, 1)  # days from the last day of use: 28, 40 and 43 of the usual 42


@transaction.atomic
def record_use(payment: Payment, *, by: Person, used_on: date, amount: Decimal) -> PaymentUse:
    """State that part of a payment was used for its purpose on a day."""
    lock_award(payment.request.award)
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    if not may_prepare_request(payment.request.award, by):
        raise PermissionDenied
    if findings := findings_against_use(payment, used_on, amount):
        raise RuleViolation(*findings)
    use = PaymentUse.objects.create(
        payment=payment, used_on=used_on, amount=amount, recorded_by_key=by.actor_key
    )
    change = {"after": {"used_on": used_on, "amount": amount}}
    audit.record(payment, "record_use", by=by, change=change)
    return use


def findings_against_use(payment: Payment, used_on: date, amount: Decimal) -> list[Finding]:
    """Only what was paid can be used, from the day of payment until today."""
    if payment.paid_on is None:
        return [Finding("not_paid", "Diese Zahlung ist noch nicht ausgeführt.")]
    found = []
    if not payment.paid_on <= used_on <= clock.today():
        sentence = f"Die Verwendung liegt zwischen {day(payment.paid_on)} und heute."
        found.append(Finding("used_on", sentence, field="used_on"))
    if not 0 < amount <= payment.unused:
        sentence = f"Offen sind noch {euro(payment.unused)}."
        found.append(Finding("amount", sentence, field="amount"))
    return found


@transaction.atomic
def propose_interest(payment: Payment, *, by: Person) -> InterestClaim:
    """Propose the interest on what was used late, with the calculation line by line."""
    lock_award(payment.request.award)
    if not may_propose_interest(payment, by):
        raise PermissionDenied
    if InterestClaim.objects.filter(payment=payment).exists():
        raise RuleViolation(Finding("proposed", "Für diese Auszahlung gibt es schon Zinsen."))
    rates = dict(BaseRate.objects.values_list("valid_from", "percent"))
    interest = calculate(payment, rates)
    if not interest.amount:
        raise RuleViolation(Finding("in_time", "Es wurde nichts verspätet verwendet."))
    claim = InterestClaim.objects.create(
        payment=payment,
        amount=interest.amount,
        calculation=list(interest.lines),
        proposed_by_key=by.actor_key,
    )
    audit.record(claim, "propose_interest", by=by, change={"after": {"amount": claim.amount}})
    return claim


def charge_interest(claim: InterestClaim, *, by: Person, note: str) -> InterestClaim:
    """Another person claims the interest."""
    return decide_interest(claim, "charge_interest", by, note)


def waive_interest(claim: InterestClaim, *, by: Person, note: str) -> InterestClaim:
    """Another person decides not to claim it."""
    return decide_interest(claim, "waive_interest", by, note)


@transaction.atomic
def decide_interest(claim: InterestClaim, step: str, by: Person, note: str) -> InterestClaim:
    refuse_without_note(note, "Begründen Sie die Entscheidung über die Zinsen.")
    lock_award(claim.payment.request.award)
    claim = perform(claim, step, Attempt(by=by, note=clean(note)))
    claim.reason, claim.decided_at = clean(note), clock.now()
    claim.save(update_fields=["reason", "decided_at"])
    return claim


@transaction.atomic
def enter_base_rate(valid_from: date, percent: Decimal, source: str, *, by: Person) -> BaseRate:
    """Enter the base rate of a half-year; one that stands is never changed."""
    if BaseRate.objects.filter(valid_from=valid_from).exists():
        sentence = "Für dieses Halbjahr ist der Basiszinssatz schon eingetragen."
        raise RuleViolation(Finding("known", sentence, field="valid_from"))
    rate = BaseRate.objects.create(valid_from=valid_from, percent=percent, source=clean(source))
    audit.record(rate, "enter_base_rate", by=by, change={"after": {"percent": percent}})
    return rate


def remind_of_unused_money() -> int:
    """Remind of money not stated as used, once each before and after its last day."""
    paid = Payment.objects.filter(paid_on__isnull=False, reminders__lt=len(REMINDED))
    paid = paid.select_related(f"{AWARDED}__call_version__guideline_version")
    return sum(remind(payment.pk, stage_of(payment)) for payment in paid)


def stage_of(payment: Payment) -> int:
    """How many reminders are due by today; of those that were missed only the last is sent."""
    last_day, today = payment.use_until, clock.today()
    return sum(today >= last_day + timedelta(days=days) for days in REMINDED)


@transaction.atomic
def remind(pk: int, stage: int) -> int:
    """Send one reminder; 0 when it was sent meanwhile or all is used."""
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=pk)
    if payment.reminders >= stage:
        return 0
    payment.reminders = stage
    payment.save(update_fields=["reminders"])
    if payment.unused <= 0:
        return 0
    money_mails.remind_of_use(payment)
    return 1
