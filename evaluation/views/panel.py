"""The jury: who sits in it, its sessions, and a new session on a frozen ranking."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import has_role, is_officer
from core.refusals import RuleViolation
from evaluation.actions import panel as actions
from evaluation.forms.panel import AppointmentForm, SessionForm, panel_memberships
from evaluation.models import PanelSession, Ranking
from evaluation.panel_permissions import PANEL_ROLES
from evaluation.views.fetching import REFUSED, entered, only_office, page_of


@login_required
@require_GET
def panel(request: HttpRequest) -> HttpResponse:
    """The office's view: members with their institution, all sessions."""
    only_office(request)
    members = panel_memberships()
    if query := request.GET.get("q", "").strip():
        members = members.filter(person__name__icontains=query) | members.filter(
            organisation__name__icontains=query
        )
    sessions = PanelSession.objects.select_related("ranking__call_version__call")
    context = {
        "page": page_of(request, members),
        "query": query,
        "sessions": sessions,
        "may_act": is_officer(request.user),
    }
    return render(request, "evaluation/panel.html", context)


@login_required
@require_GET
def my_sessions(request: HttpRequest) -> HttpResponse:
    """The sessions in which one has a seat."""
    if not has_role(request.user, *PANEL_ROLES):
        raise PermissionDenied
    rows = PanelSession.objects.visible_to(request.user)
    context = {"sessions": rows.select_related("ranking__call_version__call")}
    return render(request, "evaluation/my_sessions.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest) -> HttpResponse:
    """Give somebody a role in the jury."""
    if not is_officer(request.user):
        raise PermissionDenied
    form = AppointmentForm(entered(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.appoint(**form.cleaned_data, by=request.user)
        except RuleViolation as refusal:
            for finding in refusal.findings:
                form.add_error(finding.field or None, str(finding))
        else:
            messages.success(request, _("%s gehört jetzt zur Jury.") % made.person)
            return redirect("panel")
    return render(request, "evaluation/panel_appoint.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def prepare_session(request: HttpRequest, key: str) -> HttpResponse:
    """Set up a session on a frozen ranking."""
    rows = Ranking.objects.visible_to(request.user).select_related("call_version__call")
    ranking = get_object_or_404(rows, key=key)
    if not is_officer(request.user):
        raise PermissionDenied
    form = SessionForm(entered(request), version=ranking.call_version)
    refused = False
    if request.method == "POST" and form.is_valid():
        try:
            session = actions.prepare_session(ranking, form.appointment(), by=request.user)
        except RuleViolation as refusal:
            refused = True
            for finding in refusal.findings:
                form.add_error(finding.field or None, str(finding))
        else:
            messages.success(
                request, _("Die Sitzung ist vorbereitet. Die Mitglieder sind geladen.")
            )
            return redirect("panel_session", session.key)
    context = {"form": form, "ranking": ranking, "version": ranking.call_version}
    status = REFUSED if refused else 200
    return render(request, "evaluation/panel_prepare.html", context, status=status)
