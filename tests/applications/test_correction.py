"""A published call is corrected: a second person publishes, drafts follow, nothing is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.actions.drafting import save_answer, save_answers
from applications.actions.editing import Edit
from applications.actions.migration import publish_correction, reuse_answer
from applications.models import Application, DeadlineExtension
from core import audit
from core.models import OutboxMail
from core.refusals import RuleViolation
from core.snapshots import thaw
from programmes.actions import (
    add_row,
    correct_call,
    edit_basics,
    edit_row,
    mark_of,
    offer_for_publication,
    remove_row,
)
from programmes.models import BudgetYear, CallVersion, Question
from tests import cast
from tests.applications.complete import answer, complete, submit
from tests.applications.drafts import new_draft, question, signed_in

pytestmark = pytest.mark.django_db


def correction(call) -> CallVersion:
    version = correct_call(call, by=cast.officer())
    fields = {"change_note": "Eine Frage war missverständlich."}
    return edit_basics(version, fields=fields, seen=mark_of(version), by=cast.officer())


def change(version: CallVersion, code: str, **fields) -> None:
    row = version.questions.get(code=code)
    edit_row(version, row, fields=fields, seen=mark_of(row), by=cast.officer())


def published(version: CallVersion) -> CallVersion:
    ready = offer_for_publication(CallVersion.objects.get(pk=version.pk), by=cast.officer())
    return publish_correction(ready, seen=ready.version, by=cast.second_officer())


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def test_a_correction_says_all_that_the_published_version_says():
    old = cast.open_call()
    new = correction(old.call)
    assert new.number == 2
    assert old.call.published_version == old
    for rows in (
        "topics",
        "criterion_groups",
        "criteria",
        "chapters",
        "questions",
        "document_requirements",
        "fit_questions",
    ):
        said = [
            [
                str(row),
                *[
                    (f.name, str(getattr(row, f.name)))
                    for f in row._meta.fields[1:]
                    if f.name != "call_version"
                ],
            ]
            for version in (old, new)
            for row in getattr(version, rows).all()
        ]
        half = len(said) // 2
        assert said[:half] == said[half:], rows
    assert {q.chapter.call_version_id for q in new.questions.all()} == {new.pk}
    assert {q.criterion.call_version_id for q in new.questions.exclude(criterion=None)} == {new.pk}
    with pytest.raises(RuleViolation, match="schon eine Fassung"):
        correct_call(old.call, by=cast.officer())


def test_drafts_follow_and_read_what_changed():
    draft = new_draft()
    answer(draft, "ausgangslage", "Hitze in der Stadt.")
    answer(draft, "klima", "Minus 3 Grad.")
    answer(draft, "kooperation", "Mit den Stadtwerken.")
    new = correction(draft.call_version.call)
    change(new, "ausgangslage", limit=100)
    change(new, "klima", kind="number", limit=None)
    remove_row(new, new.questions.get(code="kooperation"), by=cast.officer())
    chapter = new.chapters.get(code="project")
    row = {"code": "neu", "title": "Neues nennen", "label": "Was ist neu?", "kind": "text"}
    add_row(new, Question, fields=row | {"chapter": chapter, "position": 99}, by=cast.officer())
    published(new)

    moved = fresh(draft)
    assert moved.call_version == new
    values = dict(moved.answers.values_list("code", "value"))
    assert values == {"ausgangslage": "Hitze in der Stadt.", "klima": None, "kooperation": None}
    note = moved.call_changes.get()
    assert {one["code"]: one["text"] for one in note.set_aside} == {
        "klima": "Minus 3 Grad.",
        "kooperation": "Mit den Stadtwerken.",
    }
    page = signed_in(cast.editor()).get(reverse("task_list", args=[draft.key])).text
    assert "Der Aufruf wurde geändert" in page
    assert "Eine Frage war missverständlich." in page
    assert "Neu: Frage „Was ist neu?“." in page
    assert "2 Ihrer Antworten haben keine Frage mehr." in page
    everything = signed_in(cast.editor()).get(reverse("call_changes", args=[draft.key])).text
    assert "Mit den Stadtwerken." in everything
    told = OutboxMail.objects.filter(recipient=cast.editor().email).last()
    assert "Was ist neu?" in told.body
    assert audit.trail(moved).filter(step="follow_call").exists()
    assert not list(audit.faults(moved))


def test_more_time_given_to_one_draft_stays_with_it():
    draft = new_draft()
    later = draft.call_version.deadline_at + timedelta(days=5)
    DeadlineExtension.objects.create(
        call_version=draft.call_version,
        application=draft,
        deadline_before=draft.call_version.deadline_at,
        deadline_at=later,
        reason="Hochwasser",
        status="confirmed",
    )
    published(correction(draft.call_version.call))
    assert fresh(draft).deadline == later


def test_the_notice_stays_until_somebody_has_read_it():
    draft = new_draft()
    published(correction(draft.call_version.call))
    editor = signed_in(cast.editor())
    page = reverse("task_list", args=[draft.key])
    assert "Der Aufruf wurde geändert" in editor.get(page).text
    editor.post(reverse("call_changes", args=[draft.key]))
    assert "Der Aufruf wurde geändert" not in editor.get(page).text


def test_an_answer_without_a_question_is_added_to_another_one():
    draft = new_draft()
    answer(draft, "kooperation", "Mit den Stadtwerken.")
    answer(draft, "teilhabe", "Wir fragen alle.")
    new = correction(draft.call_version.call)
    remove_row(new, new.questions.get(code="kooperation"), by=cast.officer())
    published(new)
    note = fresh(draft).call_changes.get()
    target = new.questions.get(code="teilhabe")
    page = reverse("reuse_answer", args=[draft.key, note.key])
    sent = {"code": "kooperation", "question": target.pk}
    assert signed_in(cast.editor()).post(page, sent).status_code == 302
    assert draft.answers.get(code="teilhabe").value == "Wir fragen alle.\n\nMit den Stadtwerken."
    note.refresh_from_db()
    assert note.set_aside[0]["text"] == "Mit den Stadtwerken."  # it stays readable
    with pytest.raises(RuleViolation, match="Text erwartet"):
        reuse_answer(note, "gibt-es-nicht", target, by=cast.editor())


def test_what_is_typed_while_the_call_changes_is_saved_or_stays_on_the_page():
    draft = new_draft()
    editor = signed_in(cast.editor())
    kept, gone = (reverse("answer", args=[draft.key, code]) for code in ("klima", "kooperation"))
    assert 'name="fassung" value="1"' in editor.get(kept).text
    new = correction(draft.call_version.call)
    remove_row(new, new.questions.get(code="kooperation"), by=cast.officer())
    remove_row(new, new.questions.get(code="vorsteuer"), by=cast.officer())
    published(new)
    sent = {"fassung": "1", "version": "0", "value": "Lange getippt."}
    assert editor.post(kept, sent).status_code == 302
    assert draft.answers.get(code="klima").value == "Lange getippt."
    refused = editor.post(gone, sent)
    assert refused.status_code == 409
    assert "Der Aufruf wurde geändert, während Sie geschrieben haben" in refused.text
    assert "Lange getippt." in refused.text
    declared = {"fassung": "1", "vorsteuer": "no", "doppelfoerderung_liste": "Land: 10 Euro"}
    again = editor.post(reverse("declarations", args=[draft.key]), declared)
    assert again.status_code == 409
    assert "Land: 10 Euro" in again.text


def test_what_was_submitted_keeps_its_version_and_copies_stay_with_it():
    application = complete()
    submission = submit(application)
    old = application.call_version
    published(correction(old.call))
    assert fresh(application).call_version == old
    assert thaw(submission.snapshot)["call"]["version"] == 1


def test_a_signatory_who_has_not_read_the_new_version_does_not_submit():
    from applications.actions.submission import submit_application
    from applications.checks.entry import declarations
    from core import clock

    application = complete()
    seen = application.version
    published(correction(application.call_version.call))
    with pytest.raises(RuleViolation) as refusal:
        submit_application(
            fresh(application),
            by=cast.signatory(),
            at=clock.now(),
            confirmed=list(declarations(application)),
            seen=seen,
        )
    assert fresh(application).status == "draft"
    assert refusal.value.findings


def test_a_correction_shortens_nothing_keeps_the_yardstick_and_says_why():
    old = cast.open_call()
    new = correct_call(old.call, by=cast.officer())
    fields = {"deadline_at": old.deadline_at - timedelta(days=1), "fundable_total": 50}
    edit_basics(new, fields=fields, seen=mark_of(new), by=cast.officer())
    document = new.document_requirements.get(code="ratsbeschluss")
    edit_row(new, document, fields={"due_at": None}, seen=mark_of(document), by=cast.officer())
    with pytest.raises(RuleViolation) as refusal:
        offer_for_publication(new, by=cast.officer())
    assert sorted(finding.code for finding in refusal.value.findings) == [
        "change_note",
        "shortened",
        "shortened",
        "yardstick",
    ]
    year = new.call.budget_years.first()
    with pytest.raises(RuleViolation, match="ändert eine Korrektur nicht"):
        edit_row(new, year, fields={"amount": 1}, seen=mark_of(year), by=cast.officer())
    assert BudgetYear.objects.get(pk=year.pk).amount == year.amount


def test_whoever_corrected_does_not_publish():
    new = correction(cast.open_call().call)
    ready = offer_for_publication(CallVersion.objects.get(pk=new.pk), by=cast.officer())
    with pytest.raises(RuleViolation, match="zweite Person"):
        publish_correction(ready, seen=ready.version, by=cast.officer())


def test_the_office_corrects_on_its_pages_and_everybody_reads_what_changed(client):
    old = cast.open_call()
    key = old.call.key
    office = signed_in(cast.officer())
    assert "Aufruf korrigieren" in office.get(reverse("office_call", args=[key])).text
    office.post(reverse("office_call_correct", args=[key]))
    row = reverse("office_call_row", args=[key, "fragen", "klima"])
    assert office.get(row).status_code == 200
    basics = office.get(reverse("office_call_basics", args=[key])).text
    assert "Was sich ändert und warum" in basics
    new = old.call.versions.get(number=2)
    edit_basics(new, fields={"change_note": "Klarer."}, seen=mark_of(new), by=cast.officer())
    change(new, "klima", label="Was wird besser?")
    office.post(reverse("office_call_offer", args=[key]))
    second = signed_in(cast.second_officer())
    page = reverse("publish_correction", args=[key])
    assert page in second.get(reverse("office_call", args=[key])).text
    seen = second.get(page).context["form"]["seen"].value()
    assert second.post(page, {"seen": seen}).status_code == 302
    public = client.get(reverse("call", args=[old.call.slug])).text
    assert "Was sich mit Fassung 2 ändert" in public
    assert "Geändert: Frage „Was wird besser?“ (Frage)." in public


def test_the_preview_asks_and_checks_like_the_form_and_stores_nothing(client):
    from demo.programme import build_draft_call

    version = build_draft_call(cast.officer())
    page = reverse("office_call_preview", args=[version.call.key])
    office = signed_in(cast.officer())
    assert "Wozu brauchen wir das?" in office.get(page).text
    assert "Beantworten Sie diese Frage" in office.post(page, {"beihilfe": "yes"}).text
    assert not Application.objects.exists()
    version.questions.filter(code="klima").update(full_only=True)
    assert version.questions.get(code="klima").label in office.get(page).text
    assert (
        version.questions.get(code="klima").label
        not in office.get(page, {"zuwendung": "100.000"}).text
    )


def test_many_answers_of_one_page_are_saved_all_or_none_across_a_correction():
    draft = new_draft()
    old = [question(draft, code) for code in ("vorsteuer", "beihilfe")]
    new = correction(draft.call_version.call)
    remove_row(new, new.questions.get(code="vorsteuer"), by=cast.officer())
    published(new)
    edits = {one: Edit({"value": "no", "done": True}) for one in old}
    with pytest.raises(RuleViolation, match="Der Aufruf wurde geändert"):
        save_answers(fresh(draft), edits, by=cast.editor())
    assert not draft.answers.exists()
    save_answer(fresh(draft), old[1], Edit({"value": "no"}), by=cast.editor())
    assert draft.answers.get(code="beihilfe").value == "no"
