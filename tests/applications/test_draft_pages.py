"""The pages of a draft: save and go on, keep what was typed, show both versions of a conflict."""

import pytest
from django.urls import reverse

from applications.actions import drafting
from applications.actions.editing import Edit
from core.workflow import Attempt, perform
from tests import cast
from tests.applications.drafts import colleague, new_draft, question, signed_in

pytestmark = pytest.mark.django_db

PAGES = ("task_list", "application_history", "project", "topics", "declarations")
ROWS = ("interactions", "partners", "measures", "indicators")


def answer_url(draft, code="klima"):
    return reverse("answer", args=[draft.key, code])


@pytest.mark.parametrize("name", [*PAGES, *ROWS])
def test_every_page_opens_for_the_editor_and_does_not_exist_for_strangers(name):
    draft = new_draft()
    url = reverse(name, args=[draft.key])
    assert signed_in(cast.editor()).get(url).status_code == 200
    stranger = cast.person("Franz Fremd", "editor", cast.town("Bernau"))
    assert signed_in(stranger).get(url).status_code == 404
    assert signed_in(cast.officer()).get(url).status_code == 404
    assert signed_in(stranger).post(url, {"title": "x"}).status_code in (404, 405)


def test_the_project_is_saved_half_and_leads_to_the_next_section():
    draft = new_draft()
    client = signed_in(cast.editor())
    url = reverse("project", args=[draft.key])
    page = client.post(url, {"title": "Kühle Wege", "starts_on": "1.1.2028", "version": "1"})
    assert page.url == reverse("topics", args=[draft.key])
    later = {"title": "Kühle Wege", "starts_on": "", "version": "2", "then": "later"}
    assert client.post(url, later).url == reverse("task_list", args=[draft.key])
    draft.project.refresh_from_db()
    assert (draft.project.title, draft.project.starts_on) == ("Kühle Wege", None)


def test_what_cannot_be_read_stays_on_the_page_with_its_error():
    draft = new_draft()
    page = signed_in(cast.editor()).post(
        reverse("project", args=[draft.key]),
        {"title": "Kühle Wege", "starts_on": "bald", "ends_on": "1.1.2028", "version": "1"},
    )
    text = page.content.decode()
    assert "<title>Fehler:" in text
    assert 'href="#id_starts_on"' in text
    assert text.count("Geben Sie ein Datum an, zum Beispiel 31.03.2027") == 2
    assert 'value="bald"' in text
    assert 'value="Kühle Wege"' in text


def test_a_project_does_not_end_before_it_begins():
    page = signed_in(cast.editor()).post(
        reverse("project", args=[new_draft().key]),
        {"starts_on": "01.01.2029", "ends_on": "31.12.2028", "version": "1"},
    )
    assert page.context["form"].errors["ends_on"] == ["Das Ende liegt vor dem Beginn"]


def test_the_leading_action_field_is_one_of_the_chosen():
    draft = new_draft()
    client = signed_in(cast.editor())
    url = reverse("topics", args=[draft.key])
    wrong = client.post(url, {"action_fields": ["energie"], "primary": "mobilitaet", "seen": ""})
    assert "Wählen Sie eines der gewählten Handlungsfelder" in wrong.content.decode()
    right = {"action_fields": ["energie", "mobilitaet"], "primary": "mobilitaet", "seen": ""}
    client.post(url, right)
    assert dict(draft.topics.values_list("code", "is_primary")) == {
        "mobilitaet": True,
        "energie": False,
    }


def test_a_question_shows_limit_weight_criterion_and_reason():
    draft = new_draft()
    text = signed_in(cast.editor()).get(answer_url(draft)).content.decode()
    assert "Höchstens 4.000 Zeichen. Die Gutachten bewerten das mit 15 von 100 Punkten." in text
    assert 'data-limit="4000"' in text
    assert "maxlength" not in text
    assert "N1 Klima" in text
    assert question(draft, "klima").reason in text


def test_a_text_over_the_limit_is_stored_whole_and_not_called_finished():
    draft = new_draft()
    client = signed_in(cast.editor())
    long = "x" * 2038
    page = client.post(
        answer_url(draft, "wertschoepfung"), {"value": long, "done": "True", "version": "0"}
    )
    text = page.content.decode()
    assert text.count("Kürzen Sie den Text um 38 Zeichen") == 2
    assert long in text
    assert 'name="version" value="1"' in text
    answer = draft.answers.get(code="wertschoepfung")
    assert (answer.value, answer.done) == (long, False)


def test_a_long_text_may_wait_without_an_error():
    draft = new_draft()
    page = signed_in(cast.editor()).post(
        answer_url(draft, "wertschoepfung"), {"value": "x" * 3000, "done": "False", "version": "0"}
    )
    assert page.status_code == 302
    listed = signed_in(cast.editor()).get(reverse("task_list", args=[draft.key])).content.decode()
    assert "um 1.000 Zeichen" in listed
    assert "Es gibt ein Problem" in listed


def test_an_empty_answer_is_not_finished():
    draft = new_draft()
    page = signed_in(cast.editor()).post(
        answer_url(draft), {"value": "  ", "done": "True", "version": "0"}
    )
    assert "Beantworten Sie die Frage, oder machen Sie später weiter" in page.content.decode()


