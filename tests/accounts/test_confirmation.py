"""An organisation is confirmed by a code sent to a published place; writing starts before."""

import re

import pytest
from django.urls import reverse

from accounts.actions import join_organisation
from accounts.models import Confirmation, Organisation, Role
from applications.checks import open_points
from applications.models import Application
from core.models import OutboxMail
from core.workflow import Attempt
from tests import cast
from tests.applications.complete import complete, submit
from tests.applications.drafts import signed_in

pytestmark = pytest.mark.django_db
PLACE = {"way": "post", "place": "Rathausplatz 1, 09999 Neuland", "source": "Impressum"}


@pytest.fixture
def newcomer():
    """Somebody who has just begun to work for a town that nobody has confirmed."""
    town = cast.town("Neuland", confirmed_on=None)
    person = cast.person("Nele Neu")
    join_organisation(town, by=person)
    return cast.person("Nele Neu")


def request() -> Confirmation:
    return Confirmation.objects.get()


def code_from(page) -> str:
    return re.search(r"al-receipt__no\">([a-z0-9-]+)<", page.content.decode())[1]


def send_code(officer=None, **place) -> str:
    client = signed_in(officer or cast.officer())
    return code_from(client.post(reverse("confirmation", args=[request().key]), PLACE | place))


def enter(person, code):
    return signed_in(person).post(
        reverse("confirm_organisation", args=[request().organisation.key]), {"code": code}
    )


def test_joining_asks_the_office_and_says_when_the_code_may_be_expected(newcomer):
    assert request().status == Confirmation.Status.REQUESTED
    page = signed_in(newcomer).get(reverse("team")).content.decode()
    assert "Die Bestätigung Ihrer Organisation ist beantragt" in page
    assert f"{request().expected_on.year}" in page


def test_the_code_confirms_the_organisation_and_the_team_hears_of_it(newcomer):
    code = send_code()
    assert enter(newcomer, code.upper().replace("-", " ")).status_code == 302
    assert request().status == Confirmation.Status.CONFIRMED
    assert Organisation.objects.get(name="Neuland").confirmed_on
    assert OutboxMail.objects.filter(recipient=newcomer.email, subject__contains="bestätigt")


def test_the_code_is_shown_once_and_stored_nowhere(newcomer):
    code = send_code()
    assert code.replace("-", "") not in str(Confirmation.objects.values())
    page = signed_in(cast.officer()).get(reverse("confirmation", args=[request().key]))
    assert code not in page.content.decode()


def test_a_wrong_code_is_refused_and_after_five_the_right_one_is_too(newcomer):
    code = send_code()
    for _ in range(5):
        assert "Dieser Code stimmt nicht." in enter(newcomer, "2222-2222").content.decode()
    assert "zu oft falsch" in enter(newcomer, code).content.decode()
    assert enter(newcomer, send_code()).status_code == 302


def test_a_code_goes_only_to_a_published_place(newcomer):
    client = signed_in(cast.officer())
    page = client.post(reverse("confirmation", args=[request().key]), PLACE | {"source": " "})
    assert "wo sie veröffentlicht ist" in page.content.decode()
    assert request().status == Confirmation.Status.REQUESTED


def test_nobody_confirms_their_own_organisation(newcomer):
    cast.person("Olaf Ordentlich", Role.EDITOR, cast.town("Neuland"))
    client = signed_in(cast.officer())
    assert client.post(reverse("confirmation", args=[request().key]), PLACE).status_code == 403


def test_a_request_that_nobody_there_knows_of_is_ended_and_can_be_made_again(newcomer):
    close = reverse("close_confirmation", args=[request().key])
    signed_in(cast.officer()).post(close, {"note": "Die Stadt weiß nichts davon."})
    assert request().status == Confirmation.Status.CLOSED
    page = reverse("confirm_organisation", args=[cast.town("Neuland").key])
    signed_in(newcomer).post(page)
    assert Confirmation.objects.filter(status=Confirmation.Status.REQUESTED).count() == 1


def test_the_office_finds_requests_by_search_and_status(newcomer):
    client = signed_in(cast.auditor())
    address = reverse("confirmations")
    assert "Neuland" in client.get(address, {"q": "neul", "status": "requested"}).content.decode()
    assert "Keine Anfrage passt" in client.get(address, {"status": "closed"}).content.decode()


def test_writing_and_handing_to_the_signatory_need_no_confirmation_but_submitting_does():
    application = complete(cast.town("Neuland", confirmed_on=None))
    attempt = Attempt(by=cast.editor(application.organisation))
    assert [point.code for point in open_points(application, attempt)] == [
        "organisation_not_confirmed"
    ]
    client = signed_in(cast.editor(application.organisation))
    client.post(reverse("offer_for_signature", args=[application.key]))
    application = Application.objects.get(pk=application.pk)
    assert application.status == Application.Status.AWAITING_SIGNATURE
    with pytest.raises(Exception, match="noch nicht bestätigt"):
        submit(application)
    Organisation.objects.filter(name="Neuland").update(confirmed_on="2026-01-05")
    assert submit(Application.objects.get(pk=application.pk)).receipt_number
