"""What the office has to do, what a second officer may confirm at once, and why rules fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import Deputy, Role
from applications.checks import TITLES
from applications.models import Application, CheckResult, FormalCheck, Waiver
from applications.permissions import may_check

Status = Application.Status
SETTLED = (CheckResult.Verdict.MET, CheckResult.Verdict.NOT_DUE)


def to_check() -> QuerySet[Application]:
    """Applications whose formal check has to begin or to go on, oldest first."""
    going_on = Q(status=Status.IN_FORMAL_CHECK, formal_check__status=FormalCheck.Status.OPEN)
    waiting = Application.objects.filter(Q(status=Status.SUBMITTED) | going_on)
    return waiting.order_by("submitted_at", "pk")


def next_for(officer: Any) -> Application | None:
    """Return one's own oldest application, else that of somebody absent, else a free one."""
    rows = to_check().select_related("organisation")
    mine = rows.filter(claim__officer=officer).first()
    return mine or first_open(of_absent(rows, officer), officer) or first_open(free(rows), officer)


def free(applications: QuerySet[Application]) -> QuerySet[Application]:
    return applications.filter(claim=None)


def of_absent(applications: QuerySet[Application], officer: Any) -> QuerySet[Application]:
    """Return what colleagues look after for whom this officer stands in today."""
    rows = Deputy.objects.of_the_office().valid().filter(deputy=officer, role=Role.OFFICER)
    return applications.filter(claim__officer__in=rows.values("person"))


def first_open(applications: QuerySet[Application], officer: Any) -> Application | None:
    rows = applications.iterator(chunk_size=20)
    return next((one for one in rows if may_check(one, officer)), None)


def all_green(officer: Any) -> QuerySet[FormalCheck]:
    """Proposed admissions in which every rule is met, for an officer who did not propose them."""
    unsettled = CheckResult.objects.filter(formal_check=OuterRef("pk")).exclude(verdict__in=SETTLED)
    waived = Waiver.objects.filter(application=OuterRef("application"))
    own = [membership.organisation_id for membership in officer.current_memberships]
    proposed = FormalCheck.objects.filter(status=FormalCheck.Status.ADMISSION_PROPOSED)
    return (
        proposed.exclude(checked_by_key=officer.actor_key)
        .exclude(application__organisation__in=own)
        .filter(~Exists(unsettled), ~Exists(waived))
        .select_related("application__organisation", "application__project")
        .order_by("proposed_at", "pk")
    )


@dataclass(frozen=True)
class Reason:
    """How often one rule was not met, and how often it was waived."""

    title: str
    failed: int
    waived: int
    share: float


def failure_reasons(checks: QuerySet[FormalCheck]) -> list[Reason]:
    """Return the rules by how often applications failed them, the most frequent first."""
    total = checks.count()
    results = CheckResult.objects.filter(formal_check__in=checks, verdict="not_met")
    failed = counted(results)
    waived = counted(Waiver.objects.filter(application__formal_check__in=checks))
    rows = [
        Reason(title, failed.get(code, 0), waived.get(code, 0), failed.get(code, 0) / total)
        for code, title in TITLES.items()
        if code in failed or code in waived
    ]
    return sorted(rows, key=lambda row: -row.failed)


def counted(rows: QuerySet) -> dict[str, int]:
    pairs = rows.order_by().values_list("code").annotate(many=Count("pk"))
    return dict(pairs)
