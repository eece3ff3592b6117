"""What was paid on the first awards: used in time, used late, asked for, waiting at the bank.

The same for awards that were loaded by hand and in bulk: they are found by their code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from accounts.models import Person
from awards.actions import bank, notices, paying, requests, using
from awards.bank_files import Answer
from awards.models import Award, BaseRate, Payment, PaymentRequest
from core import clock
from demo.follow_up import awards_paid_by, people_of
from demo.people import Office
from rulebook.money import share

ASSUMED = "Annahme der Vorführung"
ASSUMED_PERCENT = Decimal("1.27")
PART = Decimal("0.04")  # of the eligible expenses, as bills of one request
BANK = "12030000"


def play_money(office: Office) -> None:
    """Bring some awards to different states of payment."""
    enter_rates(office)
    awards = list(awards_paid_by("advance"))
    for place, play in PLAYS.items():
        if place < len(awards) and people_of(awards[place].organisation):
            prepare(awards[place])
            play(Award.objects.get(pk=awards[place].pk), office)


def enter_rates(office: Office) -> None:
    """Enter a base rate for every half-year up to today that nobody knows yet."""
    day = BaseRate.objects.latest("valid_from").valid_from
    while (day := following_half_year(day)) <= clock.today():
        using.enter_base_rate(day, ASSUMED_PERCENT, ASSUMED, by=office.officer)


def following_half_year(day: date) -> date:
    """Return the first day of the next half-year.

    >>> following_half_year(date(2026, 1, 1)), following_half_year(date(2026, 7, 1))
    (datetime.date(2026, 7, 1), datetime.date(2027, 1, 1))
    """
    return date(day.year, 7, 1) if day.month == 1 else date(day.year + 1, 1, 1)


@contextmanager
def on_day(award: Award, days: int) -> Iterator[None]:
    """Let the clock stand at ten o'clock so many days after the project began."""
    day = award.starts_on + timedelta(days=days)
    with clock.stopped_at(clock.from_local(datetime.combine(day, time(10)))):
        yield


def team_of(award: Award) -> tuple[Person, Person]:
    people = people_of(award.organisation)
    if people is None:
        raise ValueError(f"{award.organisation} has no two people")
    return people


def prepare(award: Award) -> None:
    """Waive remedies and enter a bank account that a second person confirms."""
    editor, signatory = team_of(award)
    with on_day(award, 0):
        for notice in award.notices.filter(final_on__gt=clock.today()):
            notices.waive_remedies(notice, by=signatory)
        holder = f"Stadtkasse {award.organisation.name}"[:70]
        iban = iban_of(award.pk)
        entered = bank.enter_account(award.organisation, by=editor, holder=holder, iban=iban)
        bank.confirm_account(entered, by=signatory)


def iban_of(number: int) -> str:
    """Return an invented German IBAN with the right check digits.

    >>> iban_of(202051)
    'DE02120300000000202051'
    """
    account = f"{BANK}{number:010d}"
    return f"DE{98 - int(f'{account}131400') % 97:02d}{account}"


def submitted(award: Award, days: int) -> PaymentRequest:
    """Ask for the share of some bills."""
    editor, signatory = team_of(award)
    with on_day(award, days):
        request = requests.start_request(award, by=editor)
        bills = (award.eligible_amount * PART).quantize(Decimal(1))
        due = clock.today() + timedelta(days=14)
        wish = requests.Wish(
            request.tranche,
            min(share(bills, award.rate), request.tranche.left),
            request.spent,
            [requests.Bill("Messstellen und ihr Einbau", due, bills)],
        )
        request = requests.save_request(request, wish, by=editor, version=request.version)
        return requests.submit_request(request, by=signatory)


def checked(award: Award, office: Office, days: int) -> PaymentRequest:
    request = submitted(award, days)
    with on_day(award, days + 2):
        return requests.check_request(request, by=office.officer, approved=request.amount)


def ordered(award: Award, office: Office, days: int) -> Payment:
    request = checked(award, office, days)
    with on_day(award, days + 3):
        return requests.order_payment(request, by=office.head_of_unit)


def paid(award: Award, office: Office, days: int) -> Payment:
    payment = ordered(award, office, days)
    with on_day(award, days + 4):
        paying.create_payment_file(by=office.cashier)
        payment = Payment.objects.get(pk=payment.pk)
        paying.settle(payment, Answer(payment.reference, clock.today()), office.cashier)
    return Payment.objects.get(pk=payment.pk)


def used(payment: Payment, award: Award, days: int) -> None:
    editor, _ = team_of(award)
    with on_day(award, days):
        today, rest = clock.today(), payment.unused
        using.record_use(payment, by=editor, used_on=today, amount=rest)


def used_late(award: Award, office: Office) -> None:
    """The first payment was used in time, the second too late: interest is proposed."""
    used(paid(award, office, 5), award, 20)
    late = paid(award, office, 22)
    used(late, award, 85)
    using.propose_interest(late, by=office.officer)


def waits_for_check(award: Award, office: Office) -> None:
    submitted(award, 60)


def waits_for_order(award: Award, office: Office) -> None:
    checked(award, office, 60)


def waits_for_bank(award: Award, office: Office) -> None:
    ordered(award, office, 60)


PLAYS: dict[int, Callable[[Award, Office], None]] = {
    0: used_late,
    1: waits_for_check,
    5: waits_for_order,
    6: waits_for_bank,
}
