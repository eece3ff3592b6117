"""The whole content of a report as one plain value: frozen when signed, read everywhere."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from awards.checks.reports import attainment_of
from awards.models import (
    Measurement,
    PartnerProof,
    Report,
    ReportLine,
    ReportSubmission,
    Voucher,
)
from awards.report_parts import FIGURES_OF, TEXTS_OF
from core import pdf
from core.snapshots import thaw

FORMAT = 1


def drawn(submission: ReportSubmission) -> bytes:
    """Return what was handed in as PDF; the vouchers are counted, not listed."""
    content = thaw(submission.snapshot)
    content["vouchers"] = len(content["vouchers"])
    return pdf.render("grant_report", content, at=submission.received_at)


def content_of(report: Report) -> dict[str, Any]:
    """Return everything the report says."""
    duty, award = report.duty, report.award
    return {
        "format": FORMAT,
        "report": report.key,
        "kind": duty.kind,
        "kind_label": duty.get_kind_display(),
        "period_from": duty.period_from,
        "period_until": duty.period_until,
        "due_on": duty.due_on,
        "funding_code": award.funding_code,
        "organisation": award.organisation.name,
        "project": award.decision.candidacy.application.project.title,
        "texts": [
            {"label": label_of(name), "text": getattr(report, name)} for name in TEXTS_OF[duty.kind]
        ],
        "figures": figure_parts(report),
        "measurements": [
            measurement_part(one) for one in report.measurements.select_related("indicator")
        ],
        "lines": [line_part(one) for one in report.lines.select_related("plan_line")],
        "vouchers": [voucher_part(one) for one in report.vouchers.order_by("row")],
        "partners": [partner_part(one) for one in report.partner_proofs.select_related("partner")],
    }


CONTINUES = dict(Report.Continuation.choices)


def figure_parts(report: Report) -> list[dict[str, str]]:
    """Return the figures of this kind of report that were given."""
    given = {name: getattr(report, name) for name in FIGURES_OF.get(report.duty.kind, ())}
    return [
        {"label": label_of(name), "value": str(CONTINUES.get(value, value))}
        for name, value in given.items()
        if value not in (None, "")
    ]


def measurement_part(one: Measurement) -> dict[str, Any]:
    attainment = attainment_of(one)
    return {
        "name": one.indicator.name,
        "unit": one.indicator.unit,
        "baseline": one.indicator.baseline,
        "target": one.indicator.target,
        "actual": one.actual,
        "attainment": attainment and round(attainment, 1),
        "quality": one.quality,
        "quality_label": one.get_quality_display(),
        "source": one.source,
        "reason": one.reason,
        "next_step": one.next_step,
    }


def line_part(line: ReportLine) -> dict[str, Any]:
    return {
        "plan_line": line.plan_line_id,
        "side": line.plan_line.side,
        "kind": line.plan_line.kind,
        "label": str(line.plan_line),
        "eligible": line.plan_line.eligible,
        "planned": line.planned,
        "declared": line.declared if line.declared is not None else Decimal("0.00"),
    }


def voucher_part(voucher: Voucher) -> dict[str, Any]:
    return {
        "row": voucher.row,
        "number": voucher.number,
        "paid_on": voucher.paid_on,
        "payee": voucher.payee,
        "purpose": voucher.purpose,
        "plan_line": voucher.plan_line_id,
        "amount": voucher.amount,
    }


def partner_part(proof: PartnerProof) -> dict[str, Any]:
    return {
        "name": proof.partner.name,
        "passed_on": proof.passed_on,
        "recognised": proof.recognised,
        "result": proof.result,
    }


def label_of(name: str) -> str:
    """Return the question that a text answers."""
    field: Any = Report._meta.get_field(name)
    return str(field.verbose_name)
