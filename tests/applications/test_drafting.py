"""Drafts are written together: nothing is lost, everything is in the trail."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from applications.actions import drafting
from applications.actions.editing import Edit
from applications.models import Answer, Application
from core import audit
from core.refusals import EditConflict, RuleViolation
from core.workflow import Attempt, perform
from tests import cast
from tests.applications.drafts import colleague, new_draft, question

pytestmark = pytest.mark.django_db


def test_a_saved_project_is_counted_and_recorded_in_german():
    draft = new_draft()
    drafting.save_project(
        draft,
        Edit({"title": "Kühle Wege", "phase": "strategy", "starts_on": date(2028, 1, 1)}, 1),
        by=cast.editor(),
    )
    draft = Application.objects.get()
    assert (draft.project.title, draft.project.version, draft.version) == ("Kühle Wege", 2, 2)
    event = audit.last(draft)
    assert (event.step, event.actor_role) == ("save_project", "Bearbeitung")
    assert event.payload["after"] == {
        "Titel des Vorhabens": "Kühle Wege",
        "Phase": "Strategie",
        "Beginn": "01.01.2028",
    }


def test_of_two_editors_the_second_does_not_overwrite_the_first():
    draft = new_draft()
    drafting.save_project(draft, Edit({"title": "Kühle Wege"}, 1), by=cast.editor())
    with pytest.raises(EditConflict) as conflict:
        drafting.save_project(draft, Edit({"title": "Warme Wege"}, 1), by=colleague())
    assert conflict.value.current.title == "Kühle Wege"
    draft.project.refresh_from_db()
    assert draft.project.title == "Kühle Wege"


def test_writing_the_same_twice_is_no_conflict_and_no_change():
    draft = new_draft()
    for _ in range(2):
        drafting.save_project(draft, Edit({"title": "Kühle Wege"}, 1), by=cast.editor())
    assert (Application.objects.get().version, audit.trail(draft).count()) == (2, 2)


def test_an_answer_keeps_its_own_version_and_author():
    draft = new_draft()
    asked = question(draft, "klima")
    drafting.save_answer(draft, asked, Edit({"value": "Wir messen."}, 0), by=cast.editor())
    answer = drafting.save_answer(
        draft, asked, Edit({"value": "Wir messen viel.", "done": True}, 1), by=colleague()
    )
    assert (answer.version, answer.done) == (2, True)
    assert answer.changed_by_key == colleague().key
    assert audit.last(draft).payload["after"] == {
        asked.title: "messen viel.",
        f"{asked.title}: fertig": True,
    }


def test_two_people_who_begin_the_same_answer_do_not_lose_either():
    draft = new_draft()
    asked = question(draft, "klima")
    drafting.save_answer(draft, asked, Edit({"value": "Mein Text."}, 0), by=cast.editor())
    with pytest.raises(EditConflict) as conflict:
        drafting.save_answer(draft, asked, Edit({"value": "Dein Text."}, 0), by=colleague())
    assert conflict.value.current.value == "Mein Text."
    assert Answer.objects.get().value == "Mein Text."


def test_a_text_over_its_limit_is_stored_whole():
    draft = new_draft()
    asked = question(draft, "wertschoepfung")
    long = "Wort " * asked.limit
    answer = drafting.save_answer(draft, asked, Edit({"value": long}, 0), by=cast.editor())
    answer.refresh_from_db()
    assert answer.value == long


def test_a_page_of_answers_is_saved_whole_or_not_at_all():
    draft = new_draft()
    first, second = question(draft, "beginn"), question(draft, "vorsteuer")
    drafting.save_answers(draft, {first: Edit({"value": "started"}, 0)}, by=colleague())
    with pytest.raises(EditConflict) as conflict:
        drafting.save_answers(
            draft,
            {first: Edit({"value": "not_started"}, 0), second: Edit({"value": "no"}, 0)},
            by=cast.editor(),
        )
    assert list(conflict.value.current) == ["beginn"]
    assert not draft.answers.filter(code="vorsteuer", value="no").exists()


def test_a_question_of_another_call_is_refused():
    draft = new_draft()
    other = cast.open_call(slug="anderer-aufruf").questions.first()
    with pytest.raises(ValueError, match="no question of this call"):
        drafting.save_answer(draft, other, Edit({"value": "x"}, 0), by=cast.editor())


def test_topics_are_chosen_by_name_and_never_over_a_choice_not_seen():
    draft = new_draft()
    chosen = {"mobilitaet": True, "energie": False, "klimawandel": False}
    drafting.choose_topics(draft, chosen, seen={}, by=cast.editor())
    assert dict(draft.topics.values_list("code", "is_primary")) == chosen
    assert audit.last(draft).payload["after"] == {"Auswahl": "Mobilität, Energie, Klimawandel"}
    with pytest.raises(EditConflict) as conflict:
        drafting.choose_topics(draft, {"wasser": True}, seen={}, by=colleague())
    assert conflict.value.current == chosen
    drafting.choose_topics(draft, {"energie": True}, seen=chosen, by=colleague())
    assert dict(draft.topics.values_list("code", "is_primary")) == {"energie": True}


def test_only_people_of_the_organisation_write():
    draft = new_draft()
    stranger = cast.person("Franz Fremd", "editor", cast.town("Bernau"))
    guest = cast.person("Gitta Gast", "guest", cast.town())
    for nobody in (stranger, guest, cast.officer()):
        with pytest.raises(PermissionDenied):
            drafting.save_project(draft, Edit({"title": "x"}, 1), by=nobody)


def test_what_is_no_draft_any_more_cannot_be_changed():
    draft = new_draft()
    withdrawn = perform(draft, "withdraw", Attempt(by=cast.signatory()))
    with pytest.raises(RuleViolation, match="„Zurückgezogen“"):
        drafting.save_project(withdrawn, Edit({"title": "x"}, 1), by=cast.editor())
