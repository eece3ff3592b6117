"""What needs the office today: counts of waiting work, each with the list behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse

from accounts.models import OFFICE_ROLES, Role
from accounts.permissions import has_role
from applications.models import Application, FormalCheck, Inquiry
from awards.models import Amendment, Award, PaymentRequest, Recovery, Report, ReportDate, Tranche
from awards.report_filters import duties_matching
from core import clock
from core.charts import Chart, Row
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
    found += follow_up_work(user)
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
    found = [Waiting(label, rows.count(), url) for label, rows, url in queues]
    return [*found, *questions_to_answer()]


def questions_to_answer() -> list[Waiting]:
    """Open questions of municipalities, one line for each call."""
    waiting = Inquiry.objects.open().values("call__key", "call__title").order_by("call__title")
    return [
        Waiting(
            f"Fragen beantworten: {row['call__title']}",
            row["count"],
            reverse("inquiries", args=[row["call__key"]]),
        )
        for row in waiting.annotate(count=Count("pk"))
    ]


def follow_up_work(user: Any) -> list[Waiting]:
    """What waits after the award: money, reports and changes, for whoever may decide on them."""
    if not has_role(user, *OFFICE_ROLES):
        return []
    money, reports = reverse("payment_requests"), reverse("office_reports")
    asked = PaymentRequest.objects
    checked, handed_in = PaymentRequest.Status.CHECKED, Report.Status.SUBMITTED
    submitted = PaymentRequest.Status.SUBMITTED
    to_decide = (Amendment.Status.SUBMITTED, Amendment.Status.PROPOSED)
    changes = Amendment.objects.filter(status__in=to_decide)
    queues = [
        ("Mittelanforderungen prüfen", asked.filter(status=submitted), f"{money}?stand=submitted"),
        ("Auszahlungen anordnen", asked.filter(status=checked), f"{money}?stand=checked"),
        (
            "Nachweise prüfen",
            Report.objects.filter(status=handed_in),
            f"{reports}?stand=submitted",
        ),
        ("Änderungsanträge entscheiden", changes, reverse("amendments")),
    ]
    return [Waiting(label, rows.count(), url) for label, rows, url in queues]


def risks_now() -> list[Waiting]:
    """What went wrong with running awards; each number leads to its list."""
    late = duties_matching(ReportDate.objects.all(), {"stand": "overdue"})
    owed = Recovery.objects.filter(status__in=Recovery.OWED)
    stopped = Award.objects.exclude(stop_reason="")
    return [
        Waiting("Nachweise überfällig", late.count(), f"{reverse('office_reports')}?stand=overdue"),
        Waiting("Rückforderungen offen", owed.count(), reverse("recoveries")),
        Waiting("Auszahlung angehalten", stopped.count(), reverse("exceptions")),
    ]


def money_now() -> dict[str, Any]:
    """Return what is granted, ordered and paid, of all calls."""
    sums = Tranche.objects.aggregate(
        granted=Sum("granted"), ordered=Sum("ordered"), paid=Sum("paid")
    )
    return {name: value or 0 for name, value in sums.items()}


def submissions_by_day(days: int = 30) -> list[tuple[date, int]]:
    """Return how many applications came in on each of the last days, the latest last."""
    first = clock.today() - timedelta(days=days - 1)
    rows = Application.objects.submitted().filter(submitted_at__date__gte=first)
    counted = dict(rows.order_by().values_list("submitted_at__date").annotate(count=Count("pk")))
    return [(day, counted.get(day, 0)) for day in (first + timedelta(n) for n in range(days))]


def chart_of_days(days: Sequence[tuple[date, int]]) -> Chart | None:
    """Return columns by day; none where nothing came in."""
    total = sum(count for _day, count in days)
    if not total:
        return None
    return Chart(
        name="eingang",
        title=f"{total} Anträge in den letzten {len(days)} Tagen",
        note="Eingereichte Anträge je Tag",
        description="Eine Säule je Tag, von links nach rechts.",
        columns=("Tag", "Anträge"),
        rows=tuple(Row(f"{day:%d.%m.}", (count,), (str(count),)) for day, count in days),
    )


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
            "is_over": version.deadline_at < clock.now(),
            **sums.get(version.call_id, {}),
        }
        for version in counted.order_by("-deadline_at")[:20]
    ]
