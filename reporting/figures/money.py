"""Money (Wirtschaftlichkeitskontrolle): D1 to D4."""

from __future__ import annotations

from applications.models import Project
from reporting.figures.definition import Column, Figure, Frames, Row, money, ratio

AWARDED = "alle bewilligten Anträge des Aufrufs"


def totals(frames: Frames) -> list[Row]:
    """Return requested, available and awarded sums and their ratios."""
    table = frames.applications
    requested, awarded = sum(table["requested"]), sum(table["awarded"])
    available = sum(frames.budget["amount"])
    lines = [
        ("Beantragt", requested, ratio(requested, available)),
        ("Verfügbar", available, ratio(available, available)),
        ("Vorgemerkt", sum(frames.budget["reserved"]), None),
        ("Bewilligt", awarded, ratio(awarded, available)),
    ]
    return [{"sum": name, "amount": money(amount), "ratio": share} for name, amount, share in lines]


def by_year(frames: Frames) -> list[Row]:
    """Return the money of each budget year."""
    return [
        {
            "year": int(row.year),
            "amount": money(row.amount),
            "reserved": money(row.reserved),
            "committed": money(row.committed),
            "free": money(row.amount - row.reserved - row.committed),
            "used": ratio(row.committed, row.amount),
        }
        for row in frames.budget.itertuples()
    ]


def leverage(frames: Frames) -> list[Row]:
    """Return what one euro of grant comes with: own and third parties' money."""
    table = frames.applications[frames.applications["is_awarded"]]
    groups = [(name, table[table["phase"] == code]) for code, name in Project.Phase.choices]
    rows: list[Row] = []
    for name, part in [*groups, ("Insgesamt", table)]:
        granted, eligible = sum(part["awarded"]), sum(part["award_eligible"])
        if granted:
            sums = {"eligible": money(eligible), "granted": money(granted)}
            added = eligible - granted
            rows.append(
                {"group": name, **sums, "added": money(added), "ratio": ratio(added, granted)}
            )
    return rows


def outflow(frames: Frames) -> list[Row]:
    """Return what was paid of the money committed for each year."""
    paid = frames.payments.groupby("year")["amount"].apply(sum).to_dict()
    return [
        {
            "year": int(row.year),
            "committed": money(row.committed),
            "paid": money(paid.get(row.year, 0)),
            "left": money(row.committed - paid.get(row.year, 0)),
            "rate": ratio(paid.get(row.year, 0), row.committed),
        }
        for row in frames.budget.itertuples()
    ]


FIGURES = (
    Figure(
        code="D1",
        name="Beantragte, verfügbare und bewilligte Mittel",
        formula="Summen in Euro; Verhältnis zu den verfügbaren Mitteln",
        unit="Euro",
        population="alle eingereichten Anträge und alle Haushaltsjahre des Aufrufs",
        source="Antrag: beantragt; Haushaltsjahr: Mittel, vorgemerkt; Zuwendung: Betrag",
        caveat="Über 100 % beantragt heißt überzeichnet.",
        columns=(
            Column("sum", "Summe"),
            Column("amount", "Euro", "euro"),
            Column("ratio", "Verhältnis zu den Mitteln", "percent"),
        ),
        compute=totals,
    ),
    Figure(
        code="D2",
        name="Mittel je Haushaltsjahr",
        formula="verfügbar, vorgemerkt, gebunden und frei in Euro",
        unit="Euro",
        population="alle Haushaltsjahre des Aufrufs",
        source="Haushaltsjahr: Mittel, vorgemerkt, gebunden",
        caveat="Vorgemerkt heißt vorgeschlagen, aber noch nicht freigegeben.",
        columns=(
            Column("year", "Jahr", "text"),
            Column("amount", "Verfügbar", "euro"),
            Column("reserved", "Vorgemerkt", "euro"),
            Column("committed", "Gebunden", "euro"),
            Column("free", "Frei", "euro"),
            Column("used", "Gebunden in %", "percent"),
        ),
        compute=by_year,
    ),
    Figure(
        code="D3",
        name="Hebel: eigenes und fremdes Geld je Euro Zuwendung",
        formula="(zuwendungsfähige Ausgaben - Zuwendung) / Zuwendung",
        unit="Euro je Euro",
        population=AWARDED,
        source="Zuwendung: Betrag, zuwendungsfähige Ausgaben; Vorhaben: Phase",
        caveat="Ausgaben, die nicht zuwendungsfähig sind, zählen nicht.",
        columns=(
            Column("group", "Phase"),
            Column("eligible", "Zuwendungsfähig", "euro"),
            Column("granted", "Bewilligt", "euro"),
            Column("added", "Eigenes und fremdes Geld", "euro"),
            Column("ratio", "Hebel", "rate"),
        ),
        compute=leverage,
    ),
    Figure(
        code="D4",
        name="Mittelabfluss nach Haushaltsjahr",
        formula="ausgezahlte / gebundene Euro des Haushaltsjahrs",
        unit="Euro",
        population="alle Haushaltsjahre und alle angekommenen Auszahlungen des Aufrufs",
        source="Haushaltsjahr: gebunden; Auszahlung: Betrag, Wertstellung",
        caveat="Gezählt wird das Jahr der Wertstellung; was die Bank zurückwies, zählt nicht.",
        columns=(
            Column("year", "Haushaltsjahr"),
            Column("committed", "Gebunden", "euro"),
            Column("paid", "Ausgezahlt", "euro"),
            Column("left", "Noch nicht abgeflossen", "euro"),
            Column("rate", "Mittelabfluss", "percent"),
        ),
        compute=outflow,
    ),
)
