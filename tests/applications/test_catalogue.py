"""The call's catalogue in an application: chapters, tables, small grants, later answers."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from applications.actions.drafting import save_answer
from applications.actions.editing import Edit
from applications.actions.late_answers import answer_late
from applications.actions.revision import open_revision
from applications.api.sections import desk_of
from applications.checks import open_points
from applications.models import Application
from applications.progress import progress_of
from applications.snapshot import content_of
from core import audit, clock
from core.refusals import RuleViolation
from core.snapshots import thaw
from core.workflow import Attempt, perform
from demo.programme import build_draft_call
from programmes.models import Chapter, Question
from tests import cast
from tests.applications.complete import answer, complete, fill, submit, write_plan
from tests.applications.drafts import signed_in

pytestmark = pytest.mark.django_db
COLUMNS = [
    {"code": "ort", "label": "Ort", "kind": "text"},
    {"code": "euro", "label": "Kosten", "kind": "money"},
]


def draft(*rows: dict, **basics) -> Application:
    """Return a draft to a call that also asks these questions, in a chapter of their own."""
    from applications.actions.drafting import start_application

    version = build_draft_call(cast.officer(), **basics)
    chapter = Chapter.objects.create(
        call_version=version, code="klima", title="Klima", place="project", position=9
    )
    for fields in rows:
        usual = {"label": f"Frage {fields['code']}?", "title": f"{fields['code']} nennen"}
        Question.objects.create(
            call_version=version, chapter=chapter, position=90, **(usual | fields)
        )
    perform(version, "offer_for_publication", Attempt(by=cast.officer()))
    published = perform(version, "publish", Attempt(by=cast.second_officer()))
    return start_application(published.call, cast.town(), by=cast.editor())[0]


def fresh(application: Application) -> Application:
    return Application.with_copies.get(pk=application.pk)


def codes(application: Application) -> set[str]:
    found = open_points(fresh(application), Attempt(by=cast.editor()))
    return {finding.code for finding in found}


def test_a_chapter_of_the_call_is_a_chapter_of_the_task_list():
    application = draft({"code": "wetter", "kind": "text"})
    chapters = progress_of(application, Attempt(by=cast.editor())).chapters()
    assert list(chapters)[:3] == ["Vorhaben", "Klima", "Partner und Beteiligung"]
    page = signed_in(cast.editor()).get(reverse("task_list", args=[application.key])).text
    assert "2. Klima" in page
    assert "7. Prüfen und einreichen" in page


def test_a_table_is_filled_on_its_page_without_a_script():
    application = draft({"code": "orte", "kind": "table", "columns": COLUMNS})
    editor, page = signed_in(cast.editor()), reverse("answer", args=[application.key, "orte"])
    sent = {"version": "0", "value-0-ort": "Mitte", "value-0-euro": "1.250,00", "done": "True"}
    more = editor.post(page, sent | {"value-more": "1"})
    assert more.status_code == 200
    assert 'name="value-2-ort"' in more.text
    assert 'name="version" value="1"' in more.text
    rows = {"value-0-ort": "Mitte", "value-0-euro": "1.250,00", "value-1-ort": "Süd"}
    assert editor.post(page, {"version": "1", "done": "True", **rows}).status_code == 302
    stored = application.answers.get(code="orte")
    assert stored.value[0] == {"ort": "Mitte", "euro": "1250"}
    assert stored.done
    passage = next(a for a in content_of(fresh(application))["answers"] if a["code"] == "orte")
    assert passage["head"] == ("Ort", "Kosten")
    assert passage["rows"][0] == ("Mitte", "1.250,00\N{NO-BREAK SPACE}€")
    wrong = editor.post(page, {"version": "2", "value-0-ort": "Mitte", "value-0-euro": "viel"})
    assert "Zeile 1, „Kosten“: Geben Sie den Betrag in Euro an" in wrong.text
    assert 'value="viel"' in wrong.text
    history = editor.get(reverse("application_history", args=[application.key])).text
    assert "Ort: Süd" in history


def test_two_people_in_one_table_see_both_versions():
    application = draft({"code": "orte", "kind": "table", "columns": COLUMNS})
    question = application.call_version.questions.get(code="orte")
    theirs = [{"ort": "Nord", "euro": ""}]
    save_answer(application, question, Edit({"value": theirs}), by=cast.editor())
    page = reverse("answer", args=[application.key, "orte"])
    answer = signed_in(cast.editor()).post(page, {"version": "0", "value-0-ort": "Mitte"})
    assert answer.status_code == 409
    assert "Mitte · –" in answer.text
    assert "Nord · –" in answer.text


def test_programs_send_a_table_as_a_list_and_read_the_same_sentences():
    application = draft({"code": "orte", "kind": "table", "columns": COLUMNS})
    desk = desk_of(application, "answer-orte", cast.editor())
    desk.write({"version": 0}, {"value": [{"ort": "Mitte", "euro": "12.50"}]})
    assert application.answers.get(code="orte").value == [{"ort": "Mitte", "euro": "12.5"}]
    again = desk_of(application, "answer-orte", cast.editor())
    assert again.state()["values"]["value"] == [{"ort": "Mitte", "euro": "12.5"}]
    with pytest.raises(RuleViolation, match="Zeile 1, „Kosten“"):
        again.write({"version": 1}, {"value": [{"euro": "viel"}]})


def test_below_the_amount_the_shorter_catalogue_is_asked_everywhere():
    application = draft(
        {"code": "gutachten", "kind": "text", "full_only": True},
        full_catalogue_from=Decimal(200_000),
    )
    assert "unanswered_gutachten" in codes(application)  # nothing planned yet: all is asked
    write_plan(application, grant="199999.99")
    assert "unanswered_gutachten" not in codes(application)
    page = signed_in(cast.editor()).get(reverse("task_list", args=[application.key])).text
    assert "gutachten nennen" not in page
    assert "gutachten" not in {a["code"] for a in content_of(fresh(application))["answers"]}
    write_plan(application, grant="200000")
    assert "unanswered_gutachten" in codes(application)
    assert "gutachten" in {a["code"] for a in content_of(fresh(application))["answers"]}
    public = signed_in(cast.editor()).get(
        reverse("call_questions", args=[application.call_version.call.slug])
    )
    assert "Nur ab einer Zuwendung von 200.000,00" in public.text


def test_an_answer_due_later_follows_until_its_own_deadline(client):
    due = clock.now() + timedelta(days=90)
    application = fill(draft({"code": "vertrag", "kind": "text", "due_at": due}))
    application.answers.filter(code="vertrag").delete()
    submission = submit(fresh(application))
    question = application.call_version.questions.get(code="vertrag")
    page = reverse("late_answer", args=[application.key, "vertrag"])
    editor = signed_in(cast.editor())
    assert page in editor.get(reverse("task_list", args=[application.key])).text
    assert "Beantworten Sie diese Frage" in editor.post(page, {"version": "0"}).text
    assert editor.post(page, {"version": "0", "value": "Liegt vor."}).status_code == 302
    assert application.answers.get(code="vertrag").value == "Liegt vor."
    assert audit.last(fresh(application)).step == "answer_late"
    frozen = {a["code"]: a["value"] for a in thaw(submission.snapshot)["answers"]}
    assert frozen["vertrag"] is None  # what was submitted stays
    office = signed_in(cast.officer()).get(reverse("office_application", args=[application.key]))
    assert "Liegt vor." in office.text
    with clock.stopped_at(due + timedelta(seconds=1)), pytest.raises(RuleViolation, match="Frist"):
        answer_late(fresh(application), question, Edit({"value": "x"}, 1), by=cast.editor())
    with clock.stopped_at(due + timedelta(seconds=1)):
        closed = editor.get(page).text
    assert "abgelaufen" in closed
    assert "Liegt vor." in closed
    assert "Antwort nachreichen" not in closed


def test_an_answer_due_later_is_a_finding_only_after_its_deadline():
    due = clock.now() + timedelta(days=90)
    application = draft({"code": "vertrag", "kind": "text", "due_at": due})
    assert "unanswered_vertrag" not in codes(application)
    late = Attempt(by=cast.editor(), at=due + timedelta(seconds=1))
    assert "unanswered_vertrag" in {f.code for f in open_points(fresh(application), late)}


def test_an_answer_that_follows_while_a_revision_is_open_is_not_undone_by_it():
    due = clock.now() + timedelta(days=90)
    application = fill(draft({"code": "vertrag", "kind": "text", "due_at": due}))
    submit(fresh(application))
    copy = open_revision(fresh(application), by=cast.editor())
    question = application.call_version.questions.get(code="vertrag")
    stored = application.answers.get(code="vertrag")
    edit = Edit({"value": "Neuer Stand."}, stored.version)
    answer_late(fresh(application), question, edit, by=cast.editor())
    submit(fresh(copy))
    assert application.answers.get(code="vertrag").value == "Neuer Stand."


def test_a_stored_choice_that_is_not_offered_is_a_finding():
    application = complete()
    answer(application, "vorsteuer", "vielleicht")
    assert codes(application) == {"not_offered_vorsteuer"}
