"""A survey wave: prepared, sent into the field, answered, reminded of, closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Person
from core import audit, clock
from core.actors import SYSTEM, Actor
from core.refusals import EditConflict, Finding, RuleViolation
from core.workflow import Attempt, perform
from reporting import survey_mails
from reporting.models import (
    SurveyAnswer,
    SurveyInvitation,
    SurveyQuestion,
    SurveyResponse,
    SurveyWave,
)
from reporting.permissions import may_answer_survey, may_run_survey

OF_A_WAVE = (
    *("title", "purpose", "consent", "obligatory", "call", "audience", "roles", "closes_on"),
    "reminder_days",
)
OF_A_QUESTION = (
    *("code", "position", "kind", "label", "hint", "reason", "legal_basis", "limit", "options"),
    *("columns", "required", "condition_code", "condition_value"),
)


@transaction.atomic
def begin_wave(fields: Mapping[str, Any], *, by: Person) -> SurveyWave:
    """Begin a survey, or its next wave when there is one of that title."""
    if not may_run_survey(None, by):
        raise PermissionDenied
    known = SurveyWave.objects.select_for_update().filter(title=fields["title"])
    number = (known.aggregate(last=Max("number"))["last"] or 0) + 1
    wave = SurveyWave.objects.create(number=number, **fields)
    audit.record(wave, "begin_wave", by=by, change={"after": {"Welle": str(wave)}})
    return wave


@transaction.atomic
def next_wave(wave: SurveyWave, *, by: Person) -> SurveyWave:
    """Begin the next wave with the same questions, so that answers can be compared."""
    fields = {name: getattr(wave, name) for name in OF_A_WAVE}
    fresh = begin_wave(fields, by=by)
    SurveyQuestion.objects.bulk_create(
        SurveyQuestion(wave=fresh, **{name: getattr(row, name) for name in OF_A_QUESTION})
        for row in wave.questions.all()
    )
    return fresh


@transaction.atomic
def edit_wave(wave: SurveyWave, fields: Mapping[str, Any], *, seen: int, by: Person) -> SurveyWave:
    """Change the basics of a wave that is not in the field."""
    wave = locked_draft(wave, by, seen)
    before = {name: str(getattr(wave, name)) for name in fields}
    for name, value in fields.items():
        setattr(wave, name, value)
    wave.save(update_fields=list(fields))
    after = {name: str(value) for name, value in fields.items()}
    return note(wave, "edit_wave", {"before": before, "after": after}, by)


@transaction.atomic
def save_question(
    wave: SurveyWave, code: str, fields: Mapping[str, Any], *, seen: int, by: Person
) -> SurveyWave:
    """Add a question (`code` empty) or change the one of that code."""
    wave = locked_draft(wave, by, seen)
    if code:
        wave.questions.filter(code=code).update(**fields)
    else:
        last = wave.questions.aggregate(last=Max("position"))["last"] or 0
        SurveyQuestion.objects.create(wave=wave, position=last + 1, **fields)
    return note(wave, "save_survey_question", {"after": dict(fields)}, by)


@transaction.atomic
def remove_question(wave: SurveyWave, code: str, *, seen: int, by: Person) -> SurveyWave:
    wave = locked_draft(wave, by, seen)
    wave.questions.filter(code=code).delete()
    return note(wave, "remove_survey_question", {"before": {"Frage": code}}, by)


@transaction.atomic
def start_wave(wave: SurveyWave, *, by: Person) -> SurveyWave:
    """Send the wave into the field: everybody of the audience is invited by mail."""
    wave = perform(wave, "start", Attempt(by=by))
    invitations = [
        SurveyInvitation(wave=wave, application=one, organisation=one.organisation)
        for one in wave.asked.select_related("organisation").order_by("pk")
    ]
    SurveyInvitation.objects.bulk_create(invitations)
    survey_mails.invite(wave, invitations)
    return wave


@transaction.atomic
def close_wave(wave: SurveyWave, *, by: Person) -> SurveyWave:
    """End the wave; nobody can answer any more."""
    closed: SurveyWave = perform(wave, "close", Attempt(by=by))
    return closed


@transaction.atomic
def remind(wave: SurveyWave, *, by: Actor = SYSTEM) -> int:
    """Write once more to those who have neither answered nor declined, once a day at most."""
    wave = SurveyWave.objects.select_for_update().get(pk=wave.pk)
    if not wave.is_open:
        raise RuleViolation(Finding("not_open", _("Diese Welle nimmt keine Antworten an.")))
    today = clock.today()
    invited: Any = wave.invitations  # django-stubs takes them for those of accounts
    waiting = invited.waiting().exclude(reminded_on=today).exclude(invited_on=today)
    invitations = list(waiting.select_related("organisation"))
    wave.invitations.filter(pk__in=[one.pk for one in invitations]).update(reminded_on=today)
    if invitations:
        survey_mails.invite(wave, invitations, again=True)
        change = {"after": {"Erinnerungen": len(invitations)}}
        audit.record(wave, "remind_of_survey", by=by, change=change)
    return len(invitations)


@transaction.atomic
def answer_survey(
    invitation: SurveyInvitation, answers: Mapping[str, Any], *, by: Person
) -> SurveyResponse:
    """Store the answers once; whoever answers has ticked the consent on the same page."""
    invitation = locked_invitation(invitation, by)
    response = store(invitation, answers, person=by)
    audit.record(invitation, "answer_survey", by=by, change={"after": {"Antworten": len(answers)}})
    return response


@transaction.atomic
def decline_survey(invitation: SurveyInvitation, *, by: Person) -> SurveyInvitation:
    """Say no to a voluntary survey: no more reminders."""
    invitation = locked_invitation(invitation, by)
    if invitation.wave.obligatory:
        sentence = _("Ihr Bescheid verpflichtet zu dieser Befragung.")
        raise RuleViolation(Finding("obligatory", sentence))
    invitation.declined_on = clock.today()
    invitation.save(update_fields=["declined_on"])
    audit.record(invitation, "decline_survey", by=by, change={})
    return invitation


@transaction.atomic
def withdraw_answers(invitation: SurveyInvitation, *, by: Person) -> SurveyInvitation:
    """Take the consent to a voluntary survey back: the answers are deleted (Art. 7 DSGVO).

    Frozen data sets that hold them already stay as they are; they name nobody.
    """
    if not may_answer_survey(invitation, by):
        raise PermissionDenied
    invitation = SurveyInvitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.wave.obligatory:
        sentence = _("Ihr Bescheid verpflichtet zu dieser Befragung.")
        raise RuleViolation(Finding("obligatory", sentence))
    SurveyResponse.objects.filter(invitation=invitation).delete()
    invitation.declined_on = clock.today()
    invitation.save(update_fields=["declined_on"])
    audit.record(invitation, "withdraw_answers", by=by, change={})
    return invitation


@transaction.atomic
def import_answers(
    wave: SurveyWave, rows: Iterable[tuple[SurveyInvitation, Mapping[str, Any]]], *, by: Person
) -> int:
    """Store answers collected with another survey tool: all rows or none."""
    if not may_run_survey(wave, by):
        raise PermissionDenied
    wave = SurveyWave.objects.select_for_update().get(pk=wave.pk)
    if wave.status == SurveyWave.Status.DRAFT:
        raise RuleViolation(Finding("not_started", _("Diese Welle hat noch nicht begonnen.")))
    stored = [store(invitation, answers) for invitation, answers in rows]
    change = {"after": {"Eingelesen": len(stored)}}
    audit.record(wave, "import_survey_answers", by=by, change=change)
    return len(stored)


def store(
    invitation: SurveyInvitation, answers: Mapping[str, Any], person: Person | None = None
) -> SurveyResponse:
    """Create the response; a second one is refused, whoever is first."""
    try:
        with transaction.atomic():
            response = SurveyResponse.objects.create(
                invitation=invitation, person=person, imported=person is None
            )
    except IntegrityError:
        sentence = _("%s hat schon geantwortet.") % invitation.organisation
        raise RuleViolation(Finding("answered", sentence)) from None
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(response=response, code=code, value=value) for code, value in answers.items()
    )
    return response


def locked_draft(wave: SurveyWave, by: Person, seen: int) -> SurveyWave:
    """Lock the wave; refuse in the field, to the wrong person and after somebody else's change."""
    wave = SurveyWave.objects.select_for_update().get(pk=wave.pk)
    if wave.status != SurveyWave.Status.DRAFT:
        sentence = _("Eine Welle im Feld ändert sich nicht. Beginnen Sie die nächste Welle.")
        raise RuleViolation(Finding("in_field", sentence))
    if not may_run_survey(wave, by):
        raise PermissionDenied
    if wave.version != seen:
        raise EditConflict(wave)
    return wave


def locked_invitation(invitation: SurveyInvitation, by: Person) -> SurveyInvitation:
    """Lock an invitation that may be answered now by this person."""
    if not may_answer_survey(invitation, by):
        raise PermissionDenied
    rows = SurveyInvitation.objects.select_for_update(of=("self",)).select_related("wave")
    invitation = rows.get(pk=invitation.pk)
    if not invitation.wave.is_open:
        sentence = _("Diese Befragung ist beendet. Ihre Angaben wurden nicht gespeichert.")
        raise RuleViolation(Finding("not_open", sentence))
    if SurveyResponse.objects.filter(invitation=invitation).exists():
        sentence = _("Für dieses Vorhaben liegt schon eine Antwort vor.")
        raise RuleViolation(Finding("answered", sentence))
    return invitation


def note(wave: SurveyWave, step: str, change: dict[str, Any], by: Actor) -> SurveyWave:
    """Count the change, so that nobody overwrites what they have not seen."""
    wave.version += 1
    wave.save(update_fields=["version"])
    audit.record(wave, step, by=by, change=change)
    return wave
