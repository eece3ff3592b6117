"""Files as answers: saved, never shown inside the site, never trusted."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse

from core.models import StoredFile

Response = TypeVar("Response", HttpResponse, FileResponse)
SANDBOX = "default-src 'none'; sandbox"


def attachment(stored: StoredFile) -> FileResponse:
    """Return an uploaded file for saving; the browser may neither guess nor run it."""
    if stored.is_withheld:
        raise PermissionDenied
    response = FileResponse(
        stored.blob.open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type,
    )
    return shielded(response)


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
