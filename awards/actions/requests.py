"""Ask for money: prepared, signed by another person, checked, ordered by yet another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from awards import money_mails
from awards.actions.ledger import lock_money, move_money
from awards.actions.notices import lock_award, refuse_without_note
from awards.drawing import drawable
from awards.models import Award, Milestone, Payment, PaymentRequest, RequestedBill, Tranche
from awards.permissions import may_care_for_award, may_prepare_request
from core import audit, clock
from core.refusals import EditConflict, Finding, RuleViolation
from core.text import clean
from core.workflow import Attempt, perform
from programmes.models import Account

Status = PaymentRequest.Status
OPEN = (Status.DRAFT, Status.RETURNED, Status.SUBMITTED, Status.CHECKED)
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Bill:
    """A bill as it is entered."""

    purpose: str
    due_on: date
    amount: Decimal
    milestone: Milestone | None = None


@dataclass(frozen=True)
class Wish:
    """What the recipient enters: how much, from which year, for which bills."""

    tranche: Tranche
    amount: Decimal
    spent: Decimal
    bills: Sequence[Bill]
    extra_income: Decimal = ZERO
    remark: str = ""


@transaction.atomic
def start_request(award: Award, *, by: Person) -> PaymentRequest:
    """Begin a request, prefilled from the award and the last request; one at a time."""
    award = lock_award(award)
    if not may_prepare_request(award, by):
        raise PermissionDenied
    if award.payment_requests.filter(status__in=OPEN).exists():
        raise RuleViolation(Finding("open", "Eine andere Mittelanforderung ist noch offen."))
    last = award.payment_requests.order_by("-number").first()
    request = PaymentRequest.objects.create(
        award=award,
        number=last.number + 1 if last else 1,
        tranche=tranche_now(award),
        bank_account=award.organisation.bank_accounts.usable(clock.today()).first(),
        spent=last.spent + last.due if last else ZERO,
        extra_income=last.extra_income if last else ZERO,
        prepared_by_key=by.actor_key,
    )
    audit.record(request, "start_request", by=by, change={"after": {"number": request.number}})
    return request


def tranche_now(award: Award) -> Tranche:
    """Return this year's tranche; else the next, else the last."""
    tranches = list(award.tranches.select_related("budget_year"))
    coming = [one for one in tranches if one.budget_year.year >= clock.today().year]
    return (coming or tranches[-1:])[0]


@transaction.atomic
def save_request(
    request: PaymentRequest, wish: Wish, *, by: Person, version: int
) -> PaymentRequest:
    """Store what was entered; whoever saved last counts as who prepared it."""
    lock_award(request.award)
    request = PaymentRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if not may_prepare_request(request.award, by):
        raise PermissionDenied
    if request.status not in {Status.DRAFT, Status.RETURNED}:
        raise RuleViolation(Finding("sent", "Die Mittelanforderung ist schon eingereicht."))
    if request.version != version:
        raise EditConflict(request)
    before = {"amount": request.amount, "spent": request.spent}
    request.tranche, request.amount, request.spent = wish.tranche, wish.amount, wish.spent
    request.extra_income, request.remark = wish.extra_income, clean(wish.remark)
    account = request.award.organisation.bank_accounts.usable(clock.today()).first()
    request.bank_account, request.prepared_by_key = account, by.actor_key
    request.approved_amount, request.cut_reason = ZERO, ""
    request.version += 1
    request.save()
    keep_bills(request, wish.bills)
    after = {"amount": wish.amount, "spent": wish.spent}
    audit.record(request, "save_request", by=by, change={"before": before, "after": after})
    return request


def keep_bills(request: PaymentRequest, bills: Sequence[Bill]) -> None:
    request.bills.all().delete()
    refuse_other_milestones(request, bills)
    RequestedBill.objects.bulk_create(
        RequestedBill(
            request=request,
            purpose=clean(bill.purpose),
            due_on=bill.due_on,
            amount=bill.amount,
            milestone=bill.milestone,
        )
        for bill in bills
    )


