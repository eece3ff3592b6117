"""All figures in the order of the report (VV zu § 7 BHO), imported in jobs only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from programmes.models import CallVersion
from reporting.figures import (
    administration,
    applicants,
    demand,
    drawdown,
    goal_means,
    goals,
    lasting,
    money,
    parliament,
    process,
    quality,
    regional,
    reliability,
)
from reporting.figures.definition import Figure
from reporting.frames import Frames
from reporting.inputs import Inputs, read


def in_order(*figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Put the figures of several modules into the order of their codes."""
    found = [figure for part in figures for figure in part]
    return tuple(sorted(found, key=lambda figure: (figure.code[0], int(figure.code[1:]))))


CHAPTERS = (
    (
        "Zielerreichungskontrolle",
        in_order(
            demand.FIGURES, applicants.FIGURES, goals.FIGURES, goal_means.FIGURES, lasting.FIGURES
        ),
    ),
    ("Wirkungskontrolle", in_order(regional.FIGURES, quality.FIGURES, reliability.FIGURES)),
    (
        "Wirtschaftlichkeitskontrolle",
        in_order(money.FIGURES, drawdown.FIGURES, process.FIGURES, administration.FIGURES),
    ),
    ("Anhang für Anfragen aus dem Parlament", parliament.FIGURES),
)
FIGURES = tuple(figure for _, figures in CHAPTERS for figure in figures)


def compute_all(version: CallVersion) -> list[dict[str, Any]]:
    """Return every figure of a call version as of now."""
    return compute(read(version))


def compute(inputs: Inputs) -> list[dict[str, Any]]:
    """Return every figure that follows from the inputs, in order, with its chapter.

    Nothing else is asked, so that stored inputs give the same figures later.
    """
    frames = Frames(inputs)
    return [
        {"chapter": chapter, **figure.content(frames)}
        for chapter, figures in CHAPTERS
        for figure in figures
    ]
