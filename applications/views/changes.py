"""What a correction of the call changed for one draft, and what lost its question."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from applications.actions.migration import note_as_read, publish_correction, reuse_answer
from applications.forms.changes import ReuseForm
from applications.models import Application, CallChange
from applications.sections import section_code
from applications.views.drafts import CONFLICT, draft_for, title_of
from core.refusals import RuleViolation
from programmes.models import Question
from programmes.views import steps

PUBLISH_CORRECTION = replace(
    steps.PUBLISH,
    explanation=gettext_lazy(
        "Die neue Fassung gilt sofort. Alle Entwürfe folgen ihr, und wer daran arbeitet, erhält "
        "eine E-Mail. Was eingereicht ist, bleibt bei seiner Fassung."
    ),
    perform=lambda version, form, user: publish_correction(
        version, seen=form.cleaned_data["seen"], by=user
    ),
)


@login_required
@require_http_methods(["GET", "POST"])
def call_changes(request: HttpRequest, key: str) -> HttpResponse:
    """All changes of the call since the draft was begun; POST: they are read."""
    application = draft_for(request, key)
    if request.method == "POST":
        for change in application.call_changes.filter(read_at=None):
            note_as_read(change, by=request.user)
        messages.success(request, _("Der Hinweis ist als gelesen vermerkt."))
        return redirect("task_list", key)
    return page(request, application)


@login_required
@require_http_methods(["POST"])
def reuse(request: HttpRequest, key: str, change: str) -> HttpResponse:
    """Add a text that was set aside to another answer; it stays here too."""
    application = draft_for(request, key)
    form = ReuseForm(request.POST, questions=texts_of(application))
    if not form.is_valid():
        return page(request, application, form)
    moved = get_object_or_404(application.call_changes, key=change)
    question = form.cleaned_data["question"]
    try:
        reuse_answer(moved, form.cleaned_data["code"], question, by=request.user)
    except RuleViolation as refusal:
        return page(request, application, form, refused=refusal.findings)
    messages.success(request, _("Der Text ist angefügt. Bitte lesen Sie die Antwort noch einmal."))
    if section_code(question) == "declarations":
        return redirect("declarations", key)
    return redirect("answer", key, question.code)


def page(
    request: HttpRequest, application: Application, sent: Any = None, refused: Any = ()
) -> HttpResponse:
    changes = [
        {"change": change, "lost": lost_of(change, application, sent)}
        for change in application.call_changes.select_related("to_version")
    ]
    context = {"application": application, "title": title_of(application), "changes": changes}
    context |= {"form": sent, "refused": refused, "unread": any_unread(application)}
    status = CONFLICT if refused else 200
    return render(request, "applications/call_changes.html", context, status=status)


def lost_of(change: CallChange, application: Application, sent: Any) -> list[dict[str, Any]]:
    """Return each answer that was set aside, with the form that adds it elsewhere."""
    questions = texts_of(application)
    return [
        {
            **one,
            "form": sent
            if sent is not None and sent["code"].value() == one["code"]
            else ReuseForm(
                questions=questions, initial={"code": one["code"]}, auto_id=f"{one['code']}_%s"
            ),
        }
        for one in change.set_aside
    ]


def texts_of(application: Application) -> Any:
    return application.call_version.questions.filter(kind=Question.Kind.TEXT)


def any_unread(application: Application) -> bool:
    return application.call_changes.filter(read_at=None).exists()
