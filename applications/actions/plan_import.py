"""Take an edited workbook over as the finance plan: all of it, or nothing."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from applications.actions.editing import lock_draft, record_change
from applications.actions.planning import create_line
from applications.models import Application, PlanAmount, PlanLine
from applications.plan_rows import SIDES, PlanState, state_of
from applications.plan_workbook import Offer, SheetRow, offer_of
from core.refusals import EditConflict

ZERO = Decimal("0.00")


@transaction.atomic
def import_plan(
    application: Application, rows: Sequence[SheetRow], *, seen: str, by: Any
) -> PlanState:
    """Make the plan say what the rows say; lines that are not among them are removed.

    `seen` is the version the preview was drawn from; a newer one is a conflict.
    """
    application = lock_draft(application, "plan", by)
    state, offer = state_of(application), offer_of(application)
    if seen != state.version:
        raise EditConflict(state)
    before = sums_of(application)
    stored = {row.key: row.line for row in state.rows if row.line}
    for row in rows:
        take_over(application, row, stored.pop(row.key, None), offer)
    for line in stored.values():
        line.delete()
    change = {"before": before, "after": sums_of(application)}
    record_change(application, "import_plan", by=by, change=change)
    return state_of(application)


def take_over(application: Application, row: SheetRow, line: PlanLine | None, offer: Offer) -> None:
    """Write one row; one that is only offered and holds nothing stays so."""
    fields = {
        "label": row.label,
        "measure_id": offer.measures.get(row.measure),
        "partner_id": offer.partners.get(row.partner),
        "eligible": row.eligible or SIDES[row.kind] == "financing",
    }
    if line is None:
        if row.key and not (row.amounts or row.label or row.measure or row.partner):
            return
        line = create_line(application, SIDES[row.kind], row.kind, **fields)
    else:
        for name, value in fields.items():
            setattr(line, name, value)
        line.version += 1
        line.save(update_fields=[*fields, "version"])
    line.amounts.filter(year__in=offer.years).delete()
    PlanAmount.objects.bulk_create(
        PlanAmount(line=line, year=year, amount=amount) for year, amount in row.amounts.items()
    )


def sums_of(application: Application) -> dict[str, Any]:
    """Return every line with its sum, for the trail."""
    lines = application.plan_lines.prefetch_related("amounts")
    return {
        f"{number}. {line}": sum((one.amount for one in line.amounts.all()), ZERO)
        for number, line in enumerate(lines, start=1)
    }
