"""How long an application took: one voluntary answer, published as a median of enough answers."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from applications.actions.effort import state_effort
from applications.models import EffortStatement
from core import audit
from core.refusals import RuleViolation
from programmes.models import Call
from tests import cast
from tests.applications.complete import complete, submit, submitted
from tests.applications.drafts import signed_in
from tests.evaluation import casting

pytestmark = pytest.mark.django_db


def call_page(version) -> str:
    return Client().get(reverse("call", args=[version.call.slug])).content.decode()


def states(client, application, hours: str):
    address = reverse("state_effort", args=[application.key])
    return client.post(address, {"hours": hours}, follow=True)


def test_the_receipt_asks_one_question_and_the_answer_can_be_changed():
    application, editor = submitted(), signed_in(cast.editor())
    for hours in ("40", "55"):
        assert "Ihre Angabe ist gespeichert" in states(editor, application, hours).content.decode()
    assert EffortStatement.objects.get().hours == 55
    event = audit.last(application)
    assert event.payload == {"before": {"Stunden": 40}, "after": {"Stunden": 55}}
    receipt = editor.get(reverse("receipt", args=[application.key])).content.decode()
    assert 'value="55"' in receipt and "Angabe ändern" in receipt


@pytest.mark.parametrize("typed", ["", "viel", "0", "-3", "2,5", "99999999999"])
def test_anything_but_hours_is_told_at_the_field_and_stored_nowhere(typed):
    page = states(signed_in(cast.editor()), submitted(), typed)
    assert page.status_code == 200
    assert "Geben Sie eine ganze Zahl von 1 bis 2000 ein" in page.content.decode()
    assert not EffortStatement.objects.exists()


def test_the_call_shows_its_estimate_until_enough_have_answered_then_their_median():
    version = cast.open_call(effort_hours=12)
    limit = version.call.programme.small_number_limit
    for number, hours in enumerate((10, 90, 30, 20, 40)[: limit - 1]):
        application = casting.admitted(version, f"Stadt {number}")
        application.receipt_number = f"DSR-{number}"
        application.save(update_fields=["receipt_number"])
        state_effort(application, hours, by=cast.editor(application.organisation))
    assert "Etwa 12 Stunden (Schätzung des Aufrufs)" in call_page(version)
    application = casting.admitted(version, "Letzte")
    application.receipt_number = "DSR-L"
    application.save(update_fields=["receipt_number"])
    state_effort(application, 40, by=cast.editor(application.organisation))
    page = call_page(version)
    assert "30 Stunden (Median aus 5 Angaben von Antragstellenden)" in page
    assert "Schätzung" not in page.split("Aufwand")[1][:200]


def test_only_the_team_answers_and_only_after_the_submission():
    application = complete()
    with pytest.raises(RuleViolation, match="eingereicht"):
        state_effort(application, 10, by=cast.editor())
    application = submit(application).application
    with pytest.raises(PermissionDenied):
        state_effort(application, 10, by=cast.officer())
    assert Call.objects.filter(effort_answers__isnull=False).count() == 0
