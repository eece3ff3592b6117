"""What is due for an applicant, soonest first; after the award see awards/agenda.py."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application, Conversation, Document, Message, SupplementRequest
from core import clock
from programmes.models import DocumentRequirement

Status = Application.Status
OVER = (Status.WITHDRAWN, Status.FORMALLY_REJECTED)


@dataclass(frozen=True)
class Duty:
    """Something to do, where, for which project and until when; `is_day`: the hour is midnight."""

    label: str
    url: str
    title: str
    due_at: datetime
    is_day: bool = False

    @property
    def is_late(self) -> bool:
        return self.due_at < clock.now()


def agenda_of(applications: QuerySet[Application]) -> list[Duty]:
    """Return what these applications still need."""
    alive = applications.exclude(status__in=OVER).select_related("project", "call_version__call")
    alive = alive.prefetch_related("call_version__extensions")
    known = {application.pk: application for application in alive}
    duties = [*to_finish(known), *to_follow(known), *to_answer(known), *to_hand_in_again(known)]
    duties += to_write_back(known)
    return sorted(duties, key=lambda duty: duty.due_at)


def to_finish(known: dict[int, Application]) -> Iterator[Duty]:
    """Drafts before their deadline: written by editors, then signed."""
    labels = {
        Status.DRAFT: (_("Antrag fertigstellen"), "task_list"),
        Status.AWAITING_SIGNATURE: (_("Antrag prüfen und einreichen"), "check_application"),
    }
    for application in known.values():
        deadline = application.deadline
        if application.status in labels and deadline >= clock.now():
            label, url_name = labels[application.status]
            yield duty(application, label, url_name, deadline)


def to_follow(known: dict[int, Application]) -> Iterator[Duty]:
    """Documents that may follow a submitted application until a day of their own."""
    submitted = {pk: a for pk, a in known.items() if a.status not in Application.BEFORE_SUBMISSION}
    if not submitted:
        return
    versions = {application.call_version_id for application in submitted.values()}
    awaited = DocumentRequirement.objects.filter(
        call_version__in=versions, required=True, condition_code="", due_at__gte=clock.now()
    )
    handed_in = Document.objects.filter(application__in=submitted, is_current=True)
    present = set(handed_in.values_list("application", "code"))
    for requirement in (one for one in awaited if not one.partner_kinds):
        for pk, application in submitted.items():
            own = requirement.call_version_id == application.call_version_id
            if own and (pk, requirement.code) not in present and requirement.due_at:
                label = _("Nachreichen: %s") % requirement.name
                yield duty(application, label, "documents", requirement.due_at)


def to_answer(known: dict[int, Application]) -> Iterator[Duty]:
    """What the office asked for and still waits for."""
    for supplement in SupplementRequest.objects.filter(application__in=known, closed_at=None):
        application = known[supplement.application_id]
        yield duty(
            application, _("Nachforderung beantworten"), "check_application", supplement.due_at
        )


def to_hand_in_again(known: dict[int, Application]) -> Iterator[Duty]:
    """Revisions under way: only what is submitted counts."""
    begun = Application.with_copies.filter(
        revises__in=known,
        revises__status=Status.SUBMITTED,
        status__in=Application.BEFORE_SUBMISSION,
    )
    for copy in begun.select_related("project", "revises", "call_version__call"):
        if copy.deadline >= clock.now():
            yield duty(copy, _("Überarbeitung einreichen"), "task_list", copy.deadline)


def to_write_back(known: dict[int, Application]) -> Iterator[Duty]:
    """Messages of the office that wait for an answer by a day."""
    rows: Any = Conversation.objects.filter(application__in=known).waiting_for_applicant()
    waiting = {row.wanted: row for row in rows}
    for message in Message.objects.filter(pk__in=waiting):
        conversation = waiting[message.pk]
        application = known[conversation.application_id]
        address = reverse("conversation", args=[application.key, conversation.key])
        title = application.project.title or _("Antrag ohne Titel")
        label = _("Antworten: %s") % conversation.subject
        if message.answer_by:
            yield Duty(label, address, title, end_of(message.answer_by), is_day=True)


def end_of(day: date) -> datetime:
    """Return the last minute of a day in local time."""
    return clock.from_local(datetime.combine(day, time(23, 59)))


def duty(application: Application, label: str, url_name: str, due_at: datetime) -> Duty:
    title = application.project.title or _("Antrag ohne Titel")
    return Duty(label, reverse(url_name, args=[application.key]), title, due_at)
