"""How long the procedure takes (Wirtschaftlichkeitskontrolle): E1, E2."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
from django.utils.timezone import localtime

from awards.models import AwardNotice, ReportDate
from core import clock
from reporting.figures.definition import Column, Figure, Frames, Row, ratio


def spans(frames: Frames) -> list[Row]:
    """Return the days of each stage: how many cases, median and 90 %."""
    version, table = frames.version, frames.applications
    decided = [(version.deadline_at, moment) for moment in table["decided_at"]]
    notices = AwardNotice.objects.filter(
        number=1, award__decision__candidacy__application__call_version=version
    ).values_list("award__decision__approved_at", "sent_on")
    paid = frames.payments[["requested_on", "paid_on"]].itertuples(index=False, name=None)
    stages = (
        ("Frist bis Entscheidung", decided),
        ("Entscheidung bis Bescheid", notices),
        ("Mittelanforderung bis Auszahlung", paid),
    )
    rows: list[Row] = []
    for name, pairs in stages:
        if days := days_between(pairs):
            middle, most = float(np.median(days)), float(np.percentile(days, 90))
            rows.append({"span": name, "count": len(days), "median": middle, "p90": most})
    return rows


def days_between(pairs: Iterable[tuple[Any, Any]]) -> list[int]:
    """Return the calendar days in Germany between two moments or days, where both are known."""
    return [(day_of(b) - day_of(a)).days for a, b in pairs if not (pd.isna(a) or pd.isna(b))]


def day_of(moment: date | datetime) -> date:
    return localtime(moment).date() if isinstance(moment, datetime) else moment


def reports_due(frames: Frames) -> list[Row]:
    """Count the reports by kind: due by today, received, and late without one."""
    today = clock.today()
    duties = ReportDate.objects.filter(
        award__decision__candidacy__application__call_version=frames.version
    )
    rows: list[Row] = []
    for kind, name in ReportDate.Kind.choices:
        due = duties.filter(kind=kind, due_on__lte=today)
        if planned := duties.filter(kind=kind).count():
            late = duties.filter(kind=kind).overdue(today).count()
            counts = {"planned": planned, "due": due.count(), "late": late}
            received = duties.filter(kind=kind).exclude(received_on=None).count()
            share = ratio(late, due.count())
            rows.append({"kind": name, **counts, "received": received, "share": share})
    return rows


FIGURES = (
    Figure(
        code="E1",
        name="Dauer des Verfahrens",
        formula="Kalendertage zwischen zwei Ereignissen desselben Falls",
        unit="Tage",
        population="alle Fälle des Aufrufs, bei denen beide Ereignisse eingetreten sind",
        source="Aufruf: Frist; Entscheidung: freigegeben am; Bescheid: abgesandt; "
        "Mittelanforderung: eingereicht am; Auszahlung: Wertstellung",
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
)
