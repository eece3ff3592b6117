"""The whole file of an award as a ZIP: letters as PDF/A, records as JSON, checksums of all.

The same content gives the same bytes, so that what was handed over can be compared later.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from applications.correspondence import files_of as files_sent
from applications.correspondence import record_for
from applications.correspondence import record_of as letters_in
from applications.letters import application_pdf, receipt_pdf
from awards.log_export import entry_of
from awards.report_content import drawn
from core import audit
from core.letters import delivered
from core.models import AuditEvent
from core.text import plain

if TYPE_CHECKING:
    from awards.models import Award

DATE = (1980, 1, 1, 0, 0, 0)
# Rows of the award that its JSON holds, by the name of their relation.
ROWS = (
    *("tranches", "expenses", "onward_grants", "indicators", "report_dates", "notices"),
    *("payment_requests", "milestones", "procurements", "amendments", "recoveries"),
    *("inventory", "visits"),
)


def build(award: Award) -> tuple[bytes, list[list[str]]]:
    """Return the ZIP and its list of paths with their SHA-256."""
    parts = sorted(parts_of(award))
    manifest = [[path, sha256(content).hexdigest()] for path, content in parts]
    sums = "".join(f"{digest}  {path}\n" for path, digest in manifest).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in [*parts, ("SHA256SUMS", sums)]:
            archive.writestr(zipfile.ZipInfo(path, DATE), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue(), manifest


def parts_of(award: Award) -> Iterator[tuple[str, bytes]]:
    """Yield every part with its path."""
    yield from application_parts(award)
    yield from letters_of(award)
    yield from report_parts(award)
    yield from uploads_of(award)
    yield from correspondence_of(award)
    yield "zuwendung.json", written(record_of(award))
    yield "protokoll.json", written([entry_of(event) for event in trail_of(award)])


def written(value: Any) -> bytes:
    return json.dumps(plain(value), ensure_ascii=False, indent=1, sort_keys=True).encode()


def application_parts(award: Award) -> Iterator[tuple[str, bytes]]:
    application = award.decision.candidacy.application
    submission = application.submissions.select_related("snapshot").latest("number")
    yield "antrag/antrag.json", bytes(submission.snapshot.content)
    yield "antrag/antrag.pdf", application_pdf(application, submission)
    yield "antrag/quittung.pdf", receipt_pdf(application, submission)
    for one in application.documents.filter(is_current=True).select_related("file"):
        if not one.file.is_withheld:
            yield f"antrag/unterlagen/{one.code}-{one.pk}-{one.file.name}", read(one.file)


def read(stored: Any) -> bytes:
    with stored.blob.open("rb") as stream:
        content: bytes = stream.read()
    return content


def letters_of(award: Award) -> Iterator[tuple[str, bytes]]:
    """Yield notices, final notice and recovery notices, as they were delivered."""
    for notice in award.notices.order_by("number"):
        yield f"bescheide/bescheid-{notice.number}.pdf", delivered(notice.snapshot)
    if final := getattr(award, "final_notice", None):
        yield "bescheide/schlussbescheid.pdf", delivered(final.snapshot)
    for number, one in enumerate(award.recoveries.exclude(snapshot=None).order_by("pk"), start=1):
        path = f"bescheide/erstattungsbescheid-{number}.pdf"
        yield path, delivered(one.snapshot)


def report_parts(award: Award) -> Iterator[tuple[str, bytes]]:
    from awards.models import ReportSubmission

    mine = ReportSubmission.objects.filter(report__duty__award=award).select_related("snapshot")
    for one in mine.order_by("pk"):
        name = one.receipt_number.replace("/", "_")
        yield f"nachweise/{name}.json", bytes(one.snapshot.content)
        yield f"nachweise/{name}.pdf", drawn(one)


def files_of(award: Award) -> list[Any]:
    """Return what was uploaded after the award: proofs of partners, evidence, procurement."""
    from awards.models import PartnerProof

    rows: list[Any] = [
        *PartnerProof.objects.filter(report__duty__award=award).order_by("pk"),
        *award.milestones.order_by("pk"),
        *award.procurements.order_by("pk"),
    ]
    return [row.file for row in rows if row.file and row.file.erased_at is None]


def uploads_of(award: Award) -> Iterator[tuple[str, bytes]]:
    for stored in files_of(award):
        if not stored.is_withheld:
            yield f"unterlagen/{stored.key}-{stored.name}", read(stored)


def correspondence_of(award: Award) -> Iterator[tuple[str, bytes]]:
    """Yield what office and organisation wrote, notes included, with what was sent along."""
    messages = record_for(award.decision.candidacy.application)
    yield "schriftwechsel/schriftwechsel.json", written(letters_in(messages))
    for part in files_sent(messages):
        if not part.file.is_withheld:
            yield f"schriftwechsel/{part.key}-{part.file.name}", read(part.file)


def record_of(award: Award) -> dict[str, Any]:
    """Return the award with all its rows as plain values."""
    rows = {name: [fields_of(row) for row in getattr(award, name).order_by("pk")] for name in ROWS}
    return {"award": fields_of(award), **rows}


def fields_of(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def concerned(award: Award) -> Iterator[Model]:
    """Yield every record whose trail belongs to the file."""
    from awards.models import Payment, ProofCheck, Report

    yield award
    application = award.decision.candidacy.application
    yield application
    yield from application.conversations.order_by("pk")
    for name in ("payment_requests", "milestones", "procurements", "amendments", "recoveries"):
        yield from getattr(award, name).order_by("pk")
    yield from award.notices.order_by("pk")
    yield from Report.objects.filter(duty__award=award).order_by("pk")
    yield from ProofCheck.objects.filter(submission__report__duty__award=award).order_by("pk")
    yield from Payment.objects.filter(request__award=award).order_by("pk")


def trail_of(award: Award) -> Iterator[AuditEvent]:
    for record in concerned(award):
        yield from audit.trail(record)
