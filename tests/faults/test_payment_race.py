"""One order, many cashiers: two hundred races for the payment file make one export each
(PostgreSQL), and money asked for at the same time never exceeds the year (16 processes)."""

import contextlib
from collections import Counter
from decimal import Decimal

import pytest

from awards.actions import paying, requests
from awards.models import Award, Payment, PaymentFile, PaymentRequest, Tranche
from core.refusals import RuleViolation
from programmes.models import Account, Booking
from tests import cast
from tests.awards import money
from tests.faults.processes import FORK, forked

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

CASHIERS = 8
FEW, ALL = 2, 25  # races, each with an order of its own: 16 or 200 attempts
WRITERS = 16


@pytest.fixture
def award():
    return money.payable()


@pytest.mark.parametrize("races", [FEW, pytest.param(ALL, marks=pytest.mark.drill)])
def test_two_hundred_races_for_the_payment_file_export_every_order_once(award, races):
    cashiers = [cast.person(f"Karla Kasse {n}", "cashier") for n in range(CASHIERS)]
    request = money.checked(award)
    for race in range(races):
        one = request if race == 0 else copied(request, race)
        requests.order_payment(one, by=cast.head_of_unit())
        start = FORK.Barrier(CASHIERS)
        won = FORK.Queue()
        racers = [forked(export, somebody.pk, start, won) for somebody in cashiers]
        for racer in racers:
            racer.join()
        assert Counter(won.get() for _ in cashiers) == {"file": 1, "nothing": CASHIERS - 1}
    assert PaymentFile.objects.count() == races
    assert sorted(PaymentFile.objects.values_list("number", flat=True)) == [*range(1, races + 1)]
    assert not Payment.objects.filter(file=None).exists()


def copied(request, race):
    """Another checked request of 65 euros, without the way that leads there."""
    return PaymentRequest.objects.create(
        award=request.award,
        number=race + 1,
        status="checked",
        tranche=request.tranche,
        bank_account=request.bank_account,
        spent=1_000_000,
        amount=65,
        approved_amount=65,
        prepared_by_key="somebody",
        checked_by_key=request.checked_by_key,
    )


def export(pk, start, won):
    cashier = type(cast.officer()).objects.get(pk=pk)
    start.wait()
    try:
        paying.create_payment_file(by=cashier)
        won.put("file")
    except RuleViolation:
        won.put("nothing")


def test_sixteen_orders_at_once_never_exceed_the_award_and_every_cent_is_booked(award):
    first = money.checked(award)
    PaymentRequest.objects.filter(pk=first.pk).update(spent=1_000_000)
    waiting = [copied(first, number) for number in range(1, WRITERS)]
    amount = Decimal("61749.99")  # ten of them are withheld's limit, the eleventh is too much
    PaymentRequest.objects.update(amount=amount, approved_amount=amount, spent=1_000_000)
    start = FORK.Barrier(WRITERS)
    writers = [forked(order, one.pk, start) for one in (first, *waiting)]
    for writer in writers:
        writer.join()
    tranche = Tranche.objects.get()
    ordered = sum(Payment.objects.values_list("amount", flat=True))
    assert tranche.ordered == ordered == 10 * amount <= Award.objects.get().amount
    booked = Booking.objects.filter(target=Account.ORDERED).values_list("amount", flat=True)
    assert sum(booked) == ordered


def order(pk, start):
    request = PaymentRequest.objects.get(pk=pk)
    by = cast.head_of_unit()
    start.wait()
    with contextlib.suppress(RuleViolation):
        requests.order_payment(request, by=by)
