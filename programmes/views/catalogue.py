"""The question catalogue to take along, and what its criteria count, before any sign-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core import pdf
from programmes.forms.scores import ScoreForm
from programmes.question_document import docx_of
from programmes.question_sheet import sheet_of
from programmes.scores import calculate
from programmes.views.public import frame_of, shown_version

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
def call_questions_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The catalogue as a tagged PDF."""
    version = shown_version(request, slug)
    try:
        sheet = pdf.render("call_questions", sheet_of(version), at=version.published_at)
    except pdf.PdfUnavailableError:
        return render(request, "errors/pdf.html", status=503)
    return download(sheet, "application/pdf", f"Fragenkatalog-{slug}.pdf", version.published_at)


@require_GET
def call_questions_docx(request: HttpRequest, slug: str) -> HttpResponse:
    """The catalogue as a text to write in."""
    version = shown_version(request, slug)
    content = docx_of(sheet_of(version), version.published_at)
    return download(content, DOCX, f"Fragenkatalog-{slug}.docx", version.published_at)


def download(content: bytes, kind: str, name: str, published_at: object) -> HttpResponse:
    """Return a file; of a published version it may be kept for an hour, corrections come."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if published_at:
        headers["Cache-Control"] = "public, max-age=3600"
    return HttpResponse(content, content_type=kind, headers=headers)


@require_GET
def call_scores(request: HttpRequest, slug: str) -> HttpResponse:
    """The points calculator: own scores stand in the address and are stored nowhere."""
    version = shown_version(request, slug)
    form = ScoreForm(version, request.GET if "rechnen" in request.GET else None)
    context = {**frame_of(version), "form": form}
    if form.is_valid():
        context["result"] = calculate(version, form.cleaned_data)
    return render(request, "programmes/call_scores.html", context)
