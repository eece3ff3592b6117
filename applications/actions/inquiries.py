"""A municipality asks about a call; the office answers, and everybody hears the answer."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from accounts.models import Organisation
from accounts.permissions import may_edit_for
from applications import mails
from applications.checks.inquiries import answer_is_whole, why_no_questions
from applications.models import Inquiry
from core import audit, clock
from core.refusals import RuleViolation
from core.workflow import Attempt, perform
from programmes.models import Call


@dataclass(frozen=True)
class Wording:
    """Question and answer as everybody will read them, and which version the officer saw."""

    question: str
    answer: str
    seen: int


@transaction.atomic
def ask_about_call(call: Call, organisation: Organisation, text: str, *, by: Any) -> Inquiry:
    """Store the question; the same one sent twice by the same person is one question."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    now = clock.now()
    if findings := why_no_questions(call.published_version, now):
        raise RuleViolation(*findings)
    if not may_edit_for(by, organisation):
        raise PermissionDenied
    inquiry, created = Inquiry.objects.get_or_create(
        call=call,
        organisation=organisation,
        asked_by_key=by.actor_key,
        original=text,
        status=Inquiry.Status.OPEN,
        defaults={"asked_at": now},
    )
    if created:
        audit.record(inquiry, "ask_about_call", by=by, change={"after": {"Frage": text}})
        mails.tell_inquiry(inquiry)
    return inquiry


@transaction.atomic
def answer_inquiry(inquiry: Inquiry, wording: Wording, *, by: Any) -> Inquiry:
    """Publish the answer, or correct a published one; what was asked stays beside it."""
    Call.objects.select_for_update().get(pk=inquiry.call_id)
    stored = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    before = {"Frage": stored.question, "Antwort": stored.answer}
    is_first = stored.status == Inquiry.Status.OPEN
    facts = {"question": wording.question, "answer": wording.answer, "seen": wording.seen}
    attempt = Attempt(by=by, facts=facts)
    if not answer_is_whole(stored, attempt):
        write_words(stored, wording)
    answered = perform(stored, "publish_answer" if is_first else "correct_answer", attempt)
    change = {"before": before, "after": {"Frage": wording.question, "Antwort": wording.answer}}
    audit.record(answered, "word_answer", by=by, change=change)
    mails.tell_answer(answered, corrected=not is_first)
    return answered


def write_words(inquiry: Inquiry, wording: Wording) -> None:
    """Write what will be read; a step that is refused afterwards takes it back."""
    inquiry.question, inquiry.answer = wording.question.strip(), wording.answer.strip()
    if inquiry.number is None:
        known = Inquiry.objects.filter(call=inquiry.call_id).aggregate(last=Max("number"))
        inquiry.number = (known["last"] or 0) + 1
    inquiry.save(update_fields=["question", "answer", "number"])
