"""All figures in the order of the report (VV zu § 7 BHO), imported in jobs only."""

from __future__ import annotations

from typing import Any

from programmes.models import CallVersion
from reporting import frames
from reporting.figures import demand, goals, money, process, quality, regional
from reporting.figures.definition import Frames

CHAPTERS = (
    ("Zielerreichungskontrolle", (*demand.FIGURES, *goals.FIGURES)),
    ("Wirkungskontrolle", (*regional.FIGURES, *quality.FIGURES)),
    ("Wirtschaftlichkeitskontrolle", (*money.FIGURES, *process.FIGURES)),
)
FIGURES = tuple(figure for _, figures in CHAPTERS for figure in figures)


def compute_all(version: CallVersion) -> list[dict[str, Any]]:
    """Return every figure of a call version, in order, with the chapter it stands in."""
    loaded = Frames(
        version,
        frames.applications(version),
        frames.reviews(version),
        frames.budget(version),
        frames.topics(version),
        frames.scores(version),
        frames.indicators(version),
        frames.payments(version),
    )
    return [
        {"chapter": chapter, **figure.content(loaded)}
        for chapter, figures in CHAPTERS
        for figure in figures
    ]
