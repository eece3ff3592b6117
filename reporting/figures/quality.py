"""Scores, agreement of reviewers and duration (Wirkung des Verfahrens): C1 to C3, E1."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd

from reporting.figures.definition import Column, Figure, Frames, Row, ratio
from rulebook.agreement import icc, spearman_brown

BIN = 5
REVIEWED = "alle begutachteten Anträge des Aufrufs, nicht nur die besten"
LEAST_RATERS = 2


def score_distribution(frames: Frames) -> list[Row]:
    """Count the published scores in bins of five points."""
    totals = frames.applications["total"].dropna().astype(float)
    edges = np.arange(0, 100 + BIN, BIN)
    counts, _ = np.histogram(totals, bins=edges)
    return [
        {
            "from": int(low),
            "to": int(low + BIN),
            "count": int(count),
            "share": ratio(count, len(totals)),
        }
        for low, count in zip(edges, counts, strict=False)
    ]


def matrix(reviews: pd.DataFrame) -> np.ndarray:
    """Return applications x reviews (not reviewers: they differ per application), NaN filled."""
    grouped = [group.to_numpy() for _, group in reviews.groupby("application")["total"]]
    grouped = [totals for totals in grouped if len(totals) >= LEAST_RATERS]
    if not grouped:
        return np.empty((0, 0))
    wide = max(len(totals) for totals in grouped)
    ratings = np.full((len(grouped), wide), np.nan)
    for row, totals in enumerate(grouped):
        ratings[row, : len(totals)] = totals
    return ratings


def agreement(frames: Frames) -> list[Row]:
    """Return ICC of one and of the mean review with 95 % limits, or why there is none."""
    ratings = matrix(frames.reviews)
    try:
        found = icc(ratings)
    except ValueError as reason:
        return [{"measure": f"Nicht berechenbar: {reason}"}]
    rows = [
        {"measure": name, "value": found[key].value, "low": found[key].low, "high": found[key].high}
        for key, name in (("ICC1", "Ein Gutachten: ICC(1,1)"), ("ICC1k", "Mittel: ICC(1,k)"))
    ]
    return [*rows, *predicted(found["ICC1"].value)]


def predicted(single: float) -> Iterator[Row]:
    """Yield what three and four reviews would reach (Spearman-Brown), when one says anything."""
    if not 0 < single < 1:
        return
    for count, name in ((3, "drei"), (4, "vier")):
        yield {
            "measure": f"Erwartet mit {name} Gutachten (Spearman-Brown)",
            "value": spearman_brown(single, count),
        }


def differences(frames: Frames) -> list[Row]:
    """Return how far two reviews of the same application are apart."""
    gaps = [
        abs(a - b)
        for _, group in frames.reviews.groupby("application")["total"]
        for a, b in combinations(group, 2)
    ]
    table = frames.applications[frames.applications["is_reviewed"]]
    share = ratio(table["diverges"].eq(True).sum(), len(table))
    return [
        {
            "measure": "Mittlere Abweichung in Punkten",
            "value": float(np.mean(gaps)) if gaps else None,
        },
        {"measure": "Größte Abweichung in Punkten", "value": max(gaps, default=None)},
        {"measure": "Anträge mit starker Abweichung in Prozent", "value": share and 100 * share},
    ]


def duration(frames: Frames) -> list[Row]:
    """Return the days from the deadline to the decision."""
    decided = frames.applications["decided_at"].dropna()
    days = [(moment - frames.version.deadline_at).days for moment in decided]
    if not days:
        return []
    return [
        {
            "span": "Frist bis Entscheidung",
            "count": len(days),
            "median": float(np.median(days)),
            "p90": float(np.percentile(days, 90)),
        }
    ]


FIGURES = (
    Figure(
        code="C1",
        name="Verteilung der Punktzahlen",
        formula="Zahl der Anträge je fünf Punkte; die obere Grenze zählt nur bei 100 mit",
        unit="Anträge",
        population=REVIEWED,
        caveat="Veröffentlichte Punktzahl: Mittel aus zwei, Median aus drei Gutachten.",
        columns=(
            Column("from", "Von", "count"),
            Column("to", "Bis unter", "count"),
            Column("count", "Anträge", "count"),
            Column("share", "Anteil", "percent"),
        ),
        compute=score_distribution,
    ),
    Figure(
        code="C2",
        name="Übereinstimmung der Gutachten",
        formula="Intraklassenkorrelation, einfaktoriell mit Zufallseffekten; Grenzen 95 %",
        unit="0 bis 1",
        population=REVIEWED + ", mit mindestens zwei Gutachten",
        caveat="Beim FWF lag ICC(1,1) bei 0,26. Niedrige Werte sind üblich und kein Fehler.",
        columns=(
            Column("measure", "Maß"),
            Column("value", "Wert", "rate"),
            Column("low", "Untere Grenze", "rate"),
            Column("high", "Obere Grenze", "rate"),
        ),
        compute=agreement,
    ),
    Figure(
        code="C3",
        name="Abweichung der Gutachten",
        formula="Betrag der Differenz zweier Gutachten desselben Antrags",
        unit="Punkte",
        population=REVIEWED,
        caveat="Stark ist eine Abweichung nach der Regel des Aufrufs.",
        columns=(Column("measure", "Maß"), Column("value", "Wert", "number")),
        compute=differences,
    ),
    Figure(
        code="E1",
        name="Dauer des Verfahrens",
        formula="Tage von der Frist bis zur freigegebenen Entscheidung",
        unit="Tage",
        population="alle entschiedenen Anträge des Aufrufs",
        caveat="Formale Ablehnungen zählen nicht.",
        columns=(
            Column("span", "Abschnitt"),
            Column("count", "Anträge", "count"),
            Column("median", "Median", "number"),
            Column("p90", "90 % bis", "number"),
        ),
        compute=duration,
    ),
)
