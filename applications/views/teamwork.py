"""One section as the team sees it: care, content, comments and approval; and the guests."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.views.team import site_of
from applications.actions import guests as guest_actions
from applications.actions import teamwork as actions
from applications.forms.teamwork import CommentForm, GuestForm, ShareForm
from applications.models import Application, Guest, SectionComment
from applications.permissions import is_own_case, may_edit
from applications.sections import Section
from applications.teamwork import digest_of, passages_of
from applications.views.drafts import application_for, draft_for, sections_for, title_of, typed
from core.refusals import EditConflict, RuleViolation

CONFLICT = 409


def shared_section(request: HttpRequest, key: str, code: str) -> tuple[Application, Section]:
    """Fetch a draft of one's own organisation, or that one may read as a guest, and its section."""
    application = application_for(request, key)
    if not is_own_case(application, request.user):
        raise PermissionDenied
    section = next((one for one in sections_for(application) if one.code == code), None)
    if section is None:
        raise Http404
    return application, section


@login_required
@require_GET
def section(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """What the section says now, who looks after it, and what is said about it."""
    application, shown = shared_section(request, key, code)
    return section_page(request, application, shown)


def section_page(
    request: HttpRequest, application: Application, shown: Section, **more: Any
) -> HttpResponse:
    """Draw the page; a form with errors or a refusal comes with `more`."""
    people = ("person", "approver")
    care = application.cares.filter(section=shown.code).select_related(*people).first()
    passage = passages_of(application).get(shown.code)
    digest = digest_of(passage)
    before = application.status in Application.BEFORE_SUBMISSION
    context = {
        "application": application,
        "title": title_of(application),
        "section": shown,
        "edit_url": shown.url(application.key) if may_change(application, request.user) else "",
        "chapters": [{"title": shown.chapter, "passages": [asdict(passage)]}] if passage else [],
        "digest": digest,
        "care": care,
        "is_approved": care is not None and care.approved_digest == digest,
        "may_approve": before and care is not None and care.approver == request.user,
        "may_resolve": before and may_edit(application, request.user),
        "may_comment": before,
        "comments": application.comments.filter(section=shown.code).select_related(
            "author", "resolved_by"
        ),
        "share": ShareForm(None, application=application, care=care),
        "comment": CommentForm(auto_id="comment_%s"),
    } | more
    status = CONFLICT if more.get("refused") else 200
    return render(request, "applications/shared_section.html", context, status=status)


def may_change(application: Application, user: Any) -> bool:
    return application.is_editable and may_edit(application, user)


@login_required
@require_POST
def share_section(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Say who is responsible, until when, and who approves."""
    application, shown = shared_section(request, key, code)
    if not may_edit(application, request.user):
        raise PermissionDenied
    form = ShareForm(typed(request), application=application, care=None)
    if not form.is_valid():
        return section_page(request, application, shown, share=form, form=form)
    seen = form.cleaned_data.pop("version")
    try:
        share = actions.Share(**form.cleaned_data)
        actions.share_section(application, code, share, seen=seen, by=request.user)
        messages.success(request, _("Die Zuständigkeit ist gespeichert."))
    except EditConflict:
        messages.error(request, _("Jemand hat das gerade geändert. Bitte prüfen Sie den Stand."))
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("section", key, code)


@login_required
@require_POST
def approve_section(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """The person who was asked approves what they have read."""
    application, shown = shared_section(request, key, code)
    care = application.cares.filter(section=code).first()
    if care is None or care.approver != request.user:
        raise PermissionDenied
    try:
        actions.approve_section(
            application, shown.code, seen=request.POST.get("seen", ""), by=request.user
        )
        messages.success(request, _("Der Abschnitt ist intern freigegeben."))
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("section", key, code)


@login_required
@require_POST
def write_comment(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Leave a remark."""
    application, shown = shared_section(request, key, code)
    form = CommentForm(typed(request), auto_id="comment_%s")
    if not form.is_valid():
        return section_page(request, application, shown, comment=form, form=form)
    try:
        actions.write_comment(application, code, form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Der Kommentar ist gespeichert."))
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("section", key, code)


@login_required
@require_POST
def resolve_comment(request: HttpRequest, key: str, comment_key: str) -> HttpResponse:
    """Settle a remark."""
    application = draft_for(request, key)
    rows = SectionComment.objects.filter(application=application)
    comment = get_object_or_404(rows, key=comment_key)
    try:
        actions.resolve_comment(comment, by=request.user)
        messages.success(request, _("Der Kommentar ist erledigt."))
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("section", key, comment.section)


@login_required
@require_http_methods(["GET", "POST"])
def guests(request: HttpRequest, key: str) -> HttpResponse:
    """Who reads along from outside, and until when; editors invite."""
    application = draft_for(request, key)
    form = GuestForm(typed(request))
    if request.method == "POST" and form.is_valid():
        visitor = guest_actions.Visitor(**form.cleaned_data)
        try:
            guest_actions.invite_guest(application, visitor, by=request.user, site=site_of(request))
            messages.success(request, _("Die Einladung an %s ist unterwegs.") % visitor.email)
            return redirect("guests", key)
        except RuleViolation as refusal:
            for finding in refusal.findings:
                form.add_error(finding.field or None, finding.sentence)
    context = {
        "application": application,
        "title": title_of(application),
        "guests": application.guests.select_related("invitation__accepted_by"),
        "form": form,
        "may_invite": application.is_editable,
    }
    return render(request, "applications/guests.html", context)


@login_required
@require_POST
def end_guest(request: HttpRequest, key: str, guest_key: str) -> HttpResponse:
    """End a guest's access today."""
    application = draft_for(request, key)
    guest = get_object_or_404(Guest.objects.filter(application=application), key=guest_key)
    guest_actions.end_guest(guest, by=request.user)
    messages.success(request, _("Der Zugang ist beendet."))
    return redirect("guests", key)
