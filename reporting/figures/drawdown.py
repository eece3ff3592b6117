"""How money is drawn over time (Wirtschaftlichkeitskontrolle): D5, D6, D8, D9."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime

from reporting.figures.definition import Column, Figure, Row, money, ratio
from rulebook.forecast import chain_ladder

if TYPE_CHECKING:
    import pandas as pd

    from reporting.frames import Frames

QUARTERS = (1, 2, 3, 4)
AWARDED = "alle bewilligten Vorhaben des Aufrufs"
OLDEST = 3  # years after which undrawn money is put together
TOO_FEW_YEARS = "Noch nicht berechenbar: Es fehlen zwei Jahrgänge mit Auszahlungen in jedem Jahr"


def s_curve(frames: Frames) -> list[Row]:
    """Return planned and real payments since the beginning, at the end of each quarter."""
    planned = frames.tranches.groupby("year")["granted"].apply(sum).to_dict()
    paid = list(zip(frames.payments["paid_on"], frames.payments["amount"], strict=True))
    whole, before = sum(planned.values()), Decimal(0)
    rows: list[Row] = []
    for year in range(min(planned, default=0), max(planned, default=-1) + 1):
        for quarter in QUARTERS:
            begins, ends = date(year, 3 * quarter - 2, 1), end_of(year, quarter)
            plan = before + planned.get(year, Decimal(0)) * quarter / 4
            real = sum((amount for day, amount in paid if day <= ends), Decimal(0))
            begun = begins <= frames.today
            rows.append(
                {
                    "quarter": f"{quarter}/{year}",
                    "planned": money(plan),
                    "paid": money(real) if begun else None,
                    "planned_share": ratio(plan, whole),
                    "paid_share": ratio(real, whole) if begun else None,
                    "is_over": ends < frames.today,
                }
            )
        before += planned.get(year, Decimal(0))
    return rows


def end_of(year: int, quarter: int) -> date:
    """Return the last day of a quarter.

    >>> end_of(2028, 1), end_of(2028, 4)
    (datetime.date(2028, 3, 31), datetime.date(2028, 12, 31))
    """
    following = date(year + quarter // 4, 3 * (quarter % 4) + 1, 1)
    return following - timedelta(days=1)


def undrawn(frames: Frames) -> list[Row]:
    """Return what awards have not drawn yet, by how long ago its budget year ended."""
    sums: dict[int, Decimal] = defaultdict(Decimal)
    awards: dict[int, set[Any]] = defaultdict(set)
    for row in frames.tranches.itertuples():
        left = row.granted - row.ordered - row.paid - row.returned
        if left > 0:
            age = min(max(frames.today.year - row.year, -1), OLDEST)
            sums[age] += left
            awards[age].add(row.award)
    names = {-1: "aus künftigen Jahren", 0: "aus dem laufenden Jahr", 1: "seit einem Jahr"}
    names |= {2: "seit zwei Jahren", OLDEST: "seit drei Jahren und länger"}
    whole = sum(sums.values(), Decimal(0))
    return [
        {
            "age": name,
            "projects": len(awards[age]),
            "amount": money(sums[age]),
            "share": ratio(sums[age], whole),
        }
        for age, name in names.items()
        if age in sums
    ]


def cohorts(frames: Frames) -> list[Row]:
    """Forecast what the awards of each year will draw in the end (chain ladder)."""
    last = frames.today.year - 1  # the running year is not complete
    triangle, years = triangle_of(frames.cohorts, last)
    try:
        found = chain_ladder([[float(amount) for amount in row] for row in triangle])
    except ValueError:  # too few years, or one in which nothing flowed
        return [{"cohort": TOO_FEW_YEARS}] if years else []
    return [
        {
            "cohort": str(year),
            "paid": money(row[-1]),
            "final": money(final),
            "open": money(final - float(row[-1])),
            "error": money(error),
        }
        for year, row, final, error in zip(
            years, triangle, found.ultimates, found.row_se, strict=True
        )
    ]


def triangle_of(payments: pd.DataFrame, last: int) -> tuple[list[list[Decimal]], list[int]]:
    """Return cumulative payments by year of the award and years since, up to the year `last`."""
    sums: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for row in payments.itertuples():
        cohort = localtime(row.decided_on).year
        if row.paid_on.year <= last:
            sums[cohort, row.paid_on.year - cohort] += row.amount
    years = sorted({cohort for cohort, _ in sums})
    triangle = []
    for cohort in years:
        total, line = Decimal(0), []
        for age in range(last - cohort + 1):
            total += sums[cohort, age]
            line.append(total)
        triangle.append(line)
    return triangle, years


def by_project(frames: Frames) -> list[Row]:
    """Forecast each coming year: every project goes on drawing as fast as it did so far."""
    projects: dict[Any, list[Any]] = defaultdict(list)
    for row in frames.tranches.sort_values("year").itertuples():
        projects[row.award].append(row)
    planned: dict[int, Decimal] = defaultdict(Decimal)
    expected: dict[int, Decimal] = defaultdict(Decimal)
    for tranches in projects.values():
        rate, carried = pace(tranches, frames.today.year), Decimal(0)
        for row in tranches:
            if row.year >= frames.today.year:
                left = row.granted - row.paid - row.returned
                drawn = (left + carried) * rate
                planned[row.year] += left
                expected[row.year] += drawn
                carried += left - drawn
    return [
        {
            "year": int(coming),
            "planned": money(planned[coming]),
            "expected": money(expected[coming]),
            "share": ratio(expected[coming], planned[coming]),
        }
        for coming in sorted(planned)
    ]


def pace(tranches: Iterable[Any], year: int) -> Decimal:
    """Return which part of its finished years' money a project drew, 1 without any such year."""
    over = [row for row in tranches if row.year < year]
    granted = sum((row.granted for row in over), Decimal(0))
    paid = sum((row.paid for row in over), Decimal(0))
    return min(Decimal(1), paid / granted) if granted else Decimal(1)


