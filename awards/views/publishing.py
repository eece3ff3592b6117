"""The result of a call: proposed and published by the office, read by everyone."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import is_officer, may_read_office
from awards.actions import publishing as actions
from awards.forms import NoteForm
from awards.models import ListPublication
from awards.permissions import may_publish_list
from awards.publishing import list_of
from core.refusals import RuleViolation
from core.snapshots import thaw
from evaluation.views.fetching import version_for

Status = ListPublication.Status


@require_GET
def call_result(request: HttpRequest, slug: str) -> HttpResponse:
    """What was funded, by which criteria, by whose advice, and where the ranking was left."""
    published = ListPublication.objects.filter(call__slug=slug, status=Status.PUBLISHED)
    latest = published.select_related("call", "snapshot").order_by("-published_at").first()
    if latest is None:
        raise Http404
    context = {"publication": latest, "call": latest.call, "content": thaw(latest.snapshot)}
    return render(request, "awards/call_result.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def publication(request: HttpRequest, slug: str) -> HttpResponse:
    """The list as it would be published now, or the one that waits for a second person."""
    version = version_for(request, slug)
    if request.method == "POST":
        if not is_officer(request.user):
            raise PermissionDenied
        try:
            actions.propose_publication(version, by=request.user)
            messages.success(request, _("Vorgelegt. Eine zweite Person veröffentlicht."))
            return redirect("publication", slug)
        except RuleViolation as refusal:
            messages.error(request, str(refusal))
    rows = ListPublication.objects.filter(call=version.call).select_related("snapshot")
    waiting = rows.filter(status=Status.PROPOSED).first()
    context = {
        "version": version,
        "call": version.call,
        "waiting": waiting,
        "content": thaw(waiting.snapshot) if waiting else list_of(version),
        "may_propose": is_officer(request.user) and waiting is None,
        "may_publish": waiting is not None and may_publish_list(waiting, request.user),
        "note_form": NoteForm(),
        "earlier": rows.exclude(status=Status.PROPOSED),
    }
    return render(request, "awards/publication.html", context)


@login_required
@require_POST
def decide_publication(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """The second person publishes, or gives the list back."""
    if not may_read_office(request.user):
        raise PermissionDenied
    waiting = get_object_or_404(ListPublication.objects.select_related("call"), key=key)
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        if step == "veroeffentlichen":
            actions.publish_list(waiting, by=request.user)
            messages.success(
                request, _("Veröffentlicht. Die Seite des Aufrufs zeigt das Ergebnis.")
            )
        else:
            actions.give_list_back(waiting, note=note, by=request.user)
            messages.success(request, _("Zurückgegeben."))
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("publication", waiting.call.slug)
