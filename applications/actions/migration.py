"""A corrected call is published, and every draft follows it; nothing written is lost.

The call is locked first, then one draft after the other, as everywhere. So an edit that runs at
the same moment is stored before its draft moves, or meets the new catalogue; a submission that
runs is complete before, and keeps its version, or finds the new one.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import Person
from applications import mails
from applications.actions.editing import Edit, lock_draft, record_change
from applications.models import Answer, Application, CallChange
from applications.sections import section_code
from core import audit, clock
from core.refusals import Finding, RuleViolation
from programmes.actions import publish_call
from programmes.answers import in_words, is_blank
from programmes.changes import changes_between, losing_their_question, reworded
from programmes.checks import corrected_version
from programmes.models import Call, CallVersion, Question


@dataclass(frozen=True)
class Move:
    """From one version of a call to the next, worked out once for all drafts."""

    old: CallVersion
    new: CallVersion
    sentences: list[str]
    questions: tuple[list[Question], list[Question]]


@transaction.atomic
def publish_correction(version: CallVersion, *, seen: int, by: Person) -> CallVersion:
    """Publish a version; if it corrects another one, the drafts follow in the same transaction."""
    Call.objects.select_for_update().get(pk=version.call_id)
    published = publish_call(version, seen=seen, by=by)
    old = corrected_version(published)
    if old is None:
        return published
    catalogues = (list(old.questions.all()), list(published.questions.all()))
    move = Move(old, published, changes_between(old, published), catalogues)
    drafts = Application.objects.filter(
        call_version__call=published.call, status__in=Application.BEFORE_SUBMISSION
    )
    for pk in drafts.order_by("pk").values_list("pk", flat=True):
        move_draft(pk, move, by)
    return published


def move_draft(pk: int, move: Move, by: Any) -> None:
    """Let one draft follow, unless it was submitted meanwhile."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("organisation")
    draft = rows.get(pk=pk)
    if draft.status not in Application.BEFORE_SUBMISSION:
        return
    draft.call_version = move.new
    draft.save(update_fields=["call_version"])
    draft.extensions.update(call_version=move.new)  # more time given to this one stays
    change = CallChange.objects.create(
        application=draft,
        from_version=move.old,
        to_version=move.new,
        sentences=move.sentences,
        set_aside=set_aside(draft, move),
    )
    reopened = draft.answers.filter(code__in=reworded(*move.questions), done=True)
    reopened.update(done=False)
    after = {"Aufruf": str(move.new), "Antworten ohne Frage": len(change.set_aside)}
    record_change(draft, "follow_call", by=by, change={"after": after})
    mails.tell_correction(draft, change)


def set_aside(draft: Application, move: Move) -> list[dict[str, Any]]:
    """Take the answers that no longer fit out of the form, and return them with their questions."""
    stored = {answer.code: answer for answer in draft.answers.all()}
    given = {code: one.value for code, one in stored.items() if not is_blank(one.value)}
    lost = losing_their_question(*move.questions, given)
    kept = [
        {
            "code": one.code,
            "label": one.label,
            "text": in_words(one, given[one.code]),
            "value": given[one.code],
        }
        for one in lost
    ]
    for question in lost:
        answer = stored[question.code]
        answer.value, answer.done, answer.version = None, False, answer.version + 1
        answer.changed_at = clock.now()
        answer.save(update_fields=["value", "done", "version", "changed_at"])
    return kept


@transaction.atomic
def note_as_read(change: CallChange, *, by: Any) -> None:
    """Somebody of the team has read what changed; the page stays reachable."""
    locked = CallChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if locked.read_at is None:
        locked.read_at = clock.now()
        locked.save(update_fields=["read_at"])
        audit.record(locked.application, "read_call_change", by=by, change={})


@transaction.atomic
def reuse_answer(change: CallChange, code: str, question: Question, *, by: Any) -> Answer:
    """Append a text that was set aside to the answer of another question of the draft."""
    from applications.actions.drafting import save_answer

    text = next((one["text"] for one in change.set_aside if one["code"] == code), "")
    if not text or question.kind != Question.Kind.TEXT:
        raise RuleViolation(Finding("no_text", "Wählen Sie eine Frage, die einen Text erwartet."))
    draft = lock_draft(change.application, section_code(question), by)
    stored = draft.answers.filter(code=question.code).first()
    before = str(stored.value or "") if stored else ""
    edit = Edit(
        {"value": f"{before}\n\n{text}".strip(), "done": False}, stored.version if stored else 0
    )
    return save_answer(draft, question, edit, by=by)
