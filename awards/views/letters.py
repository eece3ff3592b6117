"""Notices and letters as PDF, rendered on request from the frozen content."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from awards.filters import decided_for, decisions_matching, ordered
from awards.forms import LetterFilterForm
from awards.models import Award, AwardNotice
from core import pdf
from core.models import Snapshot
from core.snapshots import thaw
from evaluation.models import RejectionLetter

PAGE_SIZE = 50


@login_required
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """What was decided on the applications of my organisations, with notice or letter."""
    form = LetterFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = ordered(
        decisions_matching(decided_for(request.user), asked), request.GET.get("sort", "")
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "active": any(asked.values())}
    return render(request, "awards/letters.html", context)


@login_required
@require_GET
def award_notice(request: HttpRequest, key: str) -> HttpResponse:
    """The award notice of one's own organisation, or for the office."""
    mine = Award.objects.visible_to(request.user)
    notice = get_object_or_404(AwardNotice.objects.filter(award__in=mine), key=key)
    name = f"Zuwendungsbescheid-{notice.award.funding_code}"
    return letter(request, "award_notice", notice.snapshot, name)


@login_required
@require_GET
def rejection_letter(request: HttpRequest, key: str) -> HttpResponse:
    """The rejection letter of one's own organisation, or for the office."""
    found = get_object_or_404(RejectionLetter.objects.visible_to(request.user), key=key)
    number = found.decision.candidacy.application.receipt_number
    return letter(request, "rejection_letter", found.snapshot, f"Ablehnung-{number}")


def letter(request: HttpRequest, template: str, snapshot: Snapshot, name: str) -> HttpResponse:
    """Render a frozen letter; when the renderer fails, say so and lose nothing."""
    try:
        content = pdf.render(template, thaw(snapshot), at=snapshot.created_at)
    except pdf.PdfUnavailableError:
        return render(request, "errors/pdf.html", status=503)
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
