"""The deadline: to the millisecond, by form and API, behind a proxy; longer by two people only."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import localtime

from applications.actions.extension import MoreTime, confirm_extension, propose_extension
from applications.checks.entry import declarations
from applications.models import Application, DeadlineExtension
from core.models import OutboxMail
from core.refusals import RuleViolation
from programmes.models import Call
from tests import cast
from tests.applications.complete import complete
from tests.applications.drafts import signed_in

pytestmark = pytest.mark.django_db
INSTANTS = [(-1, True), (0, True), (1, False)]
DAY = timedelta(days=1)


def press(application, **headers):
    ticked = dict.fromkeys(declarations(application), "on") | {"version": application.version}
    url = reverse("submit_application", args=[application.key])
    return signed_in(cast.signatory()).post(url, ticked, headers=headers)


def call(application, **headers):
    body = {"confirmed": list(declarations(application)), "version": application.version}
    url = f"/api/v1/antraege/{application.key}/submit/"
    client = signed_in(cast.signatory())
    return client.post(url, body, content_type="application/json", headers=headers)


@pytest.mark.parametrize(("milliseconds", "accepted"), INSTANTS)
@pytest.mark.parametrize(("way", "yes"), [(press, 302), (call, 200)])
def test_a_thousandth_of_a_second_decides(way, yes, milliseconds, accepted):
    application = complete()
    at = application.deadline + timedelta(milliseconds=milliseconds)
    with time_machine.travel(at, tick=False):
        answered = way(application)
    assert answered.status_code == (yes if accepted else 409)
    assert Application.objects.get().status == ("submitted" if accepted else "draft")


@pytest.mark.parametrize(("proxies", "accepted"), [(1, True), (0, False)])
@pytest.mark.parametrize(("way", "yes"), [(press, 302), (call, 200)])
def test_only_a_trusted_proxy_may_say_when_a_request_arrived(way, yes, proxies, accepted, settings):
    settings.TRUSTED_PROXIES = proxies
    settings.SECURE_PROXY_SSL_HEADER = None
    application = complete()
    stamp = f"t={application.deadline.timestamp():.3f}"
    with time_machine.travel(application.deadline + timedelta(seconds=30), tick=False):
        answered = way(application, **{"X-Request-Start": stamp})
    assert answered.status_code == (yes if accepted else 409)


@pytest.mark.parametrize(
    ("proxies", "said"), [(1, "bei uns eingeht"), (0, "das Portal Ihren Antrag entgegennimmt")]
)
def test_the_call_says_which_instant_counts(client, proxies, said, settings):
    settings.TRUSTED_PROXIES = proxies
    version = cast.open_call()
    page = client.get(reverse("call", args=[version.call.slug])).content.decode()
    assert f"Es zählt der Zeitpunkt, zu dem {'Ihr Antrag ' if proxies else ''}{said}" in page


def extended(application, *, only=None, by=DAY):
    version = application.call_version
    wanted = MoreTime(application.deadline + by, "Störung des Portals.", only)
    proposed = propose_extension(version, wanted, by=cast.officer())
    return confirm_extension(proposed, by=cast.second_officer())


def test_more_time_for_all_needs_two_people_and_reaches_every_draft():
    application = complete()
    cast.signatory()
    first = application.deadline
    extended(application)
    application = Application.objects.get()
    assert application.deadline == first + DAY
    assert Call.objects.open(first + DAY).exists()
    mails = OutboxMail.objects.filter(subject__startswith="Mehr Zeit")
    assert {mail.recipient for mail in mails} == {cast.editor().email, cast.signatory().email}
    with time_machine.travel(first + DAY, tick=False):
        assert press(application).status_code == 302


def test_more_time_for_one_helps_only_this_one():
    application = complete()
    first = application.deadline
    extended(application, only=application)
    assert Application.objects.get().deadline == first + DAY
    assert not Call.objects.open(first + DAY).exists()
    other = cast.town("Bernau")
    second = Application.objects.create(call_version=application.call_version, organisation=other)
    assert second.deadline == first


def test_nobody_confirms_the_own_proposal():
    application = complete()
    wanted = MoreTime(application.deadline + DAY, "Störung.")
    proposed = propose_extension(application.call_version, wanted, by=cast.officer())
    url = reverse("confirm_extension", args=[proposed.key])
    assert signed_in(cast.officer()).post(url).status_code == 403
    assert signed_in(cast.second_officer()).post(url).status_code == 302
    assert DeadlineExtension.objects.get().status == "confirmed"


def test_shortening_is_refused_and_a_reason_needed():
    application = complete()
    page = reverse("extensions", args=[application.call_version.call.key])
    client = signed_in(cast.officer())
    sooner = localtime(application.deadline - DAY).strftime("%d.%m.%Y %H:%M")
    answered = client.post(page, {"deadline_at": sooner, "reason": "Eilt."})
    assert answered.status_code == 409
    assert "Verkürzt wird eine Frist nicht" in answered.content.decode()
    with pytest.raises(RuleViolation) as refused:
        extended(application, by=-DAY)
    assert refused.value.findings[0].code == "shortened"
    later = localtime(application.deadline + DAY).strftime("%d.%m.%Y %H:%M")
    assert client.post(page, {"deadline_at": later, "reason": ""}).status_code == 200
    assert not DeadlineExtension.objects.exists()
