"""Notices and letters as PDF: sealed when issued, or rendered from the frozen content."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from awards.checks.awarding import findings_against_award
from awards.filters import decided_for, decisions_matching, formally_rejected_for, ordered
from awards.forms import LetterFilterForm
from awards.forms.decisions import SealedFileForm
from awards.models import Award, AwardNotice
from awards.preview import preview_of
from core import clock, pdf, seal
from core.downloads import document
from core.letters import delivered
from core.models import SealedLetter, Snapshot
from evaluation.letters import rejection_content
from evaluation.models import FundingDecision, RejectionLetter

PAGE_SIZE = 50
NOT_SENT = "Entwurf, noch nicht versandt"


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
    context = {
        "form": form,
        "page": page,
        "active": any(asked.values()),
        "formal": formally_rejected_for(request.user),
    }
    return render(request, "awards/letters.html", context)


@login_required
@require_GET
def award_notice(request: HttpRequest, key: str) -> HttpResponse:
    """The award notice of one's own organisation, or for the office."""
    mine = Award.objects.visible_to(request.user)
    notice = get_object_or_404(AwardNotice.objects.filter(award__in=mine), key=key)
    name = f"Zuwendungsbescheid-{notice.award.funding_code}"
    return letter(request, notice.snapshot, name)


@login_required
@require_GET
def rejection_letter(request: HttpRequest, key: str) -> HttpResponse:
    """The rejection letter of one's own organisation, or for the office."""
    found = get_object_or_404(RejectionLetter.objects.visible_to(request.user), key=key)
    number = found.decision.candidacy.application.receipt_number
    return letter(request, found.snapshot, f"Ablehnung-{number}")


def letter(request: HttpRequest, snapshot: Snapshot, name: str) -> HttpResponse:
    """Deliver a letter; when the renderer fails, say so and lose nothing."""
    try:
        content = delivered(snapshot)
    except pdf.PdfUnavailableError:
        return render(request, "errors/pdf.html", status=503)
    return document(content, f"{name}.pdf")


@login_required
@require_GET
def notice_preview(request: HttpRequest, key: str) -> HttpResponse:
    """The notice or letter of a decision that is not sent yet, marked as a draft."""
    standing = get_object_or_404(FundingDecision.objects.visible_to(request.user), key=key)
    if hasattr(standing, "award") or hasattr(standing, "rejection_letter"):
        raise Http404
    is_award = standing.outcome == FundingDecision.Outcome.AWARD
    if is_award and (found := findings_against_award(standing.candidacy)):
        context = {"decision": standing, "findings": found}
        return render(request, "awards/no_preview.html", context)
    try:
        if is_award:
            content = pdf.render("award_notice", preview_of(standing))
        else:
            draft = {**rejection_content(standing, clock.today()), "draft": NOT_SENT}
            content = pdf.render("rejection_letter", draft)
    except pdf.PdfUnavailableError:
        return render(request, "errors/pdf.html", status=503)
    return document(content, f"Entwurf-{standing.candidacy.application.receipt_number}.pdf")


@require_http_methods(["GET", "POST"])
def verify_notice(request: HttpRequest) -> HttpResponse:
    """Is this file, byte for byte, a letter that was sealed here? Anybody may ask."""
    form = SealedFileForm(request.POST or None, request.FILES or None)
    checked = request.method == "POST" and form.is_valid()
    found = None
    if checked:
        found = SealedLetter.objects.filter(sha256=form.checksum()).first()
    context = {"form": form, "checked": checked, "letter": found, "seals": seal.is_configured()}
    return render(request, "awards/verify_notice.html", context)
