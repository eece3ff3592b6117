"""Check everything on one page, hand it to the signatory, submit it once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import represented_signatory
from applications.actions import submission as actions
from applications.checks.entry import declarations
from applications.checks.revision import open_copy, section_closed
from applications.effects import effects_of
from applications.forms.submission import ReturnForm, SubmissionForm, WithdrawalForm
from applications.models import Application
from applications.permissions import is_own_case, may_edit, may_sign, may_withdraw
from applications.reading import chapters_of
from applications.self_check import self_check
from applications.snapshot import content_of
from applications.views.drafts import application_for, sections_for, title_of, typed
from applications.views.links import linked, with_slips
from applications.views.receipts import submission_of
from core import clock
from core.arrival import arrived_at
from core.models import random_key
from core.refusals import RuleViolation
from core.snapshots import thaw
from core.text import plain
from core.workflow import Attempt, steps_open_to

CONFLICT = 409


def own_application(request: HttpRequest, key: str) -> Application:
    """Fetch an application of the person's own organisation; the office has other pages."""
    application = application_for(request, key)
    if not is_own_case(application, request.user):
        raise PermissionDenied
    return application


@login_required
@require_GET
def check_application(request: HttpRequest, key: str) -> HttpResponse:
    """Everything on one page with links to change it; open problems first."""
    application = own_application(request, key)
    return render(request, "applications/check.html", check_context(application, request.user))


def check_context(application: Application, viewer: Any) -> dict[str, Any]:
    """Return what the page shows to this person."""
    may_change = application.is_editable and may_edit(application, viewer)
    return {
        "application": application,
        "title": title_of(application),
        "chapters": chapters_with_links(application, may_change),
        **self_check_for(application, viewer),
        "effects": effects_of(application),
        "may_edit": may_edit(application, viewer),
        "may_sign": may_sign(application, viewer),
        "represented": represented_signatory(viewer, application.organisation),
        "before_submission": application.status in Application.BEFORE_SUBMISSION,
        "steps": open_steps(application, viewer),
        "copy": open_copy(application),
        "return_form": ReturnForm(),
    }


def open_steps(application: Application, by: Any) -> set[str]:
    """Return the names of the steps that are open, as the API says too."""
    return {step.name for step in steps_open_to(application, Attempt(by=by)) if step.is_open}


def self_check_for(application: Application, by: Any) -> dict[str, Any]:
    """Return what is open and what looks like a slip of the pen; after submission nothing is."""
    if application.status not in Application.BEFORE_SUBMISSION:
        return {"open_points": [], "hints": []}
    check = self_check(application, Attempt(by=by))
    return {
        "open_points": with_slips(application, check),
        "hints": linked(application, check.hints),
    }


def chapters_with_links(application: Application, may_change: bool) -> list[dict[str, Any]]:
    """Return what was submitted, before that what is stored, with the address that changes it."""
    if application.receipt_number:
        return chapters_of(thaw(submission_of(application).snapshot))
    urls = {section.code: section.url(application.key) for section in sections_for(application)}
    chapters = chapters_of(plain(content_of(application)))
    for chapter in chapters:
        for passage in chapter["passages"]:
            section = passage["section"]
            is_open = may_change and not section_closed(application, section)
            passage["change_url"] = urls.get(section, "") if is_open else ""
    return chapters


@login_required
@require_POST
def offer_for_signature(request: HttpRequest, key: str) -> HttpResponse:
    """The editors are done."""
    application = own_application(request, key)
    try:
        actions.offer_for_signature(application, by=request.user)
        messages.success(request, _("Der Antrag liegt jetzt zur Zeichnung vor."))
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("check_application", key)


@login_required
@require_POST
def return_to_draft(request: HttpRequest, key: str) -> HttpResponse:
    """Something is still to be changed."""
    application = own_application(request, key)
    form = ReturnForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        actions.return_to_draft(application, by=request.user, note=note)
        messages.success(request, _("Der Antrag ist wieder in Bearbeitung."))
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("check_application", key)


@login_required
@require_http_methods(["GET", "POST"])
def submit_application(request: HttpRequest, key: str) -> HttpResponse:
    """The declarations and one button; what was submitted already leads to its receipt."""
    at = arrived_at(request)
    application = own_application(request, key)
    if not may_sign(application, request.user):
        raise PermissionDenied
    if application.receipt_number or application.status == Application.Status.SUBMITTED:
        return already_submitted(request, application)
    form = SubmissionForm(
        typed(request),
        declarations=declarations(application),
        initial={"version": application.version, "key": random_key()},
    )
    if request.method == "GET":
        return submission_page(request, application, form)
    form.is_valid()
    try:
        actions.submit_once(application, form.handover(at), by=request.user)
    except RuleViolation as refusal:
        return refused(request, application, form, refusal)
    return redirect("receipt", application.main.key)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw_application(request: HttpRequest, key: str) -> HttpResponse:
    """Ask once, then take the application back; what was submitted stays readable."""
    application = own_application(request, key)
    if not may_withdraw(application, request.user):
        raise PermissionDenied
    form = WithdrawalForm(request.POST or None)
    context = {"application": application, "title": title_of(application), "form": form}
    if request.method == "GET" or not form.is_valid():
        return render(request, "applications/withdraw.html", context)
    try:
        actions.withdraw_application(application, by=request.user, note=form.cleaned_data["note"])
    except RuleViolation as refusal:
        context |= {"refused": refusal.findings}
        return render(request, "applications/withdraw.html", context, status=CONFLICT)
    messages.success(request, _("Der Antrag ist zurückgezogen."))
    return redirect("check_application", key)


def already_submitted(request: HttpRequest, application: Application) -> HttpResponse:
    messages.info(request, _("Dieser Antrag ist bereits eingereicht. Hier ist Ihre Quittung."))
    return redirect("receipt", application.main.key)


def refused(
    request: HttpRequest, application: Application, form: SubmissionForm, refusal: RuleViolation
) -> HttpResponse:
    """Say every reason at its place; too late has a page of its own."""
    if any(finding.code == "too_late" for finding in refusal.findings):
        context = {
            "application": application,
            "title": title_of(application),
            "sentence": refusal.findings[0].sentence,
        }
        return render(request, "applications/too_late.html", context, status=CONFLICT)
    others = []
    for finding in refusal.findings:
        if finding.field in form.codes:
            form.add_error(finding.field, finding.sentence)
        else:
            others.append(finding)
    application = application_for(request, application.key)
    form.data = form.data.copy()
    form.data["version"] = application.version
    return submission_page(request, application, form, linked(application, others))


def submission_page(
    request: HttpRequest, application: Application, form: SubmissionForm, found: Any = ()
) -> HttpResponse:
    check = self_check(application, Attempt(by=request.user))
    context = {
        "application": application,
        "title": title_of(application),
        "form": form,
        "refused": found,
        "open_points": linked(application, check.open_points),
        "is_late": clock.now() > application.deadline,
        "represented": represented_signatory(request.user, application.organisation),
    }
    failed = bool(found or form.errors)
    return render(request, "applications/submit.html", context, status=CONFLICT if failed else 200)
