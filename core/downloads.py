"""Files as answers: saved, never shown inside the site, never trusted."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from core.files import storage_faults
from core.models import StoredFile
from core.pages import programme

Response = TypeVar("Response", HttpResponse, FileResponse)
SANDBOX = "default-src 'none'; sandbox"


def attachment(stored: StoredFile) -> HttpResponseBase:
    """Return an uploaded file for saving; the browser may neither guess nor run it."""
    if stored.is_withheld:
        raise PermissionDenied
    try:
        content = stored.blob.open("rb")
        content.read(1)  # an S3 storage fetches only now
        content.seek(0)
    except storage_faults():
        return later()
    response = FileResponse(
        content,
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type,
    )
    return shielded(response)


def later() -> HttpResponse:
    """Say that the storage does not answer; nothing is lost."""
    page = render_to_string("storage_away.html", programme())
    return HttpResponse(page, status=503, headers={"Retry-After": "120"})


def document(content: bytes, name: str, content_type: str = "application/pdf") -> HttpResponse:
    """Return something we made ourselves, for instance a PDF, for saving."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return shielded(response)


def shielded(response: Response) -> Response:
    """Forbid the browser to sniff, run or keep the file."""
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
