"""The record of what was written, as pages, exports and the archive read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Person
from applications.models import Application, Conversation, Message, MessageFile, MessageReading
from applications.permissions import corresponds_as_office


@dataclass(frozen=True)
class Entry:
    """A message as a page draws it: names looked up, and who of the other side read it."""

    message: Message
    author: str
    is_own_side: bool
    readings: tuple[tuple[str, MessageReading], ...]


def to_be_read(messages: QuerySet[Message], user: Any) -> QuerySet[Message]:
    """Return what the other side wrote for this person and this person has not read."""
    read = MessageReading.objects.filter(message=OuterRef("pk"), actor_key=user.actor_key)
    return messages.filter(~Exists(read), is_internal=False)


def unread_by(user: Any) -> QuerySet[Message]:
    """Return what the office wrote to the person's own organisations, oldest first."""
    written = Message.objects.visible_to(user).exclude(kind=Message.Kind.APPLICANT)
    mine = [one.organisation_id for one in user.current_memberships if one.is_applicant]
    return to_be_read(written.filter(conversation__application__organisation__in=mine), user)


def unanswered_by_office(officer: Any) -> QuerySet[Conversation]:
    """Return the subjects in which an organisation waits for this office's answer."""
    return Conversation.objects.visible_to(officer).waiting_for_office()


def conversations_of(application: Application, user: Any) -> list[Conversation]:
    """Return the subjects that this person may read, the latest written in first."""
    rows: Any = application.conversations.visible_to(user).with_turns()
    return list(rows.order_by("-last_at", "-pk"))


def messages_of(conversation: Conversation, user: Any) -> list[Message]:
    visible = Message.objects.visible_to(user).filter(conversation=conversation)
    return list(visible.prefetch_related("files__file", "readings"))


def entries_of(messages: Iterable[Message], application: Application, user: Any) -> list[Entry]:
    """Return messages with names; readings count only of the side that was written to."""
    shown = list(messages)
    keys = {one.actor_key for one in shown} | {
        reading.actor_key for one in shown for reading in one.readings.all()
    }
    names = dict(Person.objects.filter(key__in=keys).values_list("key", "name"))
    as_office = corresponds_as_office(application, user)
    return [
        Entry(
            message=one,
            author=names.get(one.actor_key, ""),
            is_own_side=(one.kind != Message.Kind.APPLICANT) == as_office,
            readings=tuple((names.get(r.actor_key, ""), r) for r in one.readings.all()),
        )
        for one in shown
    ]


def written_to(messages: Iterable[Message], application: Application, user: Any) -> list[Message]:
    """Return what the other side wrote for this person's side; nobody is told of internal notes."""
    as_office = corresponds_as_office(application, user)
    from_applicant = Message.Kind.APPLICANT
    return [
        one for one in messages if (one.kind == from_applicant) == as_office and not one.is_internal
    ]


def record_of(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """Return messages as plain values, for archive, export and API."""
    return [
        {
            "conversation": one.conversation.key,
            "subject": one.conversation.subject,
            "key": one.key,
            "kind": one.kind,
            "kind_label": one.get_kind_display(),
            "is_internal": one.is_internal,
            "written_at": one.written_at,
            "written_by": one.actor_role,
            "organisation": one.actor_organisation,
            "happened_at": one.happened_at,
            "answer_by": one.answer_by,
            "text": one.text,
            "text_sha256": one.text_sha256,
            "files": [
                {"key": part.key, "name": part.file.name, "sha256": part.file.sha256}
                for part in one.files.all()
            ],
            "read": [{"by": r.reader, "at": r.read_at} for r in one.readings.all()],
        }
        for one in messages
    ]


def record_for(application: Application, user: Any = None) -> list[Message]:
    """Return all messages of an application in order, or those that this person may read."""
    rows = Message.objects.visible_to(user) if user else Message.objects.all()
    of_it = rows.filter(conversation__application=application).order_by("conversation", "pk")
    parts = of_it.select_related("conversation").prefetch_related("files__file", "readings")
    return list(parts)


def sent_with(messages: Iterable[Message]) -> QuerySet[MessageFile]:
    """Return the files of these messages, to choose one."""
    files = MessageFile.objects.filter(message__in=[one.pk for one in messages])
    return files.select_related("file")


def files_of(messages: Iterable[Message]) -> Iterator[MessageFile]:
    for one in messages:
        yield from one.files.all()
