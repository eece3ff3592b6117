"""Everything of one application to take along: as a workbook, or with all files as a ZIP."""

import io
import json
import zipfile
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from applications.correspondence import files_of, record_for, record_of
from applications.letters import application_pdf, draft_pdf
from applications.models import Application
from applications.snapshot import content_of
from applications.views.drafts import application_for
from applications.views.receipts import submission_of
from applications.workbook import workbook
from core.downloads import document
from core.pdf import PdfUnavailableError
from core.snapshots import thaw
from core.text import plain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def content_for(application: Application) -> dict[str, Any]:
    """Return what was submitted, before that what is stored."""
    if application.receipt_number:
        return dict(thaw(submission_of(application).snapshot))
    return dict(plain(content_of(application)))


def name_of(application: Application) -> str:
    return application.receipt_number or f"Entwurf-{application.key}"


@login_required
@require_GET
def application_xlsx(request: HttpRequest, key: str) -> HttpResponse:
    """What the application says and its finance plan, for a spreadsheet."""
    application = application_for(request, key)
    content = workbook(content_for(application))
    return document(content, f"Antrag-{name_of(application)}.xlsx", XLSX)


@login_required
@require_GET
def application_zip(request: HttpRequest, key: str) -> HttpResponse:
    """JSON, workbook, PDF and every current file; a file in quarantine stays there."""
    application = application_for(request, key)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        content = content_for(application)
        archive.writestr("antrag.json", readable_json(application, content))
        archive.writestr("antrag.xlsx", workbook(content))
        add_pdf(archive, application)
        for one in application.documents.filter(is_current=True).select_related("file"):
            if not one.file.is_withheld:
                with one.file.blob.open("rb") as file:
                    archive.writestr(f"unterlagen/{one.code}/{one.file.name}", file.read())
        add_correspondence(archive, application, request.user)
    return document(stream.getvalue(), f"Antrag-{name_of(application)}.zip", "application/zip")


def add_correspondence(archive: zipfile.ZipFile, application: Application, reader: Any) -> None:
    """What both sides may read of the correspondence; internal notes are never handed out."""
    readable = record_for(application.main, reader)
    messages = [message for message in readable if not message.is_internal]
    if not messages:
        return
    content = json.dumps(plain(record_of(messages)), ensure_ascii=False, indent=2)
    archive.writestr("schriftwechsel/schriftwechsel.json", content)
    for part in files_of(messages):
        if not part.file.is_withheld:
            with part.file.blob.open("rb") as file:
                archive.writestr(f"schriftwechsel/{part.key}-{part.file.name}", file.read())


def readable_json(application: Application, content: dict[str, Any]) -> bytes:
    """The frozen bytes themselves, whose checksum the receipt names; a draft as it is."""
    if application.receipt_number:
        return bytes(submission_of(application).snapshot.content)
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def add_pdf(archive: zipfile.ZipFile, application: Application) -> None:
    """The PDF when the renderer works; the rest does not wait for it."""
    try:
        if application.receipt_number:
            content = application_pdf(application, submission_of(application))
        else:
            content = draft_pdf(application)
    except PdfUnavailableError:
        return
    archive.writestr("antrag.pdf", content)
