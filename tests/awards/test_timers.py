"""What a date brings is said once, at every stage, and never after it is settled."""

from datetime import date, timedelta

import pytest

from awards.actions import recovering
from awards.actions.timers import remind_by_date
from awards.jobs import follow_up
from awards.models import BaseRate, Payment, Tranche
from core import clock
from core.models import OutboxMail
from tests import cast
from tests.awards import money, running

pytestmark = pytest.mark.django_db


@pytest.fixture
def award():
    cast.officer(), cast.editor(), cast.signatory()
    return running.award()


def subjects(on):
    """Return the subjects of the mails of a day; when the job runs again it sends nothing."""
    OutboxMail.objects.all().delete()
    remind_by_date(on)
    found = sorted(set(OutboxMail.objects.values_list("subject", flat=True)))
    before = OutboxMail.objects.count()
    assert (remind_by_date(on), OutboxMail.objects.count()) == (0, before)
    return found


def rate_known(on):
    first = date(on.year, 1 if on.month < 7 else 7, 1)
    known = {"percent": 1, "source": "Test"}
    BaseRate.objects.get_or_create(valid_from=first, defaults=known)


def test_the_one_year_limit_is_told_90_and_30_days_before(award):
    about = {"amount": 100, "facts": "X", "by": cast.officer()}
    one = recovering.open_recovery(award, "not_used", **about)
    final = recovering.open_recovery(award, "final_account", **about)
    said = "Jahresfrist läuft ab"
    for days, expected in ((-91, 0), (-90, 1), (-89, 0), (-30, 1), (0, 0)):
        day = one.decide_by + timedelta(days=days)
        rate_known(day)
        assert subjects(day).count(said) == expected, days
    assert final.decide_by == one.decide_by, "a final account knows no such limit"


def test_a_decided_recovery_is_not_reminded_of(award):
    about = {"amount": 100, "facts": "X", "by": cast.officer()}
    one = recovering.open_recovery(award, "not_used", **about)
    recovering.state_in_hearing(one, "Ja.", by=cast.editor())
    recovering.propose_recovery(one, one.amount, "Ermessen.", by=cast.officer())
    recovering.decide_recovery(one, by=cast.head_of_unit())
    day = one.decide_by - timedelta(days=30)
    rate_known(day)
    assert "Jahresfrist läuft ab" not in subjects(day)


def test_the_end_of_bound_use_is_told_90_days_before_to_both_sides(award):
    for days, expected in ((91, 0), (90, 1), (10, 0)):
        day = award.bound_until - timedelta(days=days)
        rate_known(day)
        mails = subjects(day)
        assert ("Ende der Zweckbindung" in mails) is bool(expected), days
    assert OutboxMail.objects.count() == 0


def test_money_of_the_year_is_told_on_1_october_and_1_december(award):
    money.this_year(award)
    year = clock.today().year
    said = "Mittel dieses Jahres"
    for month, day, expected in ((9, 30, False), (10, 1, True), (11, 30, False), (12, 1, True)):
        on = date(year, month, day)
        rate_known(on)
        assert (said in subjects(on)) is expected, on


def test_who_has_drawn_everything_hears_nothing(award):
    money.this_year(award)
    tranche = Tranche.objects.get(award=award)
    tranche.paid = tranche.granted
    tranche.save()
    assert "Mittel dieses Jahres" not in subjects(date(clock.today().year, 12, 1))


def test_a_missing_base_rate_is_asked_for_once_a_half_year(award):
    said = "Basiszinssatz fehlt"
    assert subjects(date(2031, 1, 1)) == [said]
    assert subjects(date(2031, 3, 1)) == []
    assert subjects(date(2031, 7, 1)) == [said]
    rate_known(date(2032, 1, 1))
    assert subjects(date(2032, 1, 1)) == []


def test_the_use_of_a_payment_is_reminded_of_on_day_28_40_and_43():
    payment = money.paid(money.payable())
    sent = []
    for days in range(1, 60):
        day = payment.paid_on + timedelta(days=days)
        rate_known(day)
        with running.noon(day):
            follow_up()
        if Payment.objects.get(pk=payment.pk).reminders > len(sent):
            sent.append(days)
    assert sent == [28, 40, 43]
