"""Start an application and write its project, topics and answers."""

from collections.abc import Mapping
from os.path import commonprefix
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Organisation
from accounts.permissions import may_edit_for
from applications.actions.applicant import as_known
from applications.actions.contacts import name_known
from applications.actions.editing import Edit, apply_edit, lock_draft, record_change
from applications.actions.state_aid import list_known_aid
from applications.checks.consortium import against_leading
from applications.models import Answer, Application, ChosenTopic, Project
from applications.sections import section_code
from core import audit, clock
from core.refusals import EditConflict, Finding, RuleViolation
from core.text import german, plain
from programmes.answers import in_words, keeps_its_meaning
from programmes.models import Call, CallVersion, Question


@transaction.atomic
def start_application(
    call: Call, organisation: Organisation, *, by: Any
) -> tuple[Application, bool]:
    """Return the organisation's application to the call, and whether it was created now."""
    call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if not may_edit_for(by, organisation):
        raise PermissionDenied
    running = Application.objects.exclude(status=Application.Status.WITHDRAWN)
    existing = running.filter(call_version__call=call, organisation=organisation).first()
    if existing:
        return existing, False
    version = call.published_version
    if version is None:
        raise RuleViolation(Finding("not_published", "Der Aufruf ist noch nicht veröffentlicht."))
    if findings := against_starting(version, organisation):
        raise RuleViolation(*findings)
    application = Application.objects.create(call_version=version, organisation=organisation)
    Project.objects.create(application=application)
    as_known(application).save()
    name_known(application, by)
    list_known_aid(application)
    change = {"after": {"Aufruf": str(version), "Organisation": organisation.name}}
    audit.record(application, "start_application", by=by, change=change)
    return application, True


def against_starting(version: CallVersion, organisation: Organisation) -> list[Finding]:
    """Return why this organisation cannot start an application to the call now."""
    now, found = clock.now(), []
    if now < version.opens_at:
        sentence = f"Der Aufruf beginnt erst am {german(version.opens_at)}."
        found.append(Finding("not_open", sentence))
    if now > version.closes_at:
        sentence = f"Die Frist ist am {german(version.closes_at)} abgelaufen."
        found.append(Finding("too_late", sentence))
    known = Organisation.objects.may_apply().filter(pk=organisation.pk).exists()
    if not known or organisation.kind not in version.eligible_kinds:
        sentence = f"„{organisation.name}“ kann sich auf diesen Aufruf nicht bewerben."
        found.append(Finding("not_eligible", sentence, field="organisation"))
    return found + against_leading(version, organisation)


@transaction.atomic
def save_project(application: Application, edit: Edit, *, by: Any) -> Project:
    """Write the project's basics."""
    application = lock_draft(application, "project", by)
    project = Project.objects.get(application=application)
    if change := apply_edit(project, edit):
        record_change(application, "save_project", by=by, change=change)
    return project


@transaction.atomic
def choose_topics(
    application: Application, chosen: Mapping[str, bool], *, seen: Mapping[str, bool], by: Any
) -> None:
    """Choose action fields and challenges; True marks the main one.

    `seen` is the choice the person started from: another stored one is a conflict.
    """
    application = lock_draft(application, "topics", by)
    stored = dict(application.topics.values_list("code", "is_primary"))
    if stored == dict(chosen):
        return
    if stored != dict(seen):
        raise EditConflict(stored)
    application.topics.all().delete()
    ChosenTopic.objects.bulk_create(
        ChosenTopic(application=application, code=code, is_primary=main)
        for code, main in chosen.items()
    )
    names = dict(application.call_version.topics.values_list("code", "name"))
    change = {
        side: {"Auswahl": in_order(choice, names)}
        for side, choice in (("before", stored), ("after", chosen))
    }
    record_change(application, "choose_topics", by=by, change=change)


