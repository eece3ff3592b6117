"""The archive: closed awards, their files, and what was deleted after its retention."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import may_read_office
from awards.actions import archiving as actions
from awards.archive_file import build
from awards.checks.archive import retention_ends_on
from awards.forms import NoteForm
from awards.forms.overseeing import OversightFilterForm
from awards.models import ArchivedFile, Award
from awards.permissions import may_care_for_award
from awards.views.choices import choices_of
from core.downloads import document
from core.history import history_of
from core.pdf import PdfUnavailableError
from core.refusals import RuleViolation
from core.snapshots import thaw
from core.workflow import Attempt, steps_open_to

PAGE_SIZE = 50
DECIDING = (
    ("delete_content", "aussondern", gettext_lazy("Aussondern")),
    ("delete_content", "zurueckgeben", gettext_lazy("Zurückgeben")),
)
STEPS = ("bilden", "vorschlagen", "zurueckgeben", "aussondern")


class HandOverForm(forms.Form):
    """Who took the file over."""

    handed_over = forms.CharField(
        label=gettext_lazy("Übergeben an"),
        help_text=gettext_lazy("Archiv und Nummer der Übergabe, oder warum niemand übernimmt"),
        max_length=300,
        required=False,
    )


@login_required
@require_GET
def archive(request: HttpRequest) -> HttpResponse:
    """Every closed award with the end of its retention."""
    if not may_read_office(request.user):
        raise PermissionDenied
    form = OversightFilterForm(request.GET)
    query = form.cleaned_data["q"].strip() if form.is_valid() else ""
    rule = "decision__candidacy__application__call_version__guideline_version"
    closed = Award.objects.exclude(final_notice=None)
    if query:
        by_name = Q(organisation__name__icontains=query)
        closed = closed.filter(by_name | Q(funding_code__icontains=query))
    parts = ("organisation", "final_notice", "archived_file", rule)
    rows = closed.select_related(*parts).order_by("final_notice__final_on", "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    entries = [{"award": award, "until": retention_ends_on(award)} for award in page]
    context = {"form": form, "page": page, "entries": entries, "active": bool(query)}
    return render(request, "awards/archive.html", context)


def award_for(request: HttpRequest, key: str) -> Award:
    if not may_read_office(request.user):
        raise PermissionDenied
    return get_object_or_404(Award.objects.exclude(final_notice=None), key=key)


@login_required
@require_GET
def archived_award(request: HttpRequest, key: str) -> HttpResponse:
    """One closed award: its file, who took it over, and the protocol of the deletion."""
    award = award_for(request, key)
    archived = ArchivedFile.objects.filter(award=award).first()
    steps: dict[str, Any] = {}
    if archived:
        found = steps_open_to(archived, Attempt(by=request.user))
        steps = {step.name: step for step in found}
    allowed = {name for name, step in steps.items() if step.allowed}
    context = {
        "award": award,
        "archived": archived,
        "until": retention_ends_on(award),
        "files": thaw(archived.manifest)["files"] if archived else [],
        "protocol": thaw(archived.protocol) if archived and archived.protocol else None,
        "steps": steps,
        "may_build": may_care_for_award(award, request.user),
        "hand_over_form": HandOverForm(initial={"handed_over": archived and archived.handed_over}),
        "choices": choices_of("archive_step", key, DECIDING, allowed),
        "note_form": NoteForm(),
        "history": history_of(archived) if archived else None,
    }
    return render(request, "awards/archived_award.html", context)


@login_required
@require_GET
def archive_zip(request: HttpRequest, key: str) -> HttpResponse:
    """The whole file; after its deletion there is none."""
    award = award_for(request, key)
    archived = get_object_or_404(ArchivedFile, award=award)
    if archived.status == ArchivedFile.Status.DELETED:
        raise Http404
    try:
        content, _manifest = build(award)
    except PdfUnavailableError:
        return render(request, "errors/pdf.html", status=503)
    return document(content, f"Akte-{award.funding_code}.zip", "application/zip")


@login_required
@require_POST
def archive_step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """Build the file, propose its deletion, give it back, delete."""
    award = award_for(request, key)
    if step not in STEPS:
        raise Http404
    try:
        messages.success(request, taken(request, award, step))
    except PdfUnavailableError:
        return render(request, "errors/pdf.html", status=503)
    except RuleViolation as refusal:
        for finding in refusal.findings:
            messages.error(request, str(finding))
    return redirect("archived_award", key=key)


def taken(request: HttpRequest, award: Award, step: str) -> str:
    """Take the step and say what happened."""
    if step == "bilden":
        actions.build_archive(award, by=request.user)
        return _("Die Akte ist gebildet.")
    archived = get_object_or_404(ArchivedFile, award=award)
    if step == "vorschlagen":
        handed_over = request.POST.get("handed_over", "")[:300]
        actions.propose_deletion(archived, handed_over, by=request.user)
        return _("Vorgeschlagen. Aussondern muss eine zweite Person.")
    if step == "zurueckgeben":
        actions.give_back_deletion(archived, by=request.user, note=request.POST.get("note", ""))
        return _("Zurückgegeben.")
    actions.delete_content(archived, by=request.user)
    return _("Ausgesondert. Das Protokoll steht auf dieser Seite.")
