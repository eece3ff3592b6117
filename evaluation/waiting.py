"""What is still on its way in a call: admitted but not taken over, in review, in formal check."""

from __future__ import annotations

from django.db.models import Count, Q

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

PLACES = {
    "in_check": "in der Formalprüfung",
    "not_taken_over": "zugelassen, aber nicht übernommen",
    "in_review": "noch nicht fertig begutachtet",
}


def admitted_without_candidacy(version: CallVersion) -> int:
    """Return how many admitted applications wait to be taken over."""
    return Application.objects.filter(
        call_version__call=version.call_id,
        status=Application.Status.ADMITTED,
        candidacy__isnull=True,
    ).count()


def unjudged_findings(version: CallVersion) -> list[Finding]:
    """Say what a ranking of this moment would leave out."""
    admitted = Q(status=Application.Status.ADMITTED)
    counts = Application.objects.filter(call_version__call=version.call_id).aggregate(
        in_check=Count("pk", filter=Q(status__in=IN_CHECK)),
        not_taken_over=Count("pk", filter=admitted & Q(candidacy__isnull=True)),
        in_review=Count("pk", filter=Q(candidacy__status__in=UNJUDGED)),
    )
    return [
        Finding("unjudged", f"{count_text(counts[name])} {where}.", field="note")
        for name, where in PLACES.items()
        if counts[name]
    ]


def count_text(count: int) -> str:
    return "1 Antrag ist" if count == 1 else f"{count} Anträge sind"
