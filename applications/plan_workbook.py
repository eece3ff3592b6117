"""The finance plan as a workbook to be edited and brought back: the same rows out and in."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from applications.models import Application, PlanLine
from applications.plan_rows import SIDES, state_of

SHEET, EURO = "Finanzplan", "#,##0.00"
HEADS = ("Zeile", "Seite", "Art", "Bezeichnung", "Maßnahme", "Partner", "Zuwendungsfähig")
TOTAL = "Summe"
SIDE_NAMES = {"expense": "Ausgaben", "financing": "Finanzierung"}
KIND_LABELS = {str(kind): kind.label for kind in PlanLine.Kind}
YES, NO = "ja", "nein"
WIDTHS = (12, 14, 30, 40, 30, 30, 16)
SPARE_ROWS = 100  # so many new rows get the lists of choices too


@dataclass(frozen=True)
class SheetRow:
    """One line of the plan as the workbook has it; without `key` it is new."""

    key: str
    kind: str
    label: str = ""
    measure: str = ""
    partner: str = ""
    eligible: bool = True
    amounts: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.label or KIND_LABELS[self.kind]


@dataclass(frozen=True)
class Offer:
    """What the workbook may name: years of the call, measures and partners by their text."""

    years: tuple[int, ...]
    measures: Mapping[str, int] = field(default_factory=dict)
    partners: Mapping[str, int] = field(default_factory=dict)


def offer_of(application: Application) -> Offer:
    """Return the choices; the position before the name tells two of one name apart."""
    return Offer(
        tuple(application.call_version.years),
        {f"{row.position}. {row.name}": row.pk for row in application.measures.all()},
        {f"{row.position}. {row.name}": row.pk for row in application.partners.all()},
    )


def rows_of(application: Application, offer: Offer) -> list[SheetRow]:
    """Return the stored and the offered rows of the plan."""
    measures, partners = (
        {pk: text for text, pk in one.items()} for one in (offer.measures, offer.partners)
    )
    found = []
    for row in state_of(application).rows:
        line = row.line
        found.append(
            SheetRow(
                row.key,
                str(row.kind),
                line.label if line else "",
                measures.get(line.measure_id or 0, "") if line else "",
                partners.get(line.partner_id or 0, "") if line else "",
                row.eligible,
                {year: amount for year, amount in row.amounts.items() if amount},
            )
        )
    return found


def plan_workbook(rows: Sequence[SheetRow], offer: Offer) -> bytes:
    """Return the XLSX file: a row for each line, a column for each year, in euros and cents."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet(SHEET)
        bold, euro = book.add_format({"bold": True}), book.add_format({"num_format": EURO})
        heads = (*HEADS, *map(str, offer.years), TOTAL)
        for place, head in enumerate(heads):
            sheet.write_string(0, place, head, bold)
            sheet.set_column(place, place, WIDTHS[place] if place < len(WIDTHS) else 16)
        sheet.freeze_panes(1, len(HEADS))
        for number, row in enumerate(rows, start=1):
            for place, text in enumerate(texts_of(row)):
                sheet.write_string(number, place, text)
            amounts = [row.amounts.get(year) for year in offer.years]
            for place, amount in enumerate([*amounts, sum(filter(None, amounts), Decimal(0))]):
                if amount is None:
                    sheet.write_blank(number, len(HEADS) + place, None, euro)
                else:
                    sheet.write_number(number, len(HEADS) + place, float(amount), euro)
        add_choices(sheet, len(rows) + SPARE_ROWS, offer)
    return stream.getvalue()


def texts_of(row: SheetRow) -> tuple[str, ...]:
    side = SIDES[row.kind]
    eligible = (YES if row.eligible else NO) if side == "expense" else ""
    return (
        *(row.key, SIDE_NAMES[side], KIND_LABELS[row.kind], row.label),
        *(row.measure, row.partner, eligible),
    )


def add_choices(sheet: object, last: int, offer: Offer) -> None:
    """Offer kinds, measures, partners, yes and no as lists; Excel takes 255 characters of them."""
    choices = {2: list(KIND_LABELS.values()), 4: list(offer.measures), 5: list(offer.partners)}
    for place, texts in {**choices, 6: [YES, NO]}.items():
        fits = len(",".join(texts)) <= 255 and not any("," in text for text in texts)  # noqa: PLR2004
        if texts and fits:
            validation = {"validate": "list", "source": texts, "error_type": "warning"}
            sheet.data_validation(1, place, last, place, validation)  # type: ignore[attr-defined]
