"""How far a result depends on who judged (Wirkungskontrolle): C6 to C10."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from reporting.figures.definition import Column, Figure, Row, ratio
from reporting.figures.quality import NOT_ENOUGH, REVIEWED, matrix
from rulebook.calibration import fit
from rulebook.concordance import kendall_w

if TYPE_CHECKING:
    import pandas as pd

    from reporting.frames import Frames

DRAWS, SEED = 200, 2027  # of the bootstrap: the same report gives the same numbers
MEDIAN_FROM = 3  # reviews: two are averaged, of three and more the middle one counts
DOUBT = 0.05  # chance of the line below and above which a place counts as certain
LEAST_COMMON = 5  # applications that the same people must have judged for Kendall's W
CLOSEST = 20
VALUE = (Column("measure", "Maß"), Column("value", "Wert", "rate"))


def review_counts(frames: Frames) -> list[Row]:
    """Count the judged applications by how many reviews they have."""
    counts = frames.reviews.groupby("application").size()
    planned, judged = frames.facts["reviews_planned"], len(counts)
    rows: list[Row] = [
        {
            "reviews": f"{number} Gutachten",
            "asked": {"gutachten": str(number)},
            "count": int((counts == number).sum()),
            "share": ratio((counts == number).sum(), judged),
        }
        for number in sorted(set(counts))
    ]
    more = int((counts > planned).sum())
    name = f"mehr als die vorgesehenen {planned}"
    last = {"reviews": name, "asked": {"gutachten": f"ab-{planned + 1}"}}
    return [*rows, {**last, "count": more, "share": ratio(more, judged)}] if rows else []


def stability(frames: Frames) -> list[Row]:
    """Return how often awarded places stay, when reviews are drawn anew from the same ones."""
    ratings = matrix(frames.reviews)
    awarded = int(frames.applications["is_awarded"].sum())
    if not ratings.size or not 0 < awarded < len(ratings):
        return []
    ratings = np.sort(ratings, axis=1)
    ratings = ratings[np.lexsort(ratings.T)]  # whatever the order of the rows, the same draws
    before = places(combined(ratings))
    again = np.array([places(combined(drawn)) for drawn in redrawn(ratings)])
    kept = (again[:, before < awarded] < awarded).mean()
    often = (again < awarded).mean(axis=0)
    return [
        {"measure": "Plätze über der Linie, die bleiben (Anteil)", "value": float(kept)},
        {"measure": "Verschiebung in Rängen", "value": float(np.abs(again - before).mean())},
        {
            "measure": "Anträge, die in 5 bis 95 % der Ziehungen über der Linie liegen (Anteil)",
            "value": float(((often > DOUBT) & (often < 1 - DOUBT)).mean()),
        },
    ]


def redrawn(ratings: np.ndarray) -> Iterator[np.ndarray]:
    """Yield tables of the same shape, each application's reviews drawn with replacement."""
    random = np.random.default_rng(SEED)
    missing = np.isnan(ratings)
    sizes = (~missing).sum(axis=1)[:, None]
    for _ in range(DRAWS):
        picks = (random.random(ratings.shape) * sizes).astype(int)
        yield np.where(missing, np.nan, np.take_along_axis(ratings, picks, axis=1))


def combined(ratings: np.ndarray) -> np.ndarray:
    """Return mean of up to two, median of three and more reviews (rulebook.scoring.combine)."""
    if ratings.shape[1] < MEDIAN_FROM:
        return np.nanmean(ratings, axis=1)
    counts = (~np.isnan(ratings)).sum(axis=1)
    return np.where(
        counts < MEDIAN_FROM, np.nanmean(ratings, axis=1), np.nanmedian(ratings, axis=1)
    )


def places(totals: np.ndarray) -> np.ndarray:
    """Return each one's place from 0, highest first; ties in the order of the rows."""
    found = np.empty(len(totals), dtype=int)
    found[np.argsort(-totals, kind="stable")] = np.arange(len(totals))
    return found


def criteria_together(frames: Frames) -> list[Row]:
    """Return the pairs of criteria whose points go together most."""
    wide = frames.scores.pivot_table(
        index=["application", "reviewer"], columns="code", values="points"
    )
    related: Any = wide.corr(method="pearson")
    pairs: list[Any] = []
    for first, second in combinations(related.columns, 2):
        value = related.loc[first, second]
        if not np.isnan(value):
            both = int((wide[first].notna() & wide[second].notna()).sum())
            pairs.append({"pair": f"{first} und {second}", "count": both, "value": float(value)})
    return sorted(pairs, key=lambda row: (-row["value"], row["pair"]))[:CLOSEST]


