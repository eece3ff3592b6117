"""Write the finance plan: all amounts of the page at once, and lines one by one."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from applications.actions.editing import Edit, apply_edit, in_words, lock_draft, record_change
from applications.finance import ZERO
from applications.models import Application, Partner, PlanAmount, PlanLine
from applications.plan_rows import SIDES, PlanRow, PlanState, state_of
from core.refusals import EditConflict

Amounts = Mapping[str, Mapping[int, Decimal]]


@transaction.atomic
def save_plan(
    application: Application, typed: Amounts, *, seen: str, by: Any, partner: Partner | None = None
) -> PlanState:
    """Store the typed amounts by row and year; return what is stored then.

    `seen` is the version the person started from: a newer one is a conflict, unless nothing
    differs. With `partner` the rows are the lines of this partner only.
    """
    application = lock_draft(application, "plan", by, partner)
    state = state_of(application, partner)
    changes = differences(state, typed)
    if not changes:
        return state
    if seen != state.version:
        raise EditConflict(state)
    for row in {row.key: row for row, _ in changes}.values():
        amounts = {year: new for (one, year), (_, new) in changes.items() if one == row}
        write_row(application, row, amounts, partner)
    before = {f"{row.label} {year}": old for (row, year), (old, _) in changes.items()}
    after = {f"{row.label} {year}": new for (row, year), (_, new) in changes.items()}
    record_change(application, "save_plan", by=by, change={"before": before, "after": after})
    return state_of(application, partner)


def differences(
    state: PlanState, typed: Amounts
) -> dict[tuple[PlanRow, int], tuple[Decimal, Decimal]]:
    """Return the stored and the typed amount of every row and year where they differ."""
    changes = {}
    for key, amounts in typed.items():
        row = state.row(key)
        if row is None:
            raise EditConflict(state)  # somebody removed the row meanwhile
        for year, amount in amounts.items():
            if amount != row.amounts.get(year, ZERO):
                changes[row, year] = (row.amounts.get(year, ZERO), amount)
    return changes


def write_row(
    application: Application,
    row: PlanRow,
    amounts: Mapping[int, Decimal],
    partner: Partner | None = None,
) -> None:
    """Store one row's changed amounts; a row that was only offered becomes a line now."""
    line = row.line or create_line(application, row.side, row.kind, partner=partner)
    line.amounts.filter(year__in=amounts).delete()
    PlanAmount.objects.bulk_create(
        PlanAmount(line=line, year=year, amount=amount)
        for year, amount in amounts.items()
        if amount
    )
    line.version += 1
    line.save(update_fields=["version"])


def create_line(application: Application, side: str, kind: str, **fields: Any) -> PlanLine:
    order = list(SIDES)
    return PlanLine.objects.create(
        application=application, side=side, kind=kind, position=order.index(kind), **fields
    )


@transaction.atomic
def add_line(
    application: Application,
    values: Mapping[str, Any],
    *,
    by: Any,
    partner: Partner | None = None,
) -> PlanLine:
    """Add a line of one kind, with label, measure, partner and whether it is eligible."""
    application = lock_draft(application, "plan", by, partner)
    if partner:
        values = {**values, "partner": partner}
    line = create_line(application, SIDES[values["kind"]], **values)
    change = {"after": in_words(line, values)}
    record_change(application, "add_plan_line", by=by, change=change)
    return line


@transaction.atomic
def change_line(line: PlanLine, edit: Edit, *, by: Any, partner: Partner | None = None) -> PlanLine:
    """Change what a line is called, what it belongs to and whether it is eligible.

    The people of a `partner` change their own lines only, and those stay the partner's.
    """
    application = lock_draft(line.application, "plan", by, partner)
    if partner:
        edit = own_line(line, edit, partner)
    line = PlanLine.objects.get(pk=line.pk, application=application)
    if change := apply_edit(line, edit):
        record_change(application, "change_plan_line", by=by, change=change | {"note": str(line)})
    return line


def own_line(line: PlanLine, edit: Edit, partner: Partner) -> Edit:
    """Refuse the lines of others; return the edit without anything that gives the line away."""
    if not PlanLine.objects.filter(pk=line.pk, partner=partner).exists():
        raise PermissionDenied
    values = {name: value for name, value in edit.values.items() if name != "partner"}
    return Edit(values, edit.version)


@transaction.atomic
def remove_line(line: PlanLine, *, by: Any, partner: Partner | None = None) -> None:
    """Remove a line with its amounts; they stay in the trail."""
    application = lock_draft(line.application, "plan", by, partner)
    if partner:
        own_line(line, Edit({}), partner)
    gone = PlanLine.objects.filter(pk=line.pk, application=application).first()
    if gone is None:
        return
    amounts = {str(amount.year): amount.amount for amount in gone.amounts.all()}
    change = {"before": {"line": str(gone), **amounts}}
    gone.delete()
    record_change(application, "remove_plan_line", by=by, change=change)
