"""Sixteen people order, hand to the bank and read its answers at once, over four awards and two
budget years; meanwhile the ledger is sampled, and every sample keeps the laws (PostgreSQL)."""

import contextlib
import random
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import F, Sum

from awards.actions import paying, requests
from awards.ledger import ledger_of
from awards.models import Award, Payment, PaymentRequest, Tranche
from core import clock
from core.refusals import RuleViolation
from programmes.models import Account, Booking, BudgetYear, Call
from tests import cast
from tests.awards import money
from tests.faults.processes import FORK, forked

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.drill]

TOWNS = ("Eberswalde", "Arnstadt", "Buchholz", "Coswig")
ORDERERS, CASHIERS, READERS = 8, 4, 4
MANY = 15  # requests a town and budget year
ZERO = Decimal("0.00")
PARTS = [Decimal("14999.99"), Decimal("0.01"), Decimal("33333.33"), Decimal(21_000)]


@pytest.fixture
def waiting():
    """Checked requests of four awards, together for more money than the awards have."""
    version = cast.open_call()
    firsts = [money.checked(money.payable(town, version)) for town in TOWNS]
    year = BudgetYear.objects.get(call=version.call, year=clock.today().year)
    before = BudgetYear.objects.create(call=version.call, year=year.year - 1)
    BudgetYear.objects.filter(call=version.call).update(amount=10_000_000)
    tranches = [tranche for first in firsts for tranche in two_years(first, before)]
    made = [copied(firsts, place, tranche) for place in range(MANY) for tranche in tranches]
    return [one.pk for one in made]


def two_years(first, before):
    """Divide the award's money over two budget years, booked from free to committed."""
    now = first.tranche
    part = Decimal("250000.01")
    earlier = Tranche.objects.create(
        award=first.award, budget_year=before, is_cash=True, granted=part
    )
    Tranche.objects.filter(pk=now.pk).update(granted=F("granted") - part)
    now.refresh_from_db()
    for tranche in (now, earlier):
        BudgetYear.objects.filter(pk=tranche.budget_year_id).update(
            committed=F("committed") + tranche.granted
        )
        booked(tranche.budget_year, Account.FREE, Account.COMMITTED, tranche.granted)
    return now, earlier


def booked(row, source, target, amount):
    Booking.objects.create(
        budget_year=row, source=source, target=target, amount=amount, record_type="t", record_key=""
    )


def copied(firsts, place, tranche):
    first = next(one for one in firsts if one.award_id == tranche.award_id)
    amount = PARTS[place % len(PARTS)]
    return PaymentRequest.objects.create(
        award=tranche.award,
        number=PaymentRequest.objects.filter(award=tranche.award).count() + 1,
        status="checked",
        tranche=tranche,
        bank_account=first.bank_account,
        spent=1_000_000,
        amount=amount,
        approved_amount=amount,
        prepared_by_key="somebody",
        checked_by_key=first.checked_by_key,
    )


def test_every_sample_taken_while_sixteen_write_keeps_the_laws_of_money(waiting):
    heads = [cast.head_of_unit()] * ORDERERS
    cashiers = [cast.person(f"Karla Kasse {n}", "cashier").pk for n in range(CASHIERS + READERS)]
    done, faults = FORK.Event(), FORK.Queue()
    writers = [
        forked(order, waiting[place::ORDERERS], by.pk, faults) for place, by in enumerate(heads)
    ]
    others = [forked(hand_over, pk, done, faults) for pk in cashiers[:CASHIERS]]
    others += [forked(answer, pk, done, faults) for pk in cashiers[CASHIERS:]]
    samples = []
    while any(one.is_alive() for one in writers):
        samples.append(sample())
    done.set()
    for one in (*writers, *others):
        one.join()
    samples.append(sample())
    assert faults.empty(), faults.get()
    assert len(set(samples)) > 20, "the ledger was seen moving"
    ordered, paid, failed = samples[-1]
    assert ordered + paid > 0 and failed > 0