def same_people(frames: Frames) -> list[Row]:
    """Return Kendall's W where the same reviewers judged the same applications."""
    found, judged = [], 0
    for marks in teams_of(frames.reviews):
        try:
            found.append(kendall_w(marks))
        except ValueError:
            continue  # everybody gave the same points: there is no order to agree on
        judged += len(marks)
    if not found:
        return []
    return [
        {"measure": "Gruppen derselben Gutachtenden", "value": len(found)},
        {"measure": "Anträge darin", "value": judged},
        {"measure": "Kendalls W (Mittel der Gruppen)", "value": float(np.mean(found))},
    ]


def teams_of(reviews: pd.DataFrame) -> list[list[list[float]]]:
    """Return the marks (applications x reviewers) of every team that judged enough together."""
    judgements: dict[int, dict[int, float]] = defaultdict(dict)
    for row in reviews.sort_values(["application", "reviewer"]).itertuples():
        judgements[row.application][row.reviewer] = row.total
    teams: dict[tuple[int, ...], list[list[float]]] = defaultdict(list)
    for marks in judgements.values():
        if len(marks) > 1:
            teams[tuple(marks)].append(list(marks.values()))
    return [marks for marks in teams.values() if len(marks) >= LEAST_COMMON]


def variances(frames: Frames) -> list[Row]:
    """Return which part of the spread of totals comes from application, person and the rest."""
    rows = frames.reviews.sort_values(["application", "reviewer"])
    try:
        found = fit(rows[["application", "reviewer", "total"]].itertuples(index=False, name=None))
    except ValueError:
        return [{"part": NOT_ENOUGH}]
    parts = (
        ("Anträge", found.var_application),
        ("Strenge der Person", found.var_reviewer),
        ("Rest", found.var_residual),
    )
    whole = sum(value for _, value in parts)
    return [{"part": name, "value": value, "share": ratio(value, whole)} for name, value in parts]


FIGURES = (
    Figure(
        code="C6",
        name="Gutachten je Antrag",
        formula="Zahl der Anträge nach Zahl ihrer Gutachten; Anteil mit weiteren Gutachten",
        unit="Anträge",
        population=REVIEWED,
        source="Gutachten: Antrag; Aufruf: Gutachten je Antrag",
        caveat="Ein weiteres Gutachten folgt meist auf eine starke Abweichung.",
        columns=(
            Column("reviews", "Gutachten"),
            Column("count", "Anträge", "count"),
            Column("share", "Anteil", "percent"),
        ),
        compute=review_counts,
    ),
    Figure(
        code="C7",
        name="Stabilität der Rangfolge",
        formula=f"Bootstrap: {DRAWS} Ziehungen mit Zurücklegen aus den Gutachten jedes Antrags; "
        "Zahl der Plätze über der Linie wie bewilligt",
        unit="Anteil; Ränge",
        population=REVIEWED + ", mit mindestens zwei Gutachten",
        source="Gutachten: Punktzahl; Bewerbung: Status",
        caveat="Mit zwei oder drei Gutachten je Antrag ist die Ziehung grob; sie zeigt die "
        "Größenordnung. Startwert fest.",
        columns=VALUE,
        compute=stability,
    ),
    Figure(
        code="C8",
        name="Kriterien, die zusammengehen",
        formula="Korrelation (Pearson) der Punktwerte zweier Kriterien desselben Gutachtens; die "
        f"{CLOSEST} engsten Paare",
        unit="-1 bis 1",
        population="alle Punktwerte der Gutachten, die zählen",
        source="Gutachten: Punktwert je Kriterium",
        caveat="Nahe 1 sagen zwei Kriterien fast dasselbe.",
        columns=(
            Column("pair", "Kriterien"),
            Column("count", "Gutachten", "count"),
            Column("value", "Korrelation", "rate"),
        ),
        compute=criteria_together,
    ),
    Figure(
        code="C9",
        name="Übereinstimmung derselben Gutachtenden",
        formula="Kendalls W mit Korrektur für gleiche Ränge, Mittel der Gruppen",
        unit="0 bis 1",
        population="Anträge, die genau dieselben Personen begutachtet haben, ab "
        f"{LEAST_COMMON} je Gruppe",
        source="Gutachten: Person, Punktzahl",
        caveat="Selten: meist lesen verschiedene Personen verschiedene Anträge.",
        columns=VALUE,
        compute=same_people,
    ),
    Figure(
        code="C10",
        name="Woher die Unterschiede der Punktzahlen kommen",
        formula="Varianzanteile: Anträge, Personen (beide zufällig), Rest; REML",
        unit="Punkte²; Anteil",
        population=REVIEWED,
        source="Gutachten: Antrag, Person, Punktzahl",
        caveat="Setzt voraus, dass Strenge eine feste Eigenart der Person ist. Die "
        "veröffentlichten Punktzahlen ändert das nicht.",
        columns=(
            Column("part", "Anteil"),
            Column("value", "Varianz", "number"),
            Column("share", "Anteil", "percent"),
        ),
        compute=variances,
    ),
)