def in_order(chosen: Mapping[str, bool], names: Mapping[str, str]) -> str:
    """Return the names of the choice as one text, the main one first."""
    codes = sorted(chosen, key=lambda code: (not chosen[code], code))
    return ", ".join(names.get(code, code) for code in codes)


@transaction.atomic
def save_answer(application: Application, question: Question, edit: Edit, *, by: Any) -> Answer:
    """Write one answer: `value`, and `done` when the editors call the section finished."""
    application = lock_draft(application, section_code(question), by)
    answer, change = write_answer(application, question, edit, by)
    if change:
        record_change(application, "save_answer", by=by, change=change)
    return answer


@transaction.atomic
def save_answers(
    application: Application, edits: Mapping[Question, Edit], *, by: Any
) -> dict[str, Answer]:
    """Write the answers of one page, all or none, as one entry of the trail."""
    application = lock_draft(application, "declarations", by)
    answers, conflicts = {}, {}
    change: dict[str, Any] = {"before": {}, "after": {}}
    for question, edit in edits.items():
        try:
            answers[question.code], part = write_answer(application, question, edit, by)
        except EditConflict as conflict:
            conflicts[question.code] = conflict.current
            continue
        for side in part:
            change[side] |= part[side]
    if conflicts:
        raise EditConflict(conflicts)
    if change["after"]:
        record_change(application, "save_answers", by=by, change=change)
    return answers


def write_answer(
    application: Application, question: Question, edit: Edit, by: Any
) -> tuple[Answer, dict[str, Any]]:
    """Save one answer of the locked application; return it and the change under its title."""
    question = question_of(application, question, edit)
    answer, _ = Answer.objects.get_or_create(
        application=application, code=question.code, defaults={"version": 0}
    )
    values = {name: plain(value) for name, value in edit.values.items()}
    before, done = answer.value, answer.done
    if not apply_edit(answer, Edit(values, edit.version)):
        return answer, {}
    answer.changed_at, answer.changed_by_key = clock.now(), by.actor_key
    answer.save(update_fields=["changed_at", "changed_by_key"])
    said = [None if one is None else in_words(question, one) for one in (before, answer.value)]
    old, new = passage(*said)
    change = {"before": {question.title: old}, "after": {question.title: new}}
    if done != answer.done:
        change["after"][f"{question.title}: fertig"] = answer.done
    return answer, change


def question_of(application: Application, asked: Question, edit: Edit) -> Question:
    """Return the question as the application's call asks it now.

    A correction of the call may have come in between: then the answer is taken if it still fits.
    """
    if asked.call_version_id == application.call_version_id:
        return asked
    of_this_call = Question.objects.filter(call_version__call=asked.call_version.call_id)
    if not of_this_call.filter(call_version=application.call_version_id).exists():
        raise ValueError(f"{asked.code} is no question of this call")
    now = of_this_call.filter(call_version=application.call_version_id, code=asked.code).first()
    if now and keeps_its_meaning(asked, now, plain(edit.values["value"])):
        return now
    sentence = (
        f"Der Aufruf wurde geändert, während Sie geschrieben haben: Die Frage „{asked.title}“ gibt "
        "es so nicht mehr. Ihre Eingaben stehen noch auf dieser Seite. Bitte kopieren Sie sie."
    )
    raise RuleViolation(Finding("call_changed", sentence))


def passage(before: Any, after: Any) -> tuple[Any, Any]:
    """Return what differs between two texts, in whole words; other values as they are.

    >>> passage("Wir messen an 120 Punkten.", "Wir messen an 180 Punkten.")
    ('120', '180')
    """
    if not (isinstance(before, str) and isinstance(after, str)):
        return before, after
    old, new = before.split(" "), after.split(" ")
    start = len(commonprefix([old, new]))
    old, new = old[start:], new[start:]
    end = len(commonprefix([old[::-1], new[::-1]]))
    return " ".join(old[: len(old) - end]), " ".join(new[: len(new) - end])
