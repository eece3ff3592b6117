"""Questions about a call: the public answers, asking, and the office that answers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Organisation
from accounts.permissions import may_read_office
from applications.actions import inquiries as actions
from applications.checks.inquiries import questions_end, why_no_questions
from applications.filters import AnswerFilter
from applications.forms.inquiries import AnswerForm, AskForm
from applications.models import Inquiry
from applications.permissions import may_answer_inquiries
from applications.views.drafts import CONFLICT, typed
from applications.views.starting import my_organisations
from core import clock
from core.history import history_of
from core.refusals import RuleViolation
from programmes.models import Call, CallVersion
from programmes.views.public import frame_of, shown_version

PAGE_SIZE = 100


def asking_about(version: CallVersion) -> dict[str, Any]:
    """Return until when one may ask, or the sentence that says why not."""
    in_force = version if version.published_at else None
    closed = why_no_questions(in_force, clock.now())
    return {"closed": closed[0].sentence if closed else "", "until": questions_end(version)}


@require_GET
def call_answers(request: HttpRequest, slug: str) -> HttpResponse:
    """All published questions and answers of the call, newest first."""
    version = shown_version(request, slug)
    published = Inquiry.objects.published().filter(call=version.call_id)
    chosen = AnswerFilter(request.GET, published, request=request)
    page = Paginator(chosen.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {**frame_of(version), **asking_about(version), "filter": chosen, "page": page}
    context["active"] = bool(request.GET.get("q"))
    return render(request, "applications/call_answers.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask; below stand the questions that the own organisations asked before."""
    version = shown_version(request, slug)
    mine = my_organisations(request)
    if request.method == "POST" and not mine:
        raise PermissionDenied
    form = AskForm(typed(request), organisations=mine)
    refused: Any = ()
    if request.method == "POST" and form.is_valid():
        organisation, text = form.cleaned_data["organisation"], form.cleaned_data["question"]
        try:
            actions.ask_about_call(version.call, organisation, text, by=request.user)
        except RuleViolation as refusal:
            refused = refusal.findings
        else:
            messages.success(
                request, _("Ihre Frage ist gestellt. Die Antwort erhalten Sie per E-Mail.")
            )
            return redirect("ask_about_call", slug)
    context = {**frame_of(version), **asking_about(version), "form": form, "refused": refused}
    context |= {"belongs": bool(mine), "asked": asked_by(mine, version)}
    status = CONFLICT if refused else 200
    return render(request, "applications/ask_about_call.html", context, status=status)


def asked_by(organisations: list[Organisation], version: CallVersion) -> list[Inquiry]:
    """Return what these organisations asked about the call."""
    return list(Inquiry.objects.filter(call=version.call_id, organisation__in=organisations))


@login_required
@require_GET
def inquiries(request: HttpRequest, key: str) -> HttpResponse:
    """The questions of a call as the office works on them: the longest waiting first."""
    if not may_read_office(request.user):
        raise PermissionDenied
    call = get_object_or_404(Call.objects.visible_to(request.user), key=key)
    known = Inquiry.objects.filter(call=call).select_related("organisation")
    page = Paginator(known.published(), PAGE_SIZE).get_page(request.GET.get("page"))
    version = call.published_version
    context = {"call": call, "waiting": known.open().order_by("asked_at", "pk"), "page": page}
    context |= asking_about(version) if version else {}
    return render(request, "applications/inquiries.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def inquiry(request: HttpRequest, key: str) -> HttpResponse:
    """One question: as it was asked, as it is published, and the answer."""
    if not may_read_office(request.user):
        raise PermissionDenied
    one = get_object_or_404(Inquiry.objects.select_related("call", "organisation"), key=key)
    may_answer = may_answer_inquiries(one, request.user)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    form = AnswerForm(typed(request), inquiry=one) if may_answer else None
    refused: Any = ()
    if request.method == "POST" and form and form.is_valid():
        try:
            actions.answer_inquiry(one, form.wording(), by=request.user)
        except RuleViolation as refusal:
            refused = refusal.findings
            one = Inquiry.objects.select_related("call", "organisation").get(pk=one.pk)
        else:
            sentence = _("Veröffentlicht. Wer gefragt hat und alle mit einem Entwurf erfahren es.")
            messages.success(request, sentence)
            return redirect("inquiries", one.call.key)
    context = {"inquiry": one, "call": one.call, "form": form, "refused": refused}
    context["history"] = history_of(one)
    status = CONFLICT if refused else 200
    return render(request, "applications/inquiry.html", context, status=status)
