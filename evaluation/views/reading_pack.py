"""Everything to read in one file: shown with sizes first, logged when it is taken along."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.permissions import is_reviewer
from core import clock
from core.downloads import document
from core.pdf import PdfUnavailableError
from evaluation import actions
from evaluation.models import Assignment
from evaluation.reading_pack import FRAME, may_be_taken_along, pack, size_of

UNAVAILABLE = gettext_lazy(
    "Die PDF-Dateien lassen sich gerade nicht erstellen. Bitte versuchen Sie es später."
)


@login_required
@require_GET
def reading_pack(request: Any) -> HttpResponse:
    """What the file holds and how large it is; what is missing waits for a declaration."""
    if not is_reviewer(request.user):
        raise PermissionDenied
    try:
        rows = [(one, size_of(one, clock.today())) for one in may_be_taken_along(request.user)]
    except PdfUnavailableError:
        messages.error(request, UNAVAILABLE)
        return redirect("my_reviews")
    undeclared = Assignment.objects.visible_to(request.user).filter(
        reviewer__person=request.user, status=Assignment.Status.ASSIGNED
    )
    context = {
        "rows": rows,
        "size": sum(size + FRAME for _one, size in rows),
        "undeclared": undeclared.count(),
    }
    return render(request, "evaluation/reading_pack.html", context)


@login_required
@require_GET
def reading_pack_zip(request: HttpRequest) -> HttpResponse:
    """The file itself; the office sees for each application that it was taken along."""
    if not is_reviewer(request.user):
        raise PermissionDenied
    assignments = may_be_taken_along(request.user)
    if not assignments:
        return redirect("reading_pack")
    try:
        content = pack(assignments)
    except PdfUnavailableError:
        messages.error(request, UNAVAILABLE)
        return redirect("my_reviews")
    for one in assignments:
        actions.note_opening(one, _("Lesefassung als PDF (Alles zum Lesen)"))
    return document(content, f"Alles-zum-Lesen-{clock.today()}.zip", "application/zip")
