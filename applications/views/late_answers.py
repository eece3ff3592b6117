"""Answers that may follow after the application: one page a question."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.actions.late_answers import answer_late
from applications.checks.late_answers import why_closed
from applications.forms.answers import LateAnswerForm
from applications.models import Application
from applications.views.drafts import CONFLICT, draft_for, title_of, typed
from core import clock
from core.refusals import EditConflict, Finding, RuleViolation
from programmes.answers import in_words
from programmes.forms.questionnaire import wants_rows
from programmes.models import Question


@login_required
@require_http_methods(["GET", "POST"])
def late_answer(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Ask one question whose deadline has not passed."""
    application = draft_for(request, key)
    if application.is_editable:
        return redirect("answer", key, code)
    questions = application.call_version.questions.filter(due_at__isnull=False)
    question = get_object_or_404(questions.select_related("criterion"), code=code)
    stored = application.answers.filter(code=code).first()
    form = LateAnswerForm(typed(request), question=question, answer=stored)
    refused = why_closed(application, question, clock.now())
    if refused and request.method == "GET":
        return closed_page(request, application, question, stored, refused[0].sentence)
    if not refused and request.method == "POST" and form.is_valid():
        try:
            saved = answer_late(application, question, form.edit(), by=request.user)
        except RuleViolation as refusal:
            refused = list(refusal.findings)
        except EditConflict as conflict:
            sentence = _("Die Antwort wurde inzwischen geändert. Ihre Eingaben stehen noch hier.")
            refused = [Finding("changed_since", sentence)]
            form.draw_from(conflict.current)
        else:
            if not wants_rows(request.POST):
                messages.success(
                    request, _("Ihre Antwort ist gespeichert und bei uns eingegangen.")
                )
                return redirect("task_list", key)
            form.draw_from(saved)
    context = {"application": application, "title": title_of(application)}
    context |= {"question": question, "form": form, "refused": refused}
    return render(
        request,
        "applications/late_answer.html",
        context,
        status=CONFLICT if refused else 200,
    )


def closed_page(
    request: HttpRequest, application: Application, question: Question, stored: Any, why: str
) -> HttpResponse:
    """Show what was answered in time, and why nothing can follow any more."""
    context = {
        "application": application,
        "title": title_of(application),
        "question": question,
        "answer": in_words(question, stored.value if stored else None),
        "why_closed": why,
    }
    return render(request, "applications/late_answer.html", context)
