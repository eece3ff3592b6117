"""Money (Wirtschaftlichkeitskontrolle): D1 to D4 and D7."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from applications.models import Project
from reporting.figures.definition import Column, Figure, Row, money, ratio

if TYPE_CHECKING:
    from reporting.frames import Frames

AWARDED = "alle Anträge des Aufrufs, deren Zuwendungsbescheid versandt ist"


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
    table = frames.granted
    groups = [(name, table[table["phase"] == code]) for code, name in Project.Phase.choices]
    rows: list[Row] = []
    for name, part in [*groups, ("Insgesamt", table)]:
        if granted := sum(part["awarded"]):
            own, other = sum(part["own_funds"]), sum(part["other_funds"])
            rows.append(
                {
                    "group": name,
                    "eligible": money(sum(part["award_eligible"])),
                    "granted": money(granted),
                    "own": money(own),
                    "other": money(other),
                    "ratio": ratio(own + other, granted),
                }
            )
    return rows


def outflow(frames: Frames) -> list[Row]:
    """Return what was planned, asked for and paid for each budget year."""
    tranches, this_year = frames.tranches, frames.today.year
    rows: list[Row] = []
    for year, amount in zip(frames.budget["year"], frames.budget["amount"], strict=True):
        part = tranches[tranches["year"] == year]
        granted = sum(part["granted"])
        left = granted - sum(part["paid"]) - sum(part["returned"])
        requests, payments = frames.requests, frames.payments
        paid = sum(payments[payments["year"] == year]["amount"])
        rows.append(
            {
                "year": int(year),
                "amount": money(amount),
                "authorised": money(sum(part[~part["is_cash"].astype(bool)]["granted"])),
                "granted": money(granted),
                "requested": money(sum(requests[requests["year"] == year]["amount"])),
                "paid": money(paid),
                "rest": money(left) if year < this_year else None,
                "rate": ratio(paid, granted),
            }
        )
    return rows


def recovered(frames: Frames) -> list[Row]:
    """Return what was claimed back, came in or was waived, and interest."""
    claims, interest = frames.recoveries, frames.interest

    def claimed(*states: str) -> Any:
        return claims[claims["status"].isin(states)]

    decided = claimed("due", "deferred", "waiver_proposed", "waived", "paid")
    owed = claimed("due", "deferred", "waiver_proposed")
    waived = claimed("waived")
    charged = interest[interest["status"] == "charged"]
    lines = (
        ("Zurückgefordert", len(decided), sum(decided["amount"])),
        ("Zurückgezahlt", int((decided["repaid"] > 0).sum()), sum(decided["repaid"])),
        ("Noch offen", len(owed), sum(owed["amount"]) - sum(owed["repaid"])),
        ("Erlassen", len(waived), sum(waived["amount"]) - sum(waived["repaid"])),
        ("Zinsen auf Rückzahlungen", int((claims["interest"] > 0).sum()), sum(claims["interest"])),
        ("Festgesetzte Zinsen wegen später Verwendung", len(charged), sum(charged["amount"])),
    )
    return [{"kind": name, "count": count, "amount": money(sum_)} for name, count, sum_ in lines]


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
        formula="(Eigenmittel + Mittel Dritter und Einnahmen) / Zuwendung",
        unit="Euro je Euro",
        population=AWARDED,
        source="Zuwendung: Betrag, zuwendungsfähig, Eigenmittel, Mittel Dritter; Vorhaben: Phase",
        caveat="Ausgaben, die nicht zuwendungsfähig sind, zählen nicht.",
        columns=(
            Column("group", "Phase"),
            Column("eligible", "Zuwendungsfähig", "euro"),
            Column("granted", "Bewilligt", "euro"),
            Column("own", "Eigenmittel", "euro"),
            Column("other", "Dritte und Einnahmen", "euro"),
            Column("ratio", "Hebel", "rate"),
        ),
        compute=leverage,
    ),
    Figure(
        code="D4",
        name="Mittelabfluss nach Haushaltsjahr",
        formula="ausgezahlte / bewilligte Euro des Haushaltsjahrs; Ausgaberest = bewilligt - "
        "ausgezahlt - zurückgegeben, sobald das Jahr vorbei ist",
        unit="Euro",
        population="alle Haushaltsjahre des Aufrufs mit Jahresraten und Auszahlungen",
        source="Haushaltsjahr: Mittel; Jahresrate: bewilligt, Kassenmittel, zurückgezahlt; "
        "Mittelanforderung: angefordert; Auszahlung: Betrag, Wertstellung",
        caveat="Gezählt wird das Jahr der Wertstellung; was die Bank zurückwies, zählt nicht.",
        columns=(
            Column("year", "Jahr"),
            Column("amount", "Ansatz", "euro"),
            Column("authorised", "Davon VE", "euro"),
            Column("granted", "Bewilligt", "euro"),
            Column("requested", "Abgerufen", "euro"),
            Column("paid", "Ausgezahlt", "euro"),
            Column("rest", "Ausgaberest", "euro"),
            Column("rate", "Abfluss", "percent"),
        ),
        compute=outflow,
    ),
    Figure(
        code="D7",
        name="Rückforderungen und Zinsen",
        formula="Zahl und Summe in Euro; offen und erlassen jeweils ohne das schon Zurückgezahlte",
        unit="Euro",
        population="alle Rückforderungen und Zinsforderungen des Aufrufs",
        source="Rückforderung: Stand, Betrag; Rückzahlung: Betrag, Zinsen; Zinsforderung: Betrag",
        caveat="Zurückgefordert ist, was ein Bescheid fordert; laufende Anhörungen zählen nicht.",
        columns=(
            Column("kind", "Was"),
            Column("count", "Fälle", "count"),
            Column("amount", "Summe", "euro"),
        ),
        compute=recovered,
    ),
)
