"""Write on the record of an application: messages of both sides, and notes of the office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from applications import mails_correspondence as mails
from applications.checks.correspondence import (
    Words,
    against_an_internal_subject,
    against_subject,
    file_rule,
    findings_against,
    not_on_record_yet,
)
from applications.models import (
    Application,
    Conversation,
    Message,
    MessageDraft,
    MessageFile,
    MessageReading,
)
from applications.permissions import may_edit, may_write_message
from core import audit, clock
from core.files import store_upload
from core.models import random_key
from core.refusals import Finding, RuleViolation
from core.text import clean

ALREADY_SENT = (
    "Mit diesem Formular ist schon eine Nachricht gesendet, mit anderem Inhalt. "
    "Was jetzt hier steht, ist noch nicht gesendet. Senden Sie es noch einmal ab, wenn Sie es "
    "als weitere Nachricht meinen."
)


@transaction.atomic
def begin_conversation(application: Application, subject: str, words: Words, *, by: Any) -> Message:
    """Open a new subject with its first message."""
    application = lock_for_writing(application, by)
    subject = " ".join(clean(subject).split())
    alike = Message.objects.filter(conversation__application=application)
    forget_draft(application, "", by)
    if sent := sent_before(words, alike.filter(conversation__subject=subject), by):
        return sent
    if found := [*against_subject(subject), *findings_against(words, application.call_version)]:
        raise RuleViolation(*found)
    conversation = Conversation.objects.create(
        application=application, subject=subject, begun_at=clock.now()
    )
    return written(conversation, words, by=by)


@transaction.atomic
def answer_conversation(conversation: Conversation, words: Words, *, by: Any) -> Message:
    """Write a further message under the same subject."""
    application = lock_for_writing(conversation.application, by)
    if not Conversation.objects.visible_to(by).filter(pk=conversation.pk).exists():
        raise PermissionDenied
    forget_draft(application, conversation.key, by)
    if sent := sent_before(words, conversation.messages.all(), by):
        return sent
    internal = against_an_internal_subject(conversation, words)
    if found := [*internal, *findings_against(words, application.call_version)]:
        raise RuleViolation(*found)
    return written(conversation, words, by=by)


def lock_for_writing(application: Application, by: Any) -> Application:
    """Lock the application, so that messages follow one another; refuse who may not write."""
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.main.pk)
    if not may_write_message(locked, by):
        raise PermissionDenied
    if found := not_on_record_yet(locked):
        raise RuleViolation(*found)
    return locked


def sent_before(words: Words, alike: QuerySet[Message], by: Any) -> Message | None:
    """Return what was sent under this key already; refuse the key for another text.

    Two windows have two keys: the same words sent again right after one another count once.
    """
    own = Message.objects.filter(actor_key=by.actor_key)
    sent = own.filter(once=words.once).first() if words.once else None
    if sent and sent.text_sha256 != words.digest:
        raise RuleViolation(Finding("already_sent", ALREADY_SENT, field="once"))
    last = alike.order_by("pk").last()
    is_repeated = last and last.actor_key == by.actor_key and last.text_sha256 == words.digest
    return sent or (last if is_repeated and not words.files else None)


def forget_draft(application: Application, place: str, by: Any) -> None:
    """What is sent, or was sent from another window, is no draft; a refusal takes this back."""
    drafts = MessageDraft.objects.filter(application=application, place=place)
    drafts.filter(actor_key=by.actor_key).delete()


def written(conversation: Conversation, words: Words, *, by: Any) -> Message:
    """Store the message with its files and trail, and tell the other side."""
    message = Message(
        conversation=conversation,
        text=clean(words.text).strip(),
        text_sha256=words.digest,
        written_at=clock.now(),
        once=words.once or random_key(),
        **nature_of(conversation.application, words, by),
        **audit.who(by),
    )
    message.save(force_insert=True)
    rule = file_rule(conversation.application.call_version)
    stored = [store_upload(upload, rule, by=by) for upload in words.files]
    MessageFile.objects.bulk_create(MessageFile(message=message, file=file) for file in stored)
    after = {
        "kind": message.kind,
        "is_internal": message.is_internal,
        "text_sha256": message.text_sha256,
        "Anlagen": [f"{file.name} (SHA-256 {file.sha256})" for file in stored],
    }
    audit.record(conversation, "write_message", by=by, change={"after": after})
    mails.tell_message(message, site=words.site)
    return message


def nature_of(application: Application, words: Words, by: Any) -> dict[str, Any]:
    """Return what kind of entry this is: only the office writes notes and asks for answers."""
    if may_edit(application, by):
        return {"kind": Message.Kind.APPLICANT}
    if words.kind not in Message.NOTES:
        return {"kind": Message.Kind.OFFICE, "settles": True, "answer_by": words.answer_by}
    return {
        "kind": words.kind,
        "is_internal": words.is_internal,
        "settles": words.settles,
        "happened_at": words.happened_at,
    }


@transaction.atomic
def note_reading(messages: Iterable[Message], *, by: Any, by_program: bool = False) -> None:
    """Keep who of the other side first read a message, and when; a second look changes nothing."""
    known = MessageReading.objects.filter(message__in=[one.pk for one in messages])
    read = set(known.filter(actor_key=by.actor_key).values_list("message", flat=True))
    MessageReading.objects.bulk_create(
        (
            MessageReading(
                message=one,
                actor_key=by.actor_key,
                actor_role=by.actor_role,
                by_program=by_program,
                read_at=clock.now(),
            )
            for one in messages
            if one.pk not in read
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def keep_draft(
    application: Application, place: str, values: Mapping[str, Any], *, by: Any
) -> MessageDraft:
    """Keep what somebody has typed so far."""
    if not may_write_message(application, by):
        raise PermissionDenied
    once = str(values.get("once", ""))
    if once and Message.objects.filter(actor_key=by.actor_key, once=once).exists():
        raise RuleViolation(Finding("already_sent", "Diese Nachricht ist schon gesendet."))
    draft, _created = MessageDraft.objects.update_or_create(
        application=application,
        place=place,
        actor_key=by.actor_key,
        defaults={"values": dict(values), "changed_at": clock.now()},
    )
    return draft
