"""How long the procedure takes (Wirtschaftlichkeitskontrolle): E1 to E5."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from django.utils.timezone import localtime

from applications.models import Application
from awards.models import ReportDate
from reporting.figures.definition import Column, Figure, Row, ratio

if TYPE_CHECKING:
    from reporting.frames import Frames

STEPS = (
    ("Vorhaben beschrieben", "has_project"),
    ("Maßnahmen angelegt", "has_measures"),
    ("Indikatoren angelegt", "has_indicators"),
    ("Beträge im Finanzplan", "has_plan"),
)


def spans(frames: Frames) -> list[Row]:
    """Return the days of each stage: how many cases, median and 90 %."""
    deadline = date.fromisoformat(frames.facts["deadline"])
    changes, checks = frames.amendments, frames.checks
    stages = (
        ("Frist bis Entscheidung", [(deadline, at) for at in frames.applications["decided_at"]]),
        ("Entscheidung bis Bescheid", pairs(frames.notices, "approved_at", "sent_on")),
        ("Mittelanforderung bis Auszahlung", pairs(frames.payments, "requested_on", "paid_on")),
        ("Änderungsantrag bis Entscheidung", pairs(changes, "submitted_at", "decided_at")),
        ("Nachweis bis Prüfvermerk (kursorisch)", pairs(checks, "received_at", "noted_at")),
        ("Nachweis bis Schlussbescheid (vertieft)", pairs(checks, "received_at", "settled_on")),
    )
    rows: list[Row] = []
    for name, moments in stages:
        if days := days_between(moments):
            middle, most = float(np.median(days)), float(np.percentile(days, 90))
            rows.append({"span": name, "count": len(days), "median": middle, "p90": most})
    return rows


def pairs(frame: pd.DataFrame, begin: str, end: str) -> Iterable[tuple[Any, Any]]:
    return zip(frame[begin], frame[end], strict=True)


def days_between(moments: Iterable[tuple[Any, Any]]) -> list[int]:
    """Return the calendar days in Germany between two moments or days, where both are known."""
    return [(day_of(b) - day_of(a)).days for a, b in moments if not (pd.isna(a) or pd.isna(b))]


def day_of(moment: date | datetime) -> date:
    return localtime(moment).date() if isinstance(moment, datetime) else moment


def reports_due(frames: Frames) -> list[Row]:
    """Count the reports by kind: due by today, received, and late without one."""
    duties, today = frames.duties, frames.today
    rows: list[Row] = []
    for kind, name in ReportDate.Kind.choices:
        part = duties[duties["kind"] == kind]
        if planned := len(part):
            missing = part["received_on"].isna()
            due = sum(day <= today for day in part["due_on"])
            late = sum(day < today for day in part["due_on"][missing])
            counts = {"planned": planned, "due": due, "late": late}
            received = planned - int(missing.sum())
            counts |= {"received": received, "share": ratio(late, due)}
            rows.append({"kind": name, "duties": {"art": kind}, **counts})
    return rows


def checked_in_time(frames: Frames) -> list[Row]:
    """Count the proofs that were checked within the months of the guideline."""
    checks, today = frames.checks, frames.today
    steps = (
        ("Kursorisch", "cursory_due_on", "noted_at"),
        ("Vertieft", "in_depth_due_on", "settled_on"),
    )
    rows: list[Row] = []
    for name, due, done in steps:
        known = [(d, None if pd.isna(e) else day_of(e)) for d, e in pairs(checks, due, done)]
        in_time = sum(end is not None and end <= limit for limit, end in known)
        late = sum(end > limit if end else limit < today for limit, end in known)
        if known:
            counts = {"proofs": len(known), "in_time": in_time, "late": late}
            rest = len(known) - in_time - late
            share = ratio(in_time, in_time + late)
            rows.append({"check": name, **counts, "going_on": rest, "share": share})
    return rows


def supplements(frames: Frames) -> list[Row]:
    """Count the requests for additional documents and their answers."""
    asked, whole = frames.supplements, len(frames.applications)
    with_one = asked["application"].nunique()
    answered = asked["answered_at"].notna()
    late = answered & asked["is_late"].eq(True)
    lines: tuple[tuple[str, Row, Any, float | None], ...] = (
        ("Nachforderungen", {}, len(asked), None),
        (
            "Anträge mit Nachforderung",
            {"asked": {"nachforderung": "ja"}},
            with_one,
            ratio(with_one, whole),
        ),
        ("Beantwortet", {}, answered.sum(), ratio(answered.sum(), len(asked))),
        ("Verspätet beantwortet", {}, late.sum(), ratio(late.sum(), len(asked))),
    )
    return [
        {"what": name, **behind, "count": int(count), "share": share}
        for name, behind, count, share in lines
    ]


def drop_out(frames: Frames) -> list[Row]:
    """Count how far each application came, and how many stopped before the next step."""
    begun = frames.begun
    if begun.empty:
        return []
    offered = begun["status"] != Application.Status.DRAFT
    handed_in = ~begun["status"].isin(Application.BEFORE_SUBMISSION)
    flags = [begun[column].eq(True) for _, column in STEPS] + [offered, handed_in]
    names = [name for name, _ in STEPS] + ["Zur Zeichnung gegeben", "Eingereicht"]
    reached, further = [], pd.Series(False, index=begun.index)
    for flag in reversed(flags):  # who came further has passed every step before
        further = further | flag
        reached.append(int(further.sum()))
    counts = [len(begun), *reversed(reached)]
    return [
        {
            "step": name,
            "count": count,
            "share": ratio(count, len(begun)),
            "lost": count - following,
        }
        for name, count, following in zip(
            ["Begonnen", *names], counts, [*counts[1:], counts[-1]], strict=True
        )
    ]


FIGURES = (
    Figure(
        code="E1",
        name="Dauer des Verfahrens",
        formula="Kalendertage zwischen zwei Ereignissen desselben Falls",
        unit="Tage",
        population="alle Fälle des Aufrufs, bei denen beide Ereignisse eingetreten sind",
        source="Aufruf: Frist; Entscheidung: freigegeben am; Bescheid: abgesandt; "
        "Mittelanforderung: eingereicht am; Auszahlung: Wertstellung; Änderung: Eingang, "
        "entschieden am; Prüfung: Eingang, Prüfvermerk vorgelegt, Schlussbescheid",
        caveat="Formale Ablehnungen zählen nicht. Noch offene Fälle fehlen.",
        columns=(
            Column("span", "Abschnitt"),
            Column("count", "Fälle", "count"),
            Column("median", "Median", "number"),
            Column("p90", "90 % bis", "number"),
        ),
        compute=spans,
    ),
    Figure(
        code="E2",
        name="Berichte und Nachweise",
        formula="Zahl der Termine; überfällig: Termin vorbei und nichts eingegangen",
        unit="Berichte",
        population="alle Berichtstermine der bewilligten Vorhaben",
        source="Berichtstermin: fällig am, eingegangen am",
        caveat="Stand ist der Tag der Berechnung.",
        columns=(
            Column("kind", "Art"),
            Column("planned", "Termine", "count"),
            Column("due", "Bisher fällig", "count"),
            Column("received", "Eingegangen", "count"),
            Column("late", "Überfällig", "count"),
            Column("share", "Überfällig in %", "percent"),
        ),
        compute=reports_due,
    ),
    Figure(
        code="E3",
        name="Prüfung der Verwendungsnachweise in der Frist",
        formula="fristgerecht / (fristgerecht + verspätet)",
        unit="Nachweise",
        population="alle eingegangenen Verwendungsnachweise, deren Prüfung gilt",
        source="Prüfung: kursorisch bis, vertieft bis, Prüfvermerk vorgelegt; Schlussbescheid",
        caveat="Die Fristen (üblich 3 und 9 Monate) stehen in der Förderrichtlinie.",
        columns=(
            Column("check", "Prüfung"),
            Column("proofs", "Nachweise", "count"),
            Column("in_time", "In der Frist", "count"),
            Column("late", "Verspätet", "count"),
            Column("going_on", "Läuft noch", "count"),
            Column("share", "In der Frist in %", "percent"),
        ),
        compute=checked_in_time,
    ),
    Figure(
        code="E4",
        name="Nachforderungen zu Anträgen",
        formula="Zahl der Nachforderungen; Anteile an den Anträgen und an den Nachforderungen",
        unit="Nachforderungen",
        population="alle eingereichten Anträge des Aufrufs",
        source="Nachforderung: Antrag, Antwort, verspätet",
        caveat="Nachforderungen zu Berichten zählen hier nicht.",
        columns=(
            Column("what", "Was"),
            Column("count", "Zahl", "count"),
            Column("share", "Anteil", "percent"),
        ),
        compute=supplements,
    ),
    Figure(
        code="E5",
        name="Wie weit Anträge kommen",
        formula="Zahl der begonnenen Anträge, die einen Schritt erreicht haben; wer weiter kam, "
        "hat die früheren Schritte erreicht",
        unit="Anträge",
        population="alle begonnenen Anträge des Aufrufs, auch Entwürfe",
        source="Antrag: Status, Vorhaben, Maßnahmen, Indikatoren, Finanzplan",
        caveat="Solange der Aufruf läuft, ist ein Entwurf kein Abbruch.",
        columns=(
            Column("step", "Schritt"),
            Column("count", "Erreicht", "count"),
            Column("share", "Anteil", "percent"),
            Column("lost", "Danach abgebrochen", "count"),
        ),
        compute=drop_out,
    ),
)