def test_windows_line_breaks_and_control_characters_do_not_change_a_text():
    draft = new_draft()
    signed_in(cast.editor()).post(
        answer_url(draft), {"value": "Eins\r\n\r\nZw\x00ei", "version": "0"}
    )
    assert draft.answers.get().value == "Eins\n\nZwei"


def test_a_conflict_shows_both_texts_and_three_choices():
    draft = new_draft()
    asked = question(draft, "klima")
    theirs = "Wir messen an 120 Punkten."
    drafting.save_answer(draft, asked, Edit({"value": theirs}, 0), by=colleague())
    client = signed_in(cast.editor())
    mine = {"value": "Wir messen an 180 Punkten.", "done": "True", "version": "0", "then": "next"}
    page = client.post(answer_url(draft), mine)
    text = page.content.decode()
    assert page.status_code == 409
    assert "Karl Kollege hat diesen Abschnitt um" in text
    assert "Beginn nur hier:" in text
    for choice in ("Meine Fassung übernehmen", "Diese Fassung behalten", "Gemeinsame Fassung"):
        assert choice in text
    assert "Wir messen an [180 oder 120] Punkten." in text
    assert draft.answers.get().value == theirs
    client.post(answer_url(draft), dict(page.context["mine"]))
    answer = draft.answers.get()
    assert (answer.value, answer.done, answer.version) == (mine["value"], True, 2)


def test_a_conflict_of_projects_compares_field_by_field():
    draft = new_draft()
    edit = Edit({"title": "Kühle Wege", "level": "city"}, 1)
    drafting.save_project(draft, edit, by=colleague())
    mine = {"title": "Warme Wege", "level": "region", "ends_on": "31.12.2028", "version": "1"}
    page = signed_in(cast.editor()).post(reverse("project", args=[draft.key]), mine)
    entries = {entry["field"].name: entry for entry in page.context["entries"]}
    assert entries["title"]["theirs"] == [("Kühle Wege", False)]
    assert entries["level"]["mine"] == [("Region", False)]
    assert entries["ends_on"]["mine"] == [("31.\xa0Dezember\xa02028", False)]
    assert entries["ends_on"]["theirs"] == [("", False)]
    assert "summary" not in entries


def test_a_conflict_of_topics_and_of_declarations_is_shown_too():
    draft = new_draft()
    drafting.choose_topics(draft, {"energie": True}, seen={}, by=colleague())
    client = signed_in(cast.editor())
    topics = client.post(
        reverse("topics", args=[draft.key]),
        {"action_fields": ["wasser"], "primary": "wasser", "seen": ""},
    )
    assert topics.status_code == 409
    client.post(reverse("topics", args=[draft.key]), form_of(topics))
    assert list(draft.topics.values_list("code", flat=True)) == ["wasser"]
    asked = question(draft, "beginn")
    drafting.save_answers(draft, {asked: Edit({"value": "started"}, 0)}, by=colleague())
    declared = {"beginn": "not_started", "beginn-version": "0", "vorsteuer": "no"}
    page = client.post(reverse("declarations", args=[draft.key]), declared)
    assert [entry["theirs"] for entry in page.context["entries"]] == [
        [("Ja, es hat begonnen.", False)]
    ]
    client.post(reverse("declarations", args=[draft.key]), form_of(page))
    values = dict(draft.answers.values_list("code", "value"))
    assert (values["beginn"], values["vorsteuer"]) == ("not_started", "no")


def form_of(conflict):
    """Return what the button „Meine Fassung übernehmen“ sends."""
    sent = {}
    for name, value in conflict.context["mine"]:
        sent.setdefault(name, []).append(value)
    return sent


def test_questions_that_do_not_apply_stay_visible_without_javascript_and_keep_their_text():
    draft = new_draft()
    client = signed_in(cast.editor())
    url = reverse("declarations", args=[draft.key])
    text = client.get(url).content.decode()
    assert 'data-shown-if="beginn=early_start"' in text
    assert "Nur nötig, wenn Sie „Andere Förderung“ mit „Ja“ beantworten." in text
    client.post(url, {"doppelfoerderung": "no", "doppelfoerderung_liste": "Land: 10.000 €"})
    assert draft.answers.get(code="doppelfoerderung_liste").value == "Land: 10.000 €"


def test_a_text_of_a_declaration_over_its_limit_is_kept_and_reported():
    draft = new_draft()
    page = signed_in(cast.editor()).post(
        reverse("declarations", args=[draft.key]), {"beginn_grund": "x" * 1010}
    )
    assert "Kürzen Sie den Text um 10 Zeichen" in page.content.decode()
    assert len(draft.answers.get(code="beginn_grund").value) == 1010


def test_declarations_have_no_page_of_their_own():
    draft = new_draft()
    assert signed_in(cast.editor()).get(answer_url(draft, "beginn")).status_code == 404


def test_what_is_no_draft_any_more_leads_to_the_list_and_keeps_what_was_typed():
    draft = new_draft()
    perform(draft, "withdraw", Attempt(by=cast.signatory()))
    client = signed_in(cast.editor())
    assert client.get(answer_url(draft)).url == reverse("task_list", args=[draft.key])
    page = client.post(answer_url(draft), {"value": "Mein langer Text", "version": "0"})
    assert page.status_code == 409
    assert "„Zurückgezogen“ und kann nicht geändert werden" in page.content.decode()
    assert "Mein langer Text" in page.content.decode()
