"""What a recipient has to do stands on its first page and in its calendar."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from awards.actions import milestones
from awards.actions.recovering import open_recovery, state_in_hearing
from awards.actions.reports import open_due_reports
from core import clock
from evaluation.actions.deciding import approve_rejection
from tests import cast
from tests.applications.drafts import signed_in
from tests.awards import money, running
from tests.awards.casting import co_signed, ranked, rejection

pytestmark = pytest.mark.django_db


def home():
    return signed_in(cast.editor()).get(reverse("municipality_home"))


def labels():
    """What is due from the award; documents of the application may still be due beside it."""
    return [duty.label for duty in home().context["agenda"] if duty.is_day]


def test_an_award_replaces_the_status_of_its_application_and_is_one_click_away():
    award = running.award()
    text = home().content.decode()
    assert "Bewilligt" in text and "Zugelassen</span>" not in text
    assert reverse("award", args=[award.key]) in text


def test_what_is_decided_is_told_with_the_letter_and_not_before():
    proposed = co_signed(ranked(cast.open_call(), "Eberswalde")[0], rejection())
    assert "Abgelehnt" not in told()
    approve_rejection(proposed, by=cast.head_of_unit())
    assert "Abgelehnt" in told()


def told():
    outcomes = home().context["outcomes"]
    return [outcome.label for outcome in outcomes.values()]


def test_paid_money_is_due_for_proof_until_it_is_used():
    payment = money.paid(money.payable())
    assert labels() == ["Verwendung belegen: 65.000,00\u00a0€"]
    (duty,) = [one for one in home().context["agenda"] if one.is_day]
    assert localtime(duty.due_at).date() == payment.use_until
    payment.uses.create(amount=payment.amount, used_on=clock.today())
    assert labels() == []


def test_the_next_milestone_is_named_and_every_late_one():
    award = money.payable(version=cast.open_call(payment_mode="milestone"))
    plan = {"wanted": "Abnahme", "amount": Decimal(1000)}
    for name, days in (("Netz steht", 30), ("Netz läuft", 90)):
        due_on = clock.today() + timedelta(days=days)
        milestones.plan_milestone(
            award, {**plan, "name": name, "due_on": due_on}, by=cast.officer()
        )
    assert labels() == ["Meilenstein erreichen: Netz steht"]
    with clock.stopped_at(clock.now() + timedelta(days=31)):
        assert labels() == [
            "Meilenstein erreichen: Netz steht",
            "Meilenstein erreichen: Netz läuft",
        ]


def test_reports_and_hearings_are_due_until_they_are_answered():
    award = running.award()
    with running.after_the_end(award):
        open_due_reports(clock.today())
        recovery = open_recovery(
            award, "not_used", amount=Decimal(1000), facts="Nicht verwendet.", by=cast.officer()
        )
        assert "Zur Rückforderung äußern" in labels()
        assert any(label.startswith("Verwendungsnachweis") for label in labels())
        state_in_hearing(recovery, "Wir sehen es ein.", by=cast.editor())
        assert "Zur Rückforderung äußern" not in labels()


def test_the_calendar_carries_what_is_due_after_the_award(client):
    money.paid(money.payable())
    signed_in(cast.editor()).post(reverse("calendar"))
    feed = cast.editor().calendar_feed.secret
    lines = client.get(reverse("calendar_feed", args=[feed])).content.decode()
    assert "SUMMARY:Verwendung belegen: 65.000\\,00" in lines
