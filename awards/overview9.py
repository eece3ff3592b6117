"""The overview that VV Nr. 9 zu § 44 BHO asks for: one row for each award."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from awards.models import Award, ProofCheck

HEADINGS = (
    *("Förderkennzeichen", "Haushaltsstelle", "Empfänger", "Land", "Art", "Zweck", "Bewilligt"),
    *("davon Verpflichtungsermächtigung", "Ausgezahlt", "Zurückgezahlt", "Zwischennachweise"),
    *("Verwendungsnachweis fällig", "Eingegangen", "Prüfung", "Endgültige Zuwendung"),
)
MONEY = "#,##0.00 €"
DAY = "dd.mm.yyyy"


def awards_with_parts(awards: QuerySet[Award]) -> QuerySet[Award]:
    """Load with each award what its row shows."""
    parts = ("organisation", "decision__candidacy__application__project", "final_notice")
    many = ("tranches__budget_year", "report_dates__report__submissions__proof_check")
    return awards.select_related(*parts).prefetch_related(*many)


def row_of(award: Award) -> tuple[Any, ...]:
    """Return the row in the order of the headings."""
    tranches = list(award.tranches.all())
    duties = list(award.report_dates.all())
    interim = [duty for duty in duties if duty.kind == "interim"]
    proofs = [duty for duty in duties if duty.kind == "proof"]
    proof = proofs[-1] if proofs else None
    notice = getattr(award, "final_notice", None)
    return (
        award.funding_code,
        ", ".join(sorted({t.budget_year.source for t in tranches if t.budget_year.source})),
        award.organisation.name,
        award.organisation.land,
        f"Projektförderung, {award.get_financing_display()}",
        award.decision.candidacy.application.project.title,
        award.amount,
        sum((t.granted for t in tranches if not t.is_cash), Decimal("0.00")),
        sum((t.paid for t in tranches), Decimal("0.00")),
        sum((t.returned for t in tranches), Decimal("0.00")),
        f"{sum(1 for duty in interim if duty.received_on)} von {len(interim)}",
        proof and proof.due_on,
        proof and proof.received_on,
        check_of(duties),
        notice and notice.final_amount,
    )


def check_of(duties: Sequence[Any]) -> str:
    """Say how far the check of the proof of use has come."""
    checks = [
        submission.proof_check
        for duty in duties
        if hasattr(duty, "report")
        for submission in duty.report.submissions.all()
        if hasattr(submission, "proof_check")
    ]
    latest: ProofCheck | None = max(checks, key=lambda check: check.pk, default=None)
    return latest.get_status_display() if latest else ""


def workbook(rows: Iterable[Sequence[Any]]) -> bytes:
    """Return the overview as XLSX; text is never a formula."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet("VV Nr. 9")
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": MONEY})
        day = book.add_format({"num_format": DAY})
        for place, heading in enumerate(HEADINGS):
            sheet.write_string(0, place, heading, bold)
        sheet.set_column(0, len(HEADINGS) - 1, 22)
        sheet.freeze_panes(1, 1)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                if isinstance(value, Decimal):
                    sheet.write_number(number, place, float(value), money)
                elif isinstance(value, date):
                    sheet.write_datetime(number, place, value, day)
                else:
                    sheet.write_string(number, place, str(value or ""))
    return stream.getvalue()
