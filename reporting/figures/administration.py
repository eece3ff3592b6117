"""What running the programme costs (Wirtschaftlichkeitskontrolle): G1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporting.figures.definition import Column, Figure, Row, money, ratio
from reporting.models import AdministrationCost

if TYPE_CHECKING:
    from decimal import Decimal

    import pandas as pd

    from reporting.frames import Frames


def administration(frames: Frames) -> list[Row]:
    """Return own costs beside the grants paid in each year; years without an entry stay blank."""
    costs, payments = frames.costs, frames.payments
    years = sorted({*costs["year"], *payments["year"]})
    rows: list[Row] = []
    for year in years:
        entered = costs[costs["year"] == year]
        paid = sum(payments[payments["year"] == year]["amount"])
        rows.append({"year": str(year), **line(entered, paid)})
    if rows:
        rows.append({"year": "Insgesamt", **line(costs, sum(payments["amount"]))})
    return rows


def line(costs: pd.DataFrame, paid: Decimal) -> Row:
    """Return the costs by kind, their sum, and their ratio to what was paid."""
    if costs.empty:
        return {"paid": money(paid)}
    parts = {
        kind: money(sum(costs[costs["kind"] == kind]["amount"]))
        for kind in AdministrationCost.Kind.values
    }
    whole = sum(costs["amount"])
    return {**parts, "cost": money(whole), "paid": money(paid), "ratio": ratio(whole, paid)}


FIGURES = (
    Figure(
        code="G1",
        name="Verwaltungsausgaben je Euro Förderung",
        formula="eigene Ausgaben der Verwaltung / ausgezahlte Zuwendungen desselben Jahres",
        unit="Euro; Anteil",
        population="alle Jahre mit Auszahlungen oder eingetragenen Verwaltungsausgaben",
        source="Verwaltungsausgaben: Jahr, Art, Betrag (von der Programmstelle eingetragen); "
        "Auszahlung: Betrag, Wertstellung",
        caveat="Jahre ohne Eintrag haben kein Verhältnis. Zum Vergleich: Der Bundesrechnungshof "
        "nannte für zwei Programme 38,8 von 205,8 Mio. Euro (19 %).",
        columns=(
            Column("year", "Jahr"),
            *(Column(kind, label, "euro") for kind, label in AdministrationCost.Kind.choices),
            Column("cost", "Zusammen", "euro"),
            Column("paid", "Ausgezahlt", "euro"),
            Column("ratio", "Verhältnis", "percent"),
        ),
        compute=administration,
    ),
)
