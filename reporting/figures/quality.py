"""Scores and agreement of reviewers (Wirkungskontrolle): C1 to C5."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reporting.figures.definition import Column, Figure, Row, ratio
from rulebook.agreement import icc, krippendorff_alpha, spearman_brown

if TYPE_CHECKING:
    from reporting.frames import Frames

BIN = 5
BEST = 100
REVIEWED = "alle begutachteten Anträge des Aufrufs, nicht nur die besten"
LEAST_RATERS = 2
NOT_ENOUGH = "Nicht berechenbar: zu wenige oder lauter gleiche Gutachten"


def score_distribution(frames: Frames) -> list[Row]:
    """Count the published scores in bins of five points."""
    totals = frames.applications["total"].dropna().astype(float)
    edges = np.arange(0, BEST + BIN, BIN)
    counts, _ = np.histogram(totals, bins=edges)
    return [
        {
            "from": int(low),
            "to": int(low + BIN),
            "asked": {"punkte": f"{low}_{low + BIN if low + BIN < BEST else BEST + 1}"},
            "count": int(count),
            "share": ratio(count, len(totals)),
        }
        for low, count in zip(edges, counts, strict=False)
    ]


def matrix(reviews: pd.DataFrame) -> np.ndarray:
    """Return applications x reviews (not reviewers: they differ per application), NaN filled."""
    grouped = reviews.groupby("application")["total"]
    part = reviews[grouped.transform("size") >= LEAST_RATERS]
    if part.empty:
        return np.empty((0, 0))
    rows, names = pd.factorize(part["application"], sort=True)
    places = part.groupby("application").cumcount().to_numpy()
    ratings = np.full((len(names), places.max() + 1), np.nan)
    ratings[rows, places] = part["total"].to_numpy()
    return ratings


def agreement(frames: Frames) -> list[Row]:
    """Return ICC of one and of the mean review with 95 % limits, or why there is none."""
    ratings = matrix(frames.reviews)
    try:
        found = icc(ratings)
    except ValueError:
        return [{"measure": NOT_ENOUGH}]
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
    columns = matrix(frames.reviews).T
    apart = [np.abs(a - b) for a, b in combinations(columns, 2)]
    gaps = [float(gap) for pairs in apart for gap in pairs[~np.isnan(pairs)]]
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


def by_criterion(frames: Frames) -> list[Row]:
    """Return mean and agreement of each criterion (ordinal alpha of Krippendorff)."""
    rows: list[Row] = []
    parts = dict(list(frames.scores.groupby("code")))
    for code, name, *_ in frames.facts["criteria"]:
        if (part := parts.get(code)) is None:
            continue
        row = {
            "criterion": f"{code} {name}",
            "count": len(part),
            "mean": float(part["points"].mean()),
        }
        try:
            alpha = krippendorff_alpha(matrix(part.rename(columns={"points": "total"})), "ordinal")
        except ValueError:
            alpha = None  # all the same points, or no application with two reviews
        rows.append({**row, "alpha": alpha})
    return rows


def severity(frames: Frames) -> list[Row]:
    """Return how far reviewers lie from the others on the same applications, as quantiles."""
    reviews = frames.reviews
    groups = reviews.groupby("application")["total"]
    others = (groups.transform("sum") - reviews["total"]) / (groups.transform("count") - 1)
    gaps = (reviews["total"] - others).where(groups.transform("count") > 1).dropna()
    means = gaps.groupby(reviews["reviewer"]).mean()
    if means.empty:
        return []
    steps = {
        **{"Strengste Person": 0, "Unteres Viertel": 25, "Mitte": 50},
        **{"Oberes Viertel": 75, "Mildeste Person": 100},
    }
    return [
        {"place": name, "gap": float(np.percentile(means, step))} for name, step in steps.items()
    ]


FIGURES = (
    Figure(
        code="C1",
        name="Verteilung der Punktzahlen",
        formula="Zahl der Anträge je fünf Punkte; die obere Grenze zählt nur bei 100 mit",
        unit="Anträge",
        population=REVIEWED,
        source="Bewerbung: Punktzahl",
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
        source="Gutachten: Punktzahl",
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
        source="Gutachten: Punktzahl; Bewerbung: Abweichung",
        caveat="Stark ist eine Abweichung nach der Regel des Aufrufs.",
        columns=(Column("measure", "Maß"), Column("value", "Wert", "number")),
        compute=differences,
    ),
    Figure(
        code="C4",
        name="Punkte und Übereinstimmung je Kriterium",
        formula="Mittelwert; Krippendorffs Alpha, ordinal",
        unit="Punkte; Alpha bis 1",
        population="alle Punktwerte der Gutachten, die zählen",
        source="Gutachten: Punktwert je Kriterium",
        caveat="Alpha 0 heißt: nicht mehr Übereinstimmung als durch Zufall.",
        columns=(
            Column("criterion", "Kriterium"),
            Column("count", "Punktwerte", "count"),
            Column("mean", "Mittel", "rate"),
            Column("alpha", "Alpha", "rate"),
        ),
        compute=by_criterion,
    ),
    Figure(
        code="C5",
        name="Strenge der Gutachtenden",
        formula="mittlere Abweichung einer Person von den anderen Gutachten derselben Anträge",
        unit="Punkte",
        population=REVIEWED + ", mit mindestens zwei Gutachten",
        source="Gutachten: Punktzahl, Person (ohne Namen)",
        caveat="Negativ ist streng. Wer wenige Anträge las, schwankt stark.",
        columns=(Column("place", "Stelle"), Column("gap", "Abweichung", "number")),
        compute=severity,
    ),
)
