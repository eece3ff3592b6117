"""Answer a question after the application was submitted, until the question's own deadline."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from applications.actions.drafting import write_answer
from applications.actions.editing import Edit, record_change
from applications.checks.late_answers import why_closed
from applications.checks.revision import open_copy
from applications.models import Answer, Application
from applications.permissions import may_edit
from core import clock
from core.refusals import Finding, RuleViolation
from programmes.answers import problems
from programmes.models import Question


@transaction.atomic
def answer_late(application: Application, question: Question, edit: Edit, *, by: Any) -> Answer:
    """Store the answer beside what was submitted, which stays as it is.

    An open revision gets it too, unless its authors have written something of their own there.
    """
    own = Application.with_copies.select_for_update(of=("self",)).select_related("organisation")
    locked = own.get(pk=application.pk)
    if findings := why_closed(locked, question, clock.now()):
        raise RuleViolation(*findings)
    if not may_edit(locked, by):
        raise PermissionDenied
    if wrong := problems(question, edit.values["value"]):
        section = f"answer-{question.code}"
        raise RuleViolation(*(Finding("late_answer", one, section, "value") for one in wrong))
    before = locked.answers.filter(code=question.code).values_list("value", flat=True).first()
    answer, change = write_answer(locked, question, edit, by)
    if change:
        record_change(locked, "answer_late", by=by, change=change)
        carry_over(locked, question, before, by)
    return answer


def carry_over(application: Application, question: Question, before: Any, by: Any) -> None:
    """Write the answer into the open working copy, so that its return does not undo it."""
    copy = open_copy(application)
    if copy is None:
        return
    new = application.answers.get(code=question.code)
    twin, _ = Answer.objects.get_or_create(
        application=copy, code=question.code, defaults={"version": 0}
    )
    if twin.value == before:
        edit = Edit({"value": new.value, "done": True}, twin.version)
        write_answer(copy, question, edit, by)
