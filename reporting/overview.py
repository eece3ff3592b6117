"""What needs the office today: counts of waiting work, each with the list behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse

from accounts.models import Role
from accounts.permissions import has_role
from applications.models import Application, FormalCheck
from core import clock
from evaluation.models import Assignment, Candidacy, FundingDecision
from programmes.models import BudgetYear, CallVersion


@dataclass(frozen=True)
class Waiting:
    """One kind of waiting work."""

    label: str
    count: int
    url: str


def waiting_for(user: Any) -> list[Waiting]:
    """Return what this person's roles have to do now, empty queues left out."""
    found = officer_work() if has_role(user, Role.OFFICER) else []
    decisions, status = FundingDecision.objects, FundingDecision.Status
    folder = reverse("decisions")
    if has_role(user, Role.BUDGET_OFFICER):
        count = decisions.filter(status=status.PROPOSED).count()
        found.append(Waiting("Entscheidungen mitzeichnen", count, f"{folder}?stand=proposed"))
    if has_role(user, Role.HEAD_OF_UNIT):
        count = decisions.filter(status=status.CO_SIGNED).count()
        found.append(Waiting("Entscheidungen freigeben", count, f"{folder}?stand=co_signed"))
    return [work for work in found if work.count]


def officer_work() -> list[Waiting]:
    """What case officers have to do."""
    inbox, selection = reverse("inbox"), reverse("selection")
    submitted, admitted = Application.Status.SUBMITTED, Application.Status.ADMITTED
    proposed = [FormalCheck.Status.ADMISSION_PROPOSED, FormalCheck.Status.REJECTION_PROPOSED]
    unassigned = Application.objects.filter(status=admitted, candidacy__isnull=True)
    unsure = Assignment.objects.filter(status=Assignment.Status.UNSURE)
    returned = Q(decision__isnull=True) | Q(decision__status=FundingDecision.Status.RETURNED)
    ranked = Candidacy.objects.filter(returned, status=Candidacy.Status.RANKED)
    queues = [
        ("Formalprüfung beginnen", Application.objects.filter(status=submitted), inbox),
        ("Ergebnis bestätigen", FormalCheck.objects.filter(status__in=proposed), inbox),
        ("Zugelassene Anträge zuteilen", unassigned, selection),
        ("Über Befangenheit entscheiden", unsure, selection),
        ("Entscheidung vorschlagen", ranked, selection),
    ]
    return [Waiting(label, rows.count(), url) for label, rows, url in queues]


def calls_now() -> list[dict[str, Any]]:
    """Return every published call with its clock, applications and money."""
    published = CallVersion.objects.filter(status=CallVersion.Status.PUBLISHED)
    counted = published.select_related("call").annotate(
        drafts=Count(
            "applications", filter=Q(applications__status__in=Application.BEFORE_SUBMISSION)
        ),
        handed_in=Count(
            "applications", filter=~Q(applications__status__in=Application.BEFORE_SUBMISSION)
        ),
    )
    sums = {
        row["call"]: row
        for row in BudgetYear.objects.values("call").annotate(
            total=Sum("amount"), held=Sum("reserved"), bound=Sum("committed")
        )
    }
    return [
        {
            "version": version,
            "is_open": version.is_open(clock.now()),
            **sums.get(version.call_id, {}),
        }
        for version in counted.order_by("-deadline_at")[:20]
    ]
