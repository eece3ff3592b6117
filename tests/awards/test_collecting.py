"""Owed money: deferred with interest by half-year, written off, pursued again, or paid."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Role
from awards.actions import collecting, recovering
from awards.models import BaseRate, Recovery
from awards.recovery_interest import expected, interest_until, known_rates
from core.refusals import RuleViolation
from rulebook.interest import interest
from tests import cast
from tests.awards import money, running

pytestmark = pytest.mark.django_db
KNOWN = date(2025, 1, 15)
OWED = Decimal(12_000)


@pytest.fixture
def owed():
    """A decided recovery of 12,000 euros, the notice without effect since 3 February 2025."""
    with running.noon(KNOWN):
        award = running.award()
        running.paid(award)
        cast.budget_officer(), money.cashier()
        about = {"amount": OWED, "facts": "Nicht genutzt.", "by": cast.officer()}
        one = recovering.open_recovery(award, "not_used", **about)
        recovering.state_in_hearing(one, "Ja.", by=cast.editor())
        since = {"by": cast.officer(), "ineffective_on": date(2025, 2, 3)}
        recovering.propose_recovery(one, OWED, "Ermessen.", **since)
        return recovering.decide_recovery(one, by=cast.head_of_unit())


def deferred(owed, *days):
    with running.noon(KNOWN):
        return collecting.defer_recovery(owed, list(days), by=cast.head_of_unit())


def test_a_deferral_bears_its_own_interest_from_the_day_it_was_due(owed):
    due = owed.due_on
    one = deferred(owed, date(2025, 8, 14))
    assert one.deferred_from == due
    rates = known_rates()
    grown = interest_until(one, OWED, date(2025, 8, 14), rates)
    until_due = interest(OWED, date(2025, 2, 3), due, rates, 5)
    after_it = interest(OWED, due, date(2025, 8, 14), rates, 2)
    assert grown.amount == until_due + after_it
    assert [line.split(",")[0] for line in grown.lines] == [
        "Erstattungszinsen (§ 49a Abs. 3 VwVfG)",
        "Stundungszinsen (§ 59 BHO)",
        "Stundungszinsen (§ 59 BHO)",
    ]
    assert "3,27 % x 45 / 365 = 48,38" in grown.lines[-1]


def test_every_instalment_keeps_its_calculation(owed):
    days = [date(2025, 4, 1), date(2025, 7, 15)]
    one = deferred(owed, *days)
    for day, part in zip(days, one.instalments.all(), strict=True):
        shown = expected(one, part, known_rates())
        with running.noon(day):
            one = collecting.book_repayment(one, part.amount, day, by=money.cashier())
        booked = one.repayments.latest("pk")
        assert (booked.interest, bool(booked.calculation)) == (shown, True)
    assert one.status == "paid"


def test_an_unknown_base_rate_is_named_and_nothing_is_guessed(owed):
    one = deferred(owed, date(2025, 8, 14))
    BaseRate.objects.filter(valid_from=date(2025, 7, 1)).delete()
    assert expected(one, one.instalments.get(), known_rates()) is None
    with (
        running.noon(date(2025, 8, 14)),
        pytest.raises(RuleViolation, match=r"2\. Halbjahr 2025"),
    ):
        collecting.book_repayment(one, OWED, date(2025, 8, 14), by=money.cashier())


def test_writing_off_takes_two_people_and_the_claim_stays(owed):
    proposal = {"until": date(2090, 1, 1), "by": cast.officer()}
    with pytest.raises(RuleViolation, match="Begründung"):
        collecting.propose_write_off(owed, **proposal, note=" ")
    with pytest.raises(RuleViolation, match="in der Zukunft"):
        early = proposal | {"until": KNOWN}
        collecting.propose_write_off(owed, **early, note="Haushaltsnotlage.")
    waiting = collecting.propose_write_off(owed, **proposal, note="Haushaltsnotlage.")
    both = cast.person("Olaf Ordentlich", Role.BUDGET_OFFICER)  # an officer besides
    with pytest.raises(PermissionDenied):
        collecting.write_off_recovery(waiting, by=both)
    written_off = collecting.write_off_recovery(waiting, by=cast.budget_officer())
    assert (written_off.status, written_off.open_amount) == ("written_off", OWED)
    again = collecting.pursue_recovery(written_off, by=cast.officer(), note="Wieder zahlungsfähig.")
    assert again.status == "due"


def test_money_that_comes_in_after_writing_off_is_booked(owed):
    waiting = collecting.propose_write_off(owed, until=None, by=cast.officer(), note="Notlage.")
    one = collecting.write_off_recovery(waiting, by=cast.budget_officer())
    one = collecting.book_repayment(one, OWED, date(2025, 3, 1), by=money.cashier())
    assert (one.status, one.open_amount) == ("paid", 0)


def test_a_refused_write_off_is_pursued(owed):
    waiting = collecting.propose_write_off(owed, until=None, by=cast.officer(), note="Notlage.")
    refused = collecting.refuse_write_off(waiting, by=cast.budget_officer(), note="Nicht belegt.")
    assert refused.status == "due"


def test_the_page_offers_every_step_to_who_may(client, owed):
    page = reverse("recovery", args=[owed.key])

    def post(who, step, **sent):
        client.force_login(who)
        assert client.get(page).status_code == 200
        client.post(reverse("recovery_step", args=[owed.key, step]), sent)
        return Recovery.objects.get().status

    note = {"note": "Aus gutem Grund."}
    officer, budget = cast.officer(), cast.budget_officer()
    assert post(officer, "niederschlagung-vorschlagen", until="") == "due", "reasons are needed"
    assert post(officer, "niederschlagung-vorschlagen", **note) == "write_off_proposed"
    client.force_login(budget)
    assert "Niederschlagung ablehnen" in client.get(page).content.decode()
    assert post(budget, "niederschlagung-ablehnen", **note) == "due"
    assert post(officer, "niederschlagung-vorschlagen", **note) == "write_off_proposed"
    assert post(budget, "niederschlagen") == "written_off"
    client.force_login(cast.editor())
    assert "bleibt aber bestehen" in client.get(page).content.decode()
    assert post(officer, "wieder-einfordern", **note) == "due"
    first = {"first_on": "01.07.2026", "count": "2"}
    later = running.noon(date(2026, 2, 1))
    with later:
        assert post(cast.head_of_unit(), "stunden", **first) == "deferred"
        html = client.get(page).content.decode()
    assert "Der Basiszinssatz dieses Halbjahrs ist noch nicht bekannt" in html


def test_the_cash_office_sees_what_is_owed_and_books_on_the_page(client, owed):
    with running.noon(KNOWN):
        client.force_login(money.cashier())
        page = reverse("recovery", args=[owed.key])
        assert "Verbuchen" in client.get(page).content.decode()
        sent = {"amount": "12.000", "received_on": KNOWN.strftime("%d.%m.%Y")}
        client.post(reverse("recovery_step", args=[owed.key, "zahlung"]), sent)
    assert Recovery.objects.get().status == "paid"


def test_the_cash_office_does_not_see_a_hearing(client):
    award = running.award()
    about = {"amount": Decimal(5), "facts": "X", "by": cast.officer()}
    one = recovering.open_recovery(award, "not_used", **about)
    client.force_login(money.cashier())
    assert client.get(reverse("recovery", args=[one.key])).status_code == 404