def order(keys, by, faults):
    """Order what is checked; what exceeds the award is refused."""
    person = type(cast.head_of_unit()).objects.get(pk=by)
    with told(faults):
        for pk in keys:
            with contextlib.suppress(RuleViolation):
                requests.order_payment(PaymentRequest.objects.get(pk=pk), by=person)


def hand_over(pk, done, faults):
    """Make payment files until all is ordered."""
    cashier = type(cast.head_of_unit()).objects.get(pk=pk)
    with told(faults):
        while not done.is_set():
            with contextlib.suppress(RuleViolation):
                paying.create_payment_file(by=cashier)


def answer(pk, done, faults):
    """Read answers of the bank, in whatever order, some twice; one in five is a refusal."""
    cashier = type(cast.head_of_unit()).objects.get(pk=pk)
    chance = random.Random(pk)
    with told(faults):
        while not done.is_set():
            sent = list(Payment.objects.filter(file__isnull=False, paid_on=None, failed_because=""))
            chance.shuffle(sent)
            status = "RJCT" if chance.random() < 0.2 else "ACSC"
            if sent:
                paying.read_answer(money.answer(*sent[:5], status=status), by=cashier)


@contextlib.contextmanager
def told(faults):
    """Whatever goes wrong in a process is told to the test."""
    try:
        yield
    except Exception as fault:
        faults.put(repr(fault))


def sample():
    """Look at everything as of one moment, and check it; return what moved."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return laws_hold()


def laws_hold():
    living = Payment.objects.filter(failed_because="")
    waiting, paid = living.filter(paid_on=None), living.exclude(paid_on=None)
    tranches = list(Tranche.objects.select_related("budget_year"))
    for tranche in tranches:
        mine = {"request__tranche": tranche}
        assert tranche.ordered == total(waiting.filter(**mine))
        assert tranche.paid == total(paid.filter(**mine))
        assert min(tranche.ordered, tranche.paid, tranche.left) >= 0
    for award in Award.objects.all():
        assert total(living.filter(request__award=award)) <= award.amount
    for row in BudgetYear.objects.all():
        mine = [tranche for tranche in tranches if tranche.budget_year_id == row.pk]
        granted = sum((one.granted for one in mine), ZERO)
        assert granted <= row.amount
        ordered = sum((one.ordered for one in mine), ZERO)
        spent = sum((one.paid for one in mine), ZERO)
        assert balances(row) == {
            Account.FREE: -granted,
            Account.COMMITTED: granted - ordered - spent,
            Account.ORDERED: ordered,
            Account.PAID: spent,
        }
    sums = ledger_of(Call.objects.all())[0].total
    assert (sums.ordered, sums.paid) == (total(waiting), total(paid))
    return sums.ordered, sums.paid, Payment.objects.exclude(failed_because="").count()


def total(payments):
    return payments.aggregate(sum=Sum("amount"))["sum"] or ZERO


def balances(row):
    """Return what the movements of a budget year come to, account by account."""
    sums = dict.fromkeys((Account.FREE, Account.COMMITTED, Account.ORDERED, Account.PAID), ZERO)
    for one in row.bookings.all():
        sums[Account(one.source)] -= one.amount
        sums[Account(one.target)] += one.amount
    return sums


def test_a_lost_cent_or_a_booking_too_many_would_be_noticed(waiting):
    requests.order_payment(PaymentRequest.objects.get(pk=waiting[0]), by=cast.head_of_unit())
    sample()
    tranche = PaymentRequest.objects.get(pk=waiting[0]).tranche
    spoiled = Tranche.objects.filter(pk=tranche.pk)
    for spoil in (
        lambda: booked(tranche.budget_year, Account.ORDERED, Account.PAID, Decimal("0.01")),
        lambda: spoiled.update(ordered=F("ordered") - Decimal("0.01")),
    ):
        with pytest.raises(AssertionError), transaction.atomic():
            spoil()
            laws_hold()
