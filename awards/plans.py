"""The finance plan in force: the application's, changed by every amendment that was granted."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from applications.models import PlanLine

if TYPE_CHECKING:
    from awards.models import Award

Amounts = dict[int, Decimal]


def current_plan(award: Award) -> dict[PlanLine, Amounts]:
    """Return each line with its euros by year, in the order of the plan."""
    from awards.models import AmendmentLine

    lines = award.decision.candidacy.application.plan_lines.prefetch_related("amounts")
    ordered = sorted(lines, key=lambda line: (line.side, line.position, line.pk))
    plan = {line: {one.year: one.amount for one in line.amounts.all()} for line in ordered}
    changed = AmendmentLine.objects.filter(
        amendment__award=award, amendment__status__in=("granted", "noted")
    )
    for change in changed.order_by("amendment__decided_at", "pk").select_related("plan_line"):
        plan[change.plan_line][change.year] = change.after
    return plan
