"""Version 2 of the guideline comes into force: what runs under version 1 stays, byte for byte."""

from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import models

import awards
from awards.actions.bank import waiting_days
from awards.actions.using import record_use
from awards.drawing import drawable
from awards.late_use import calculate
from awards.letters import notice_content, terms_content
from awards.models import Award, BaseRate, Payment, Recovery
from awards.recovery_interest import interest_until
from awards.terms import report_dates_of
from core import clock, pdf
from core.snapshots import thaw
from core.text import plain
from programmes.models import GuidelineVersion
from tests import cast
from tests.awards import money, running

pytestmark = pytest.mark.django_db
OTHER = {
    models.DecimalField: lambda value: value / 2,
    models.PositiveSmallIntegerField: lambda value: value + 1,
    models.CharField: lambda value: f"{value} (neu)",
    models.TextField: lambda value: f"{value} (neu)",
}
TEXTS = {"use": "Neu: {use_days} Tage.", "retention": "Neu: {retention}."}


def second_version() -> GuidelineVersion:
    """Put a version in force in which every number, rate and text is another one."""
    second = GuidelineVersion.objects.latest("number")
    second.pk, second.key, second.number = None, "zweitefass22", second.number + 1
    for field in GuidelineVersion._meta.concrete_fields:
        if field.name in ("number", "key", "payment_mode", "interim_due_day", "interim_due_month"):
            continue
        if change := OTHER.get(type(field)):
            setattr(second, field.name, change(getattr(second, field.name)))
    second.interim_due_month, second.notice_texts = 5, TEXTS
    second.in_force_on = clock.today()
    second.conditions, second.procurement_cuts = ["Neue Auflage."], []
    second.save()
    return second


@pytest.fixture
def payment():
    """A payment of an award under version 1, used late."""
    for day in (date(2026, 7, 1), date(2027, 1, 1)):
        rate = {"percent": Decimal("1.27"), "source": "Test"}
        BaseRate.objects.get_or_create(valid_from=day, defaults=rate)
    paid = money.paid(money.payable())
    town = paid.request.award.organisation
    with running.noon(clock.today() + timedelta(days=60)):
        record_use(paid, by=cast.editor(town), used_on=clock.today(), amount=Decimal(65_000))
    return paid


def everything(payment: Payment) -> dict[str, Any]:
    """Return all that the rules of an award decide, as it comes out now."""
    award = Award.objects.get(pk=payment.request.award_id)
    payment = Payment.objects.get(pk=payment.pk)
    [notice] = award.notices.all()
    request = award.payment_requests.get()
    rates = dict(BaseRate.objects.values_list("valid_from", "percent"))
    days = {"ineffective_on": date(2025, 1, 1), "deferred_from": date(2025, 3, 1)}
    owed = Recovery(award=award, **days), Decimal(1000), date(2025, 6, 1), rates
    return {
        "notice": thaw(notice.snapshot),
        "next notice": next_content(award),
        "terms": plain(terms_content(award)),
        "reckoning": asdict(award.terms),
        "limit": drawable(request).lines,
        "last day of use": payment.use_until,
        "interest": calculate(payment, rates).lines,
        "schedule": [(d.kind, d.due_on) for d in report_dates_of(award, award.rules)],
        "waiting time": waiting_days(award.organisation),
        "interest on recovery": interest_until(*owed).lines,
        "settings": {f.name: getattr(award.rules, f.name) for f in SETTINGS},
    }


def next_content(award: Award) -> dict[str, Any]:
    """Return what the next notice would say; these awards have no reviews to sum up."""
    notice = award.notices.get()
    notice.number = 2
    content: dict[str, Any] = plain(notice_content(notice))
    return content


SETTINGS = [f for f in GuidelineVersion._meta.concrete_fields if type(f) in OTHER]


def drawn(payment: Payment) -> bytes:
    award = Award.objects.get(pk=payment.request.award_id)
    at = award.notices.get().snapshot.created_at
    return pdf.render("award_notice", next_content(award), at=at)


def test_a_second_version_changes_nothing_of_what_runs(payment):
    before, letter = everything(payment), drawn(payment)
    second_version()
    assert everything(payment) == before
    assert drawn(payment) == letter


def test_reading_the_newest_version_would_be_noticed_everywhere(payment, monkeypatch):
    """The test above can fail: were the newest version read, each of its parts would differ."""
    before, letter = everything(payment), drawn(payment)
    second_version()
    newest = property(lambda award: GuidelineVersion.objects.latest("number"))
    monkeypatch.setattr(Award, "rules", newest)
    after = everything(payment)
    unchanged = {name for name in before if before[name] == after[name]}
    assert unchanged == {"notice", "terms"}, "what is frozen or stored with the award"
    assert drawn(payment) != letter


def test_awards_never_ask_for_versions_of_guidelines():
    """Only `Award.rules` leads to a guideline; nobody looks one up by number or date."""
    folder = Path(awards.__file__).parent
    asking = [
        path.name
        for path in sorted(folder.rglob("*.py"))
        if any(name in path.read_text() for name in ("GuidelineVersion.obj", "guideline_versions"))
    ]
    assert asking == []