FIGURES = (
    Figure(
        code="D5",
        name="Geplanter und wirklicher Mittelabfluss",
        formula="Summe seit Beginn am Ende jedes Quartals; geplant: Jahresraten, innerhalb des "
        "Jahres gleichmäßig",
        unit="Euro",
        population=AWARDED,
        source="Jahresrate: bewilligt; Auszahlung: Betrag, Wertstellung",
        caveat="Künftige Quartale haben noch keinen wirklichen Wert.",
        columns=(
            Column("quarter", "Quartal"),
            Column("planned", "Geplant", "euro"),
            Column("paid", "Ausgezahlt", "euro"),
            Column("planned_share", "Geplant in %", "percent"),
            Column("paid_share", "Ausgezahlt in %", "percent"),
        ),
        compute=s_curve,
    ),
    Figure(
        code="D6",
        name="Alter nicht abgerufener Mittel",
        formula="bewilligt - angeordnet - ausgezahlt - zurückgegeben je Jahresrate",
        unit="Euro",
        population=AWARDED,
        source="Jahresrate: bewilligt, angeordnet, ausgezahlt, zurückgezahlt; Haushaltsjahr",
        caveat="Das Alter zählt in Haushaltsjahren bis zum Tag der Berechnung.",
        columns=(
            Column("age", "Nicht abgerufen"),
            Column("projects", "Vorhaben", "count"),
            Column("amount", "Summe", "euro"),
            Column("share", "Anteil", "percent"),
        ),
        compute=undrawn,
    ),
    Figure(
        code="D8",
        name="Prognose nach Jahrgang",
        formula="Chain-Ladder auf die Summen seit Beginn; Standardfehler nach Mack (1993)",
        unit="Euro",
        population="alle Auszahlungen aller Aufrufe des Programms bis zum letzten vollen Jahr",
        source="Entscheidung: freigegeben am; Auszahlung: Betrag, Wertstellung",
        caveat="Setzt voraus, dass neue Jahrgänge so schnell abrufen wie alte. Braucht mindestens "
        "zwei Jahrgänge und zwei volle Jahre.",
        columns=(
            Column("cohort", "Jahrgang"),
            Column("paid", "Bisher ausgezahlt", "euro"),
            Column("final", "Am Ende erwartet", "euro"),
            Column("open", "Noch erwartet", "euro"),
            Column("error", "Standardfehler", "euro"),
        ),
        compute=cohorts,
    ),
    Figure(
        code="D9",
        name="Prognose nach Vorhaben",
        formula="je Vorhaben: offene Jahresrate und Übertrag x bisheriger Abrufgrad der "
        "abgeschlossenen Jahre; Summe über alle Vorhaben",
        unit="Euro",
        population=AWARDED,
        source="Jahresrate: bewilligt, ausgezahlt, zurückgezahlt; Haushaltsjahr",
        caveat="Ohne abgeschlossenes Jahr gilt der Plan. Was nicht abgerufen wird, wandert in das "
        "nächste Jahr; ein Rest nach dem letzten verfällt.",
        columns=(
            Column("year", "Jahr"),
            Column("planned", "Noch geplant", "euro"),
            Column("expected", "Erwartet", "euro"),
            Column("share", "Erwartet in %", "percent"),
        ),
        compute=by_project,
    ),
)
