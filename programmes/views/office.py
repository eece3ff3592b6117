"""The office's calls: the list, a new call, one call with everything, its history."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import clock
from core.history import history_of
from core.refusals import Finding
from core.workflow import Attempt, OpenStep, steps_open_to
from programmes import overview, permissions
from programmes.actions import create_call
from programmes.filters import OfficeCallFilter
from programmes.forms.base import facts_of
from programmes.forms.basics import BasicsForm, NewCallForm
from programmes.models import Call, CallVersion
from programmes.views.sections import SECTIONS

PAGE_SIZE = 50
STEP_PAGES = {
    "offer_for_publication": "office_call_offer",
    "publish": "office_call_publish",
    "return_to_draft": "office_call_return",
}


@login_required
@require_GET
def office_calls(request: HttpRequest) -> HttpResponse:
    """All calls, drafts too."""
    refuse_others(request)
    versions = CallVersion.objects.newest().select_related("call__programme")
    chosen = OfficeCallFilter(request.GET, versions, request=request)
    page = Paginator(chosen.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "page": page,
        "rows": [(version, *overview.state_of(version)) for version in page],
        "active": any(request.GET.get(name) for name in ("q", "state", "status")),
        "may_prepare": permissions.may_prepare_calls(None, request.user),
    }
    return render(request, "programmes/office_calls.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def office_call_create(request: HttpRequest) -> HttpResponse:
    """Begin a call: the guideline version brings its terms and its catalogue."""
    if not permissions.may_prepare_calls(None, request.user):
        raise PermissionDenied
    form = NewCallForm(CallVersion(), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        guideline = form.cleaned_data["guideline"]
        version = create_call(guideline, by=request.user, basics=form.basics(), budget={})
        messages.success(request, _("Der Entwurf ist angelegt."))
        return redirect("office_call", key=version.call.key)
    return render(request, "programmes/office_call_create.html", {"form": form})


@login_required
@require_GET
def office_call(request: HttpRequest, key: str) -> HttpResponse:
    """One call with everything, what stands against its publication, and the next step."""
    version = version_for_office(request, key)
    steps = list(steps_open_to(version, Attempt(by=request.user)))
    form = BasicsForm(version, instance=version)
    context = {
        **page_of(request, version),
        "parts": [(title, facts_of(fields)) for title, fields in form.parts()],
        "sections": [(section, list(section.lines(version))) for section in SECTIONS.values()],
        "offers": [offer(step, version) for step in steps],
        "changes": overview.changes_of(version),
        "may_correct": version.published_at is not None
        and version.closes_at >= clock.now()
        and permissions.may_prepare_calls(version, request.user),
    }
    return render(request, "programmes/office_call.html", context)


@login_required
@require_GET
def office_call_history(request: HttpRequest, key: str) -> HttpResponse:
    """Who did what and when, and whether the chain of entries is whole."""
    version = version_for_office(request, key)
    rows = (section.model for section in SECTIONS.values())
    context = {**page_of(request, version), "history": history_of(version, Call, *rows)}
    return render(request, "programmes/office_call_history.html", context)


def refuse_others(request: HttpRequest) -> None:
    if not permissions.may_read_calls_in_preparation(request.user):
        raise PermissionDenied


def version_for_office(request: HttpRequest, key: str) -> CallVersion:
    """Return the newest version of the call; 404 to strangers, 403 to the wrong role."""
    call = get_object_or_404(Call.objects.visible_to(request.user), key=key)
    refuse_others(request)
    return overview.with_content(call.versions.order_by("-number"))[0]


def page_of(request: HttpRequest, version: CallVersion) -> dict[str, Any]:
    """What every office page of a call knows."""
    label, tone = overview.state_of(version)
    is_draft = version.status == CallVersion.Status.DRAFT
    return {
        "version": version,
        "call": version.call,
        "state": label,
        "tone": tone,
        "may_edit": is_draft and permissions.may_prepare_calls(version, request.user),
    }


def offer(step: OpenStep, version: CallVersion) -> dict[str, Any]:
    """A step with the address of its page, each reason with the address to put it right."""
    reasons = [linked(reason, version.call.key) for reason in step.reasons]
    shown = {"label": step.label, "is_open": step.is_open, "allowed": step.allowed}
    return {
        "step": {**shown, "reasons": reasons},
        "url": reverse(page_of_step(step.name, version), args=[version.call.key]),
    }


def page_of_step(step: str, version: CallVersion) -> str:
    """Publishing a correction also moves the drafts, which an app that knows them does."""
    is_correction = step == "publish" and version.number > 1
    return "publish_correction" if is_correction else STEP_PAGES[step]


def linked(reason: Finding, key: str) -> dict[str, str]:
    """Return the sentence and where to put it right."""
    if reason.section == "grunddaten":
        url = reverse("office_call_basics", args=[key])
        return {"sentence": reason.sentence, "url": f"{url}#id_{reason.field}"}
    if reason.section in SECTIONS:
        url = reverse("office_call_rows", args=[key, reason.section])
        return {"sentence": reason.sentence, "url": url}
    return {"sentence": reason.sentence, "url": ""}
