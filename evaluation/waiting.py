"""What is still on its way in a call: admitted but not taken over, in review, in formal check."""

from __future__ import annotations

from applications.models import Application
from core.refusals import Finding
from evaluation.models import Candidacy
from programmes.models import CallVersion

IN_CHECK = (
    Application.Status.SUBMITTED,
    Application.Status.IN_FORMAL_CHECK,
    Application.Status.SUPPLEMENT_REQUESTED,
)
UNJUDGED = (Candidacy.Status.ADMITTED, Candidacy.Status.IN_REVIEW)


def admitted_without_candidacy(version: CallVersion) -> int:
    """Return how many admitted applications wait to be taken over."""
    return Application.objects.filter(
        call_version=version, status=Application.Status.ADMITTED, candidacy__isnull=True
    ).count()


def unjudged_findings(version: CallVersion) -> list[Finding]:
    """Say what a ranking of this moment would leave out."""
    applications = Application.objects.filter(call_version=version)
    counts = {
        "in der Formalprüfung": applications.filter(status__in=IN_CHECK).count(),
        "zugelassen, aber nicht übernommen": admitted_without_candidacy(version),
        "noch nicht fertig begutachtet": applications.filter(
            candidacy__status__in=UNJUDGED
        ).count(),
    }
    return [
        Finding("unjudged", f"{count_text(count)} {where}.", field="note")
        for where, count in counts.items()
        if count
    ]


def count_text(count: int) -> str:
    return "1 Antrag ist" if count == 1 else f"{count} Anträge sind"
