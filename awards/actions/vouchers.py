"""The list of vouchers: replaced by a file, or kept by hand; sums along the plan follow."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum

from awards.actions.reports import locked_for_edit, record_edit
from awards.models import Report, Voucher
from awards.voucher_files import Listing
from core.refusals import Finding, RuleViolation
from core.text import clean

BATCH = 2000


@transaction.atomic
def replace_vouchers(report: Report, listing: Listing, *, seen: int, by: Any) -> Report:
    """Replace the whole list by the rows of a file that was read without findings."""
    report = locked_for_edit(report, seen=seen, by=by)
    if listing.findings:
        raise RuleViolation(Finding("file", "Die Datei enthält Fehler.", "belege", "file"))
    before = {"Belege": report.vouchers.count()}
    report.vouchers.all().delete()
    Voucher.objects.bulk_create(
        [
            Voucher(
                report=report,
                row=one.row,
                number=one.number,
                paid_on=one.paid_on,
                payee=one.payee,
                purpose=one.purpose,
                plan_line_id=one.line,
                amount=one.amount,
            )
            for one in listing.rows
        ],
        batch_size=BATCH,
    )
    return counted(report, before, by)


@transaction.atomic
def add_voucher(report: Report, values: Mapping[str, Any], *, seen: int, by: Any) -> Report:
    """Add one voucher at the end of the list."""
    report = locked_for_edit(report, seen=seen, by=by)
    last = report.vouchers.aggregate(last=Max("row"))["last"] or 1
    texts = {
        name: clean(value) if isinstance(value, str) else value for name, value in values.items()
    }
    before = {"Belege": report.vouchers.count()}
    Voucher.objects.create(report=report, row=last + 1, **texts)
    return counted(report, before, by)


@transaction.atomic
def remove_voucher(report: Report, row: int, *, seen: int, by: Any) -> Report:
    """Take one voucher out of the list."""
    report = locked_for_edit(report, seen=seen, by=by)
    before = {"Belege": report.vouchers.count()}
    report.vouchers.filter(row=row).delete()
    return counted(report, before, by)


def counted(report: Report, before: Mapping[str, int], by: Any) -> Report:
    """Sum the vouchers along the plan and write the trail."""
    rows = report.vouchers.values("plan_line").annotate(total=Sum("amount")).order_by()
    sums = {row["plan_line"]: row["total"] for row in rows}
    for line in report.lines.filter(plan_line__side="expense"):
        line.declared = sums.get(line.plan_line_id, Decimal("0.00"))
        line.save(update_fields=["declared"])
    after = {"Belege": report.vouchers.count(), "Summe": sum(sums.values(), Decimal("0.00"))}
    return record_edit(report, dict(before), after, by)
