"""Whatever is asked for in whatever order: never above the award, never negative, no lost cent."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from awards.actions import paying, requests
from awards.ledger import ledger_of
from awards.models import Payment, PaymentUse, Tranche
from core.refusals import RuleViolation
from programmes.models import Account, Booking, BudgetYear, Call
from tests import cast
from tests.awards import money

pytestmark = pytest.mark.django_db

CENTS = st.integers(min_value=0, max_value=70_000_000).map(lambda cents: Decimal(cents) / 100)
MOVES = st.lists(
    st.tuples(st.sampled_from(["pay", "order", "fail", "cut"]), CENTS, CENTS), max_size=6
)


@pytest.fixture
def award():
    return money.payable()


@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(moves=MOVES)
def test_no_order_of_requests_breaks_the_laws_of_money(award, moves):
    with transaction.atomic():
        for kind, amount, bills in moves:
            try:
                with transaction.atomic():
                    play(award, kind, amount, bills)
            except RuleViolation:
                pass
            laws_hold(award)
        transaction.set_rollback(True)


def play(award, kind, amount, bills):
    """One request as far as `kind` says."""
    request = money.submitted(award, amount, bills)
    approved = (request.amount / 2).quantize(Decimal("0.01")) if kind == "cut" else request.amount
    request = requests.check_request(
        request, by=cast.officer(), approved=approved, cut_reason="Nicht alles ist nötig."
    )
    payment = requests.order_payment(request, by=cast.head_of_unit())
    if kind in {"pay", "fail"}:
        paying.create_payment_file(by=money.cashier())
        status = "ACSC" if kind == "pay" else "RJCT"
        paying.read_answer(money.answer(payment, status=status), by=money.cashier())
    if kind == "pay":
        PaymentUse.objects.create(
            payment=payment,
            used_on=payment.ordered_on,
            amount=payment.amount,
            recorded_by_key="laws",
        )


def laws_hold(award):
    tranches = list(Tranche.objects.select_related("budget_year"))
    living = Payment.objects.filter(failed_because="")
    ordered = sum((p.amount for p in living.filter(paid_on=None)), Decimal(0))
    paid = sum((p.amount for p in living.exclude(paid_on=None)), Decimal(0))
    assert sum(t.ordered for t in tranches) == ordered == balance(Account.ORDERED)
    assert sum(t.paid for t in tranches) == paid == balance(Account.PAID)
    assert ordered + paid <= award.amount and all(t.left >= 0 for t in tranches)
    total = ledger_of(Call.objects.all())[0].total
    assert (total.ordered, total.paid) == (ordered, paid)
    amounts = sum(BudgetYear.objects.values_list("amount", flat=True))
    assert total.free + total.reserved + total.committed == total.appropriation == amounts


def balance(account):
    into = Booking.objects.filter(target=account).values_list("amount", flat=True)
    out = Booking.objects.filter(source=account).values_list("amount", flat=True)
    return sum(into, Decimal(0)) - sum(out, Decimal(0))
