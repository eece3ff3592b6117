"""A colleague signs for a signatory who is away: for named days, and marked everywhere."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.actions.deputies import end_deputy, name_signing_deputy
from accounts.models import Deputy, Role
from applications.actions.submission import offer_for_signature, submit_application
from applications.checks.entry import declarations
from applications.models import Application
from applications.permissions import may_sign
from core import audit, clock
from core.models import OutboxMail
from core.refusals import RuleViolation
from core.snapshots import thaw
from core.templatetags.allmende import day
from tests import cast
from tests.applications.complete import complete
from tests.applications.drafts import colleague, signed_in
from tests.pdf_reading import pages_of

pytestmark = pytest.mark.django_db


def admin():
    return cast.person("Anna Amt", Role.ORG_ADMIN, cast.town())


def days(first=0, last=5):
    return clock.today() + timedelta(days=first), clock.today() + timedelta(days=last)


def deputise(deputy, *, when=None, by=None):
    return name_signing_deputy(
        cast.town(), cast.signatory(), deputy, when or days(), by=by or admin()
    )


def fresh(person):
    """The same person at their next request."""
    return type(person).objects.get(pk=person.pk)


def submit_as(person, draft):
    return submit_application(
        draft, by=fresh(person), at=clock.now(), confirmed=list(declarations(draft))
    )


def test_a_deputy_submits_and_receipt_record_and_office_say_for_whom():
    draft, karl = complete(), colleague()
    with pytest.raises(PermissionDenied):
        submit_as(karl, draft)
    deputise(karl)
    offer_for_signature(draft, by=cast.editor())
    asked = OutboxMail.objects.filter(subject__startswith="Ein Antrag wartet")
    assert karl.email in asked.values_list("recipient", flat=True)

    browser = signed_in(karl)
    page = browser.get(reverse("submit_application", args=[draft.key])).content.decode()
    assert "in Vertretung für Zoe Zeichnung" in page
    submission = submit_as(karl, draft)

    told = "Karl Kollege, in Vertretung für Zoe Zeichnung"
    assert submission.released_by == told
    keys = (karl.actor_key, cast.signatory().actor_key)
    assert (submission.signed_by_key, submission.signed_for_key) == keys
    assert thaw(submission.snapshot)["receipt"]["signed_for"] == cast.signatory().actor_key
    assert told in browser.get(reverse("receipt", args=[draft.key])).content.decode()
    letter = browser.get(reverse("receipt_pdf", args=[draft.key])).content
    assert told in " ".join(pages_of(letter))
    entry = audit.trail(Application.objects.get()).get(step="submit")
    assert entry.payload["note"] == "In Vertretung für Zoe Zeichnung."


def test_a_signatory_signs_for_nobody_else():
    draft = complete()
    deputise(colleague())
    submission = submit_as(cast.signatory(), draft)
    assert (submission.signed_for_key, submission.released_by) == ("", "Zoe Zeichnung")
    assert "signed_for" not in thaw(submission.snapshot)["receipt"]


def test_it_begins_and_ends_by_itself_and_may_end_early():
    draft, karl = complete(), colleague()
    for when, allowed in ((days(1, 2), False), (days(0, 0), True)):
        row = deputise(karl, when=when)
        assert may_sign(draft, fresh(karl)) is allowed
        row.delete()
    row = deputise(karl, when=days(0, 3))
    Deputy.objects.update(valid_from=days(-9)[0], valid_until=days(-1)[0])
    assert not may_sign(draft, fresh(karl))
    Deputy.objects.update(valid_until=days(0, 3)[1])
    assert may_sign(draft, fresh(karl))
    with pytest.raises(PermissionDenied):
        end_deputy(Deputy.objects.get(pk=row.pk), by=karl)
    end_deputy(Deputy.objects.get(pk=row.pk), by=cast.signatory())
    assert not may_sign(draft, fresh(karl))


def test_whoever_leaves_neither_deputises_nor_is_represented():
    draft, karl = complete(), colleague()
    deputise(karl)
    cast.person("Sigrid Siegel", Role.SIGNATORY, cast.town())
    own = cast.signatory().memberships.filter(role=Role.SIGNATORY)
    own.update(valid_until=days(-1)[0], valid_from=days(-9)[0])
    assert not may_sign(draft, fresh(karl))
    own.update(valid_until=None)
    assert may_sign(draft, fresh(karl))
    karl.memberships.update(valid_until=days(-1)[0], valid_from=days(-9)[0])
    assert not may_sign(draft, fresh(karl))


def test_nobody_makes_themselves_a_deputy_and_every_reason_is_named_at_its_field():
    karl, anna = colleague(), admin()
    with pytest.raises(PermissionDenied):
        deputise(karl, by=cast.editor())
    with pytest.raises(PermissionDenied):
        deputise(karl, by=cast.person("Sven Siegel", Role.SIGNATORY, cast.town()))
    deputise(anna, by=cast.signatory())
    wrong = (
        (anna, days(), "deputy"),
        (cast.officer(), days(), "deputy"),
        (cast.person("Sven Siegel"), days(), "deputy"),
        (karl, days(3, 2), "valid_until"),
        (karl, days(-4, -2), "valid_until"),
    )
    for deputy, when, field in wrong:
        with pytest.raises(RuleViolation) as refusal:
            deputise(deputy, when=when, by=anna)
        assert [one.field for one in refusal.value.findings] == [field]


def test_the_same_deputy_is_not_named_twice_for_the_same_days():
    karl = colleague()
    deputise(karl)
    with pytest.raises(RuleViolation) as refusal:
        deputise(karl, when=days(5, 9))
    assert [(one.code, one.field) for one in refusal.value.findings] == [("twice", "deputy")]
    deputise(karl, when=days(6, 9))
    row = Deputy.objects.first()
    row.pk, row.key = None, "another"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_where_the_call_wants_two_people_nobody_releases_what_they_offered():
    draft, karl = complete(second_person_releases=True), colleague()
    deputise(karl)
    with pytest.raises(RuleViolation, match="verlangt zwei Personen"):
        submit_as(cast.signatory(), draft)
    offer_for_signature(draft, by=karl)
    draft = Application.objects.get()
    with pytest.raises(RuleViolation, match="Einreichen muss ihn eine andere Person"):
        submit_as(karl, draft)
    assert submit_as(cast.signatory(), draft).receipt_number


def test_the_administration_names_and_ends_a_deputy_on_the_pages_of_the_team():
    karl, anna = colleague(), admin()
    zoe, browser = cast.signatory(), signed_in(anna)
    page = reverse("signing_deputy", args=[cast.town().key])
    assert page in browser.get(reverse("team")).content.decode()
    options = re.findall(r'<option value="(\w+)"', browser.get(page).content.decode())
    assert set(options) == {zoe.key, karl.key}
    wish = {"person": zoe.key, "deputy": karl.key}
    wrong = browser.post(page, wish | {"valid_from": "2.1.2027", "valid_until": "1.1.2027"})
    assert (wrong.status_code, "Das Ende liegt vor dem Beginn." in wrong.content.decode()) == (
        409,
        True,
    )
    first, last = (f"{one:%d.%m.%Y}" for one in days())
    assert browser.post(page, wish | {"valid_from": first, "valid_until": last}).status_code == 302
    team = browser.get(reverse("team")).content.decode()
    told = f"{day(days()[0])} bis {day(days()[1])}"
    assert " ".join(told.split()) in " ".join(team.split())
    row = Deputy.objects.get()
    assert browser.post(reverse("end_signing_deputy", args=[row.key])).status_code == 302
    assert not Deputy.objects.exists()
    assert signed_in(karl).get(page).status_code == 403
