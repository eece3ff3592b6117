"""Receipt, application and formal rejection as PDF: content for the templates in typst."""

from typing import Any

from applications.models import Application, FormalCheck, FormalRejection, Submission
from applications.reading import chapters_of
from applications.snapshot import content_of
from core.letters import delivered
from core.pdf import render
from core.snapshots import thaw
from core.templatetags.allmende import checksum, day, euro, instant
from core.text import plain


def receipt_pdf(application: Application, submission: Submission) -> bytes:
    """One page: number, time, checksum, what was handed in."""
    frozen = thaw(submission.snapshot)
    version = application.call_version
    facts = [
        ("Eingangsnummer", submission.receipt_number),
        ("Eingegangen", instant(submission.received_at, "seconds")),
        ("Antragstellerin", frozen["organisation"]["name"]),
        ("Freigegeben von", submission.released_by or "nicht mehr bekannt"),
        ("Vorhaben", frozen["project"]["title"]),
        ("Förderaufruf", frozen["call"]["title"]),
        ("Beantragte Zuwendung", euro(frozen["plan"]["grant"])),
        ("Unterlagen", count_of(len(frozen["documents"]))),
        ("Prüfsumme (SHA-256)", checksum(submission.snapshot.sha256)),
    ]
    steps = [
        ("Formalprüfung", day(version.formal_check_until)),
        ("Begutachtung", day(version.review_until)),
        ("Entscheidung", day(version.decision_until)),
    ]
    content = {"title": "Eingangsbestätigung", "facts": facts, "steps": steps}
    return render(
        "receipt", content | {"number": submission.receipt_number}, at=submission.received_at
    )


def application_pdf(application: Application, submission: Submission) -> bytes:
    """The frozen application; its canonical JSON is attached, so the PDF carries its own proof."""
    frozen = thaw(submission.snapshot)
    content = application_content(frozen) | {
        "number": submission.receipt_number,
        "received": instant(submission.received_at, "seconds"),
        "checksum": checksum(submission.snapshot.sha256),
    }
    source = bytes(submission.snapshot.content).decode()
    return render("application", content, at=submission.received_at, source=source)


def draft_pdf(application: Application) -> bytes:
    """The application as it is stored now, marked as a draft on every page."""
    content = application_content(plain(content_of(application)))
    empty = {"number": "Entwurf", "received": "", "checksum": ""}
    return render("application", content | empty)


def application_content(frozen: dict[str, Any]) -> dict[str, Any]:
    organisation, project = frozen["organisation"], frozen["project"]
    return {
        "title": project.get("title") or "Antrag ohne Titel",
        "organisation": organisation["name"],
        "facts": [
            ("Antragstellerin", organisation["name"]),
            ("Gemeindeschlüssel", organisation["ags"] or organisation["ars"]),
            ("Art", organisation["kind_label"]),
            ("Förderaufruf", frozen["call"]["title"]),
        ],
        "chapters": chapters_of(frozen),
    }


def formal_rejection_pdf(check: FormalCheck) -> bytes:
    """The notice that says why the application does not take part, and what can be done."""
    notice = FormalRejection.objects.filter(formal_check=check).select_related("snapshot").first()
    if notice is None:
        content = formal_rejection_content(check)
        return render("formal_rejection", content, at=check.confirmed_at)
    return delivered(notice.snapshot)


def formal_rejection_content(check: FormalCheck) -> dict[str, Any]:
    """Return what the notice says; frozen when the second officer confirms."""
    application = check.application
    guideline = application.call_version.guideline_version
    return {
        "title": "Formaler Ablehnungsbescheid",
        "number": application.receipt_number,
        "recipient": application.organisation.name,
        "project": application.project.title,
        "call": application.call_version.call.title,
        "received": instant(application.submitted_at, "seconds"),
        "reasons": check.reasons,
        "date": day(check.confirmed_at),
        "legal_basis": guideline.legal_basis,
        "remedies": guideline.remedies,
    }


def count_of(files: int) -> str:
    return "1 Datei" if files == 1 else f"{files} Dateien"
