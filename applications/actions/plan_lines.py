"""Write one finance line with its amounts at once, as programs do."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from applications.actions.editing import Edit, in_words, lock_draft, record_change
from applications.actions.planning import create_line
from applications.models import Application, PlanAmount, PlanLine
from applications.plan_rows import SIDES
from core.refusals import EditConflict

Amounts = Mapping[int, Decimal]


@transaction.atomic
def write_line(
    application: Application, line: PlanLine | None, edit: Edit, amounts: Amounts, *, by: Any
) -> PlanLine:
    """Create a line (`kind` is among the values) or change it; years not named stay.

    A version that is not the stored one is a conflict; a line that is gone raises DoesNotExist.
    """
    application = lock_draft(application, "plan", by)
    if line is None:
        written = create_line(application, SIDES[edit.values["kind"]], **edit.values)
        before: dict[str, Any] = {}
        step = "add_plan_line"
    else:
        written = PlanLine.objects.get(pk=line.pk, application=application)
        before, step = told(written, edit.values), "change_plan_line"
        change_line(written, edit)
    write_amounts(written, amounts)
    change = {"before": before, "after": told(written, edit.values), "note": str(written)}
    record_change(application, step, by=by, change=change)
    return written


def change_line(line: PlanLine, edit: Edit) -> None:
    if edit.version != line.version:
        raise EditConflict(line)
    for name, value in edit.values.items():
        setattr(line, name, value)
    line.version += 1
    line.save(update_fields=[*edit.values, "version"])


def write_amounts(line: PlanLine, amounts: Amounts) -> None:
    """Store the euros of these years; nothing is no row."""
    line.amounts.filter(year__in=amounts).delete()
    PlanAmount.objects.bulk_create(
        PlanAmount(line=line, year=year, amount=amount)
        for year, amount in amounts.items()
        if amount
    )


def told(line: PlanLine, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values and amounts of a line, for the trail."""
    amounts = {str(one.year): one.amount for one in line.amounts.all()}
    return in_words(line, {name: getattr(line, name) for name in values}) | amounts
