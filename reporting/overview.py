"""What needs the office today: counts of waiting work, each with the list behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from accounts.models import OFFICE_ROLES, Role
from accounts.permissions import has_role
from applications.correspondence import unanswered_by_office
from applications.models import Application, Inquiry
from awards.models import Amendment, PaymentRequest, Recovery, Report, ReportDate, Tranche
from awards.report_filters import duties_matching
from core import clock
from core.charts import Chart, Row
from evaluation.models import FundingDecision
from programmes.models import BudgetYear, CallVersion
from reporting.selection import list_url, selected


@dataclass(frozen=True)
class Waiting:
    """One kind of waiting work."""

    label: str
    count: int
    url: str


def waiting_for(user: Any) -> list[Waiting]:
    """Return what this person's roles have to do now, empty queues left out."""
    is_officer = has_role(user, Role.OFFICER)
    found = [*officer_work(), *questions_to_answer(), messages_to(user)] if is_officer else []
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
    status = Application.Status.SUBMITTED
    new = Application.objects.filter(status=status).count()
    found = [Waiting("Formalprüfung beginnen", new, f"{reverse('inbox')}?status={status}")]
    queues = (
        ("Ergebnis bestätigen", "zu-bestaetigen"),
        ("Zugelassene Anträge zuteilen", "zuzuteilen"),
        ("Über Befangenheit entscheiden", "befangenheit"),
        ("Entscheidung vorschlagen", "zu-entscheiden"),
    )
    return [*found, *(applications_in(label, stage) for label, stage in queues)]


def applications_in(label: str, stage: str) -> Waiting:
    """Count the applications in a stage; the list behind asks the same question."""
    asked = {"stand": stage}
    return Waiting(label, selected(asked).count(), list_url(asked))


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


def messages_to(user: Any) -> Waiting:
    """Messages of municipalities that wait for an answer."""
    waiting = unanswered_by_office(user).count()
    return Waiting("Nachrichten beantworten", waiting, reverse("office_correspondence"))


def follow_up_work(user: Any) -> list[Waiting]:
    """What waits after the award: money, reports and changes, for whoever may decide on them."""
    if not has_role(user, *OFFICE_ROLES):
        return []
    money, reports = reverse("payment_requests"), reverse("office_reports")
    asked = PaymentRequest.objects
    checked, handed_in = PaymentRequest.Status.CHECKED, Report.Status.SUBMITTED
    submitted = PaymentRequest.Status.SUBMITTED
    queues = [
        (
            "Mittel\u00adanforderungen prüfen",
            asked.filter(status=submitted),
            f"{money}?stand=submitted",
        ),
        ("Auszahlungen anordnen", asked.filter(status=checked), f"{money}?stand=checked"),
        (
            "Nachweise prüfen",
            Report.objects.filter(status=handed_in),
            f"{reports}?stand=submitted",
        ),
        *changes_asked_for(),
    ]
    return [Waiting(label, rows.count(), url) for label, rows, url in queues]


def changes_asked_for() -> list[tuple[str, Any, str]]:
    """Amendments to look at, and those that wait for the second person."""
    status, address = Amendment.Status, reverse("amendments")
    names = {
        status.SUBMITTED: "Änderungsanträge prüfen",
        status.PROPOSED: "Änderungsanträge entscheiden",
    }
    return [
        (name, Amendment.objects.filter(status=code), f"{address}?stand={code}")
        for code, name in names.items()
    ]


def risks_now() -> list[Waiting]:
    """What went wrong with running awards; each number leads to its list."""
    late = duties_matching(ReportDate.objects.all(), {"stand": "overdue"})
    owed = Recovery.objects.filter(status__in=Recovery.OWED)
    return [
        Waiting("Nachweise überfällig", late.count(), f"{reverse('office_reports')}?stand=overdue"),
        Waiting("Rückforderungen offen", owed.count(), f"{reverse('recoveries')}?stand=owed"),
        applications_in("Auszahlung angehalten", "angehalten"),
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
    versions = CallVersion.objects.in_force().select_related("call").order_by("-deadline_at")
    drafts = Application.objects.filter(status__in=Application.BEFORE_SUBMISSION)
    begun, handed_in = by_call(drafts), by_call(Application.objects.submitted())
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
            "is_over": version.closes_at < clock.now(),
            "drafts": begun.get(version.call_id, 0),
            "handed_in": handed_in.get(version.call_id, 0),
            **sums.get(version.call_id, {}),
        }
        for version in versions[:20]
    ]


def by_call(applications: QuerySet[Application]) -> dict[int, int]:
    """Count them for each call, whichever version they answer."""
    rows = applications.order_by().values_list("call_version__call")
    return dict(rows.annotate(many=Count("pk")))