def refuse_other_milestones(request: PaymentRequest, bills: Sequence[Bill]) -> None:
    """A milestone is asked for once, and by the award that agreed on it."""
    chosen = [bill.milestone for bill in bills if bill.milestone is not None]
    if any(one.award_id != request.award_id for one in chosen):
        raise RuleViolation(
            Finding("foreign", "Der Meilenstein gehört zu einer anderen Zuwendung.")
        )
    if taken := RequestedBill.objects.filter(milestone__in=chosen).first():
        sentence = f"„{taken.purpose}“ steht schon in einer anderen Mittelanforderung."
        raise RuleViolation(Finding("taken", sentence, field="milestones"))


@transaction.atomic
def submit_request(request: PaymentRequest, *, by: Person) -> PaymentRequest:
    """The signatory signs; the calculation of that day is kept."""
    lock_money(request.tranche)
    request = perform(request, "submit_request", Attempt(by=by))
    request.signed_by_key, request.submitted_at = by.actor_key, clock.now()
    request.approved_amount = request.amount
    request.calculation = list(drawable(request).lines)
    request.save(update_fields=["signed_by_key", "submitted_at", "approved_amount", "calculation"])
    return request


@transaction.atomic
def check_request(
    request: PaymentRequest, *, by: Person, approved: Decimal, cut_reason: str = ""
) -> PaymentRequest:
    """The officer confirms need and amount, or cuts it with a reason."""
    lock_money(request.tranche)
    request = PaymentRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.status == Status.SUBMITTED:
        if not 0 <= approved <= request.amount:
            sentence = "Anerkannt werden kann höchstens, was angefordert ist."
            raise RuleViolation(Finding("approved", sentence, field="approved"))
        request.approved_amount, request.cut_reason = approved, clean(cut_reason)
        request.calculation = list(drawable(request).lines)
        request.save(update_fields=["approved_amount", "cut_reason", "calculation"])
    request = perform(request, "check_request", Attempt(by=by, note=clean(cut_reason)))
    request.checked_by_key = by.actor_key
    request.save(update_fields=["checked_by_key"])
    return request


@transaction.atomic
def return_request(request: PaymentRequest, *, by: Person, note: str) -> PaymentRequest:
    """Back to the recipient with the reason."""
    refuse_without_note(note, "Begründen Sie, warum Sie die Mittelanforderung zurückgeben.")
    lock_award(request.award)
    request = perform(request, "return_request", Attempt(by=by, note=clean(note)))
    money_mails.announce_return(request, clean(note))
    return request


@transaction.atomic
def order_payment(request: PaymentRequest, *, by: Person, note: str = "") -> Payment:
    """Give the order to pay: the money leaves the free part of the year's tranche."""
    tranche = lock_money(request.tranche)
    request = perform(request, "order_payment", Attempt(by=by, note=clean(note)))
    request.ordered_by_key, request.ordered_at = by.actor_key, clock.now()
    request.save(update_fields=["ordered_by_key", "ordered_at"])
    attempt = request.payments.count() + 1
    payment = Payment.objects.create(
        request=request,
        reference=f"{request.award.funding_code}-{request.number}-{attempt}",
        amount=request.approved_amount,
        ordered_on=clock.today(),
    )
    move_money(tranche, Account.COMMITTED, Account.ORDERED, payment.amount, about=payment)
    return payment


@transaction.atomic
def stop_payments(award: Award, *, by: Person, reason: str) -> Award:
    """Stop or, without a reason, resume payments of an award."""
    award = lock_award(award)
    if not may_care_for_award(award, by):
        raise PermissionDenied
    before, award.stop_reason = award.stop_reason, clean(reason)
    award.save(update_fields=["stop_reason"])
    change = {"before": {"stop_reason": before}, "after": {"stop_reason": award.stop_reason}}
    step = "stop_payments" if award.stop_reason else "resume_payments"
    audit.record(award, step, by=by, change=change)
    return award
