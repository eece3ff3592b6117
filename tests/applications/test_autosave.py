"""Autosave answers in JSON and never overwrites anybody."""

import pytest
from django.urls import reverse

from applications.actions import drafting
from applications.actions.editing import Edit
from core.workflow import Attempt, perform
from tests import cast
from tests.applications.drafts import colleague, new_draft, question, signed_in

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}


def test_autosave_tells_when_it_saved_and_from_which_version_to_go_on():
    draft = new_draft()
    client, url = signed_in(cast.editor()), reverse("answer", args=[draft.key, "klima"])
    first = client.post(url, {"value": "Eins", "version": "0"}, headers=AUTOSAVE).json()
    assert first["fields"] == {"version": 1}
    assert first["saved_at"].endswith("Z")
    second = client.post(url, {"value": "Zwei", **first["fields"]}, headers=AUTOSAVE).json()
    assert second["fields"] == {"version": 2}
    assert draft.answers.get().value == "Zwei"


def test_pages_without_one_version_tell_their_own_hidden_fields():
    draft = new_draft()
    client = signed_in(cast.editor())
    topics = client.post(
        reverse("topics", args=[draft.key]),
        {"action_fields": ["energie"], "primary": "energie", "seen": ""},
        headers=AUTOSAVE,
    ).json()
    assert topics["fields"] == {"seen": "energie*"}
    declared = client.post(
        reverse("declarations", args=[draft.key]), {"vorsteuer": "no"}, headers=AUTOSAVE
    ).json()
    assert declared["fields"]["vorsteuer-version"] == 1


def test_autosave_saves_a_text_that_is_too_long_or_not_finished():
    draft = new_draft()
    page = signed_in(cast.editor()).post(
        reverse("answer", args=[draft.key, "klima"]),
        {"value": "x" * 9000, "done": "True", "version": "0"},
        headers=AUTOSAVE,
    )
    assert page.status_code == 200
    assert draft.answers.get().done is False


def test_autosave_reports_a_conflict_a_closed_draft_and_what_it_cannot_read():
    draft = new_draft()
    asked = question(draft, "klima")
    drafting.save_answer(draft, asked, Edit({"value": "Deins"}, 0), by=colleague())
    client, url = signed_in(cast.editor()), reverse("answer", args=[draft.key, "klima"])
    conflict = client.post(url, {"value": "Meins", "version": "0"}, headers=AUTOSAVE)
    assert conflict.status_code == 409
    assert "Karl Kollege" in conflict.json()["message"]
    project = reverse("project", args=[draft.key])
    unreadable = client.post(project, {"starts_on": "bald", "version": "1"}, headers=AUTOSAVE)
    assert unreadable.status_code == 422
    assert "starts_on" in unreadable.json()["errors"]
    perform(draft, "withdraw", Attempt(by=cast.signatory()))
    closed = client.post(url, {"value": "Meins", "version": "1"}, headers=AUTOSAVE)
    assert closed.status_code == 409
    assert "Zurückgezogen" in closed.json()["message"]
