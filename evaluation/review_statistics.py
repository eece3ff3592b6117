"""How far reviewers agree, how severe each is, and what that says about the ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from statistics import fmean, pstdev
from typing import Any

from django.db.models import QuerySet

from core import jobs
from evaluation.models import Calculation, Review
from evaluation.scores import Yardstick, points_of, yardstick
from evaluation.standings import available_budget, standings_of
from evaluation.weighing import intervals, weighing
from programmes.models import CallVersion
from rulebook.scoring import total_score

WANTED = 0.8  # the reliability of a mean that is usually called good
Row = Mapping[str, Any]


def inputs(calculation: Calculation) -> dict[str, Any]:
    """Return every counting review of the call with its points, and where the line runs."""
    version = calculation.call_version
    rules, budget = yardstick(version), available_budget(version)
    standings = standings_of(version, budget)
    return {
        "reviews": counting_reviews(version, rules),
        "places": {row.key: [row.position, row.total] for row in standings.rows},
        "line": len(standings.funded),
        "weighing": weighing(rules, standings, budget),
    }


def counting_reviews(version: CallVersion, rules: Yardstick) -> list[dict[str, Any]]:
    rows = Review.objects.counting().filter(
        assignment__candidacy__application__call_version__call=version.call_id
    )
    orders = reading_orders(rows)
    named = rows.select_related("assignment__candidacy", "assignment__reviewer")
    return [
        {
            "candidacy": review.assignment.candidacy.key,
            "reviewer": review.assignment.reviewer.key,
            "total": total_score(points, rules.criteria),
            "points": points,
            "order": orders[review.key],
        }
        for review in named.prefetch_related("scores", "changes").order_by("key")
        for points in [points_of(review)]
    ]


def reading_orders(rows: QuerySet[Review]) -> dict[str, int]:
    """Return each review's place in the order in which its reviewer handed in, from 1."""
    counts: Counter[int] = Counter()
    orders = {}
    keys = rows.order_by("submitted_at", "pk").values_list("key", "assignment__reviewer")
    for key, reviewer in keys:
        counts[reviewer] += 1
        orders[key] = counts[reviewer]
    return orders


def result(frozen: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """Return agreement of totals and criteria, calibration, and each reviewer's way."""
    reviews = frozen["reviews"]
    jobs.report(20, "Die Übereinstimmung wird berechnet.")
    codes = sorted({code for row in reviews for code in row["points"]})
    found = {
        "reviews": len(reviews),
        "agreement": agreement(reviews),
        "criteria": {code: alpha(reviews, code) for code in codes},
        "reviewers": reviewers(reviews),
        **patterns(reviews, codes),
    }
    jobs.report(40, "Strenge und Rangspannen werden geschätzt.")
    found["calibration"] = calibration(frozen, seed)
    jobs.report(80, "Die Gewichte werden verschoben.")
    return found | {"weights": intervals(frozen)}


def matrix(reviews: Sequence[Row], value: Any) -> list[list[float]]:
    """Return one row an application; missing reviews are NaN. Who rated does not matter."""
    by_case: dict[str, list[float]] = {}
    for row in reviews:
        by_case.setdefault(row["candidacy"], []).append(float(value(row)))
    width = max((len(given) for given in by_case.values()), default=0)
    return [given + [float("nan")] * (width - len(given)) for given in by_case.values()]


def agreement(reviews: Sequence[Row]) -> dict[str, Any]:
    """Return the intraclass correlation of one review and how many would be needed."""
    from rulebook.agreement import icc, krippendorff_alpha, reviewers_needed, spearman_brown

    table = matrix(reviews, lambda row: Decimal(row["total"]))
    try:
        one = icc(table)["ICC1"]
        steady = 0 < one.value < 1
        return {
            "icc": {"value": one.value, "low": one.low, "high": one.high},
            "alpha": krippendorff_alpha(table, "interval"),
            "needed": reviewers_needed(one.value, WANTED) if steady else None,
            "mean_of_two": spearman_brown(one.value, 2) if steady else None,
        }
    except ValueError:
        return {"refusal": "Dafür gibt es zu wenige Anträge mit mehreren Gutachten."}


def alpha(reviews: Sequence[Row], code: str) -> float | None:
    """Return Krippendorff's alpha (ordinal) of one criterion, None without variation."""
    from rulebook.agreement import krippendorff_alpha

    given = [row for row in reviews if code in row["points"]]
    try:
        return krippendorff_alpha(matrix(given, lambda r: Decimal(r["points"][code])), "ordinal")
    except ValueError:
        return None


def reviewers(reviews: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """Return number, mean and spread of each reviewer's totals."""
    totals: dict[str, list[float]] = {}
    for row in reviews:
        totals.setdefault(row["reviewer"], []).append(float(Decimal(row["total"])))
    return {
        key: {"count": len(given), "mean": fmean(given), "spread": pstdev(given)}
        for key, given in sorted(totals.items())
    }


def patterns(reviews: Sequence[Row], codes: Sequence[str]) -> dict[str, Any]:
    """Return the drift with the reading order, and how closely criteria go together."""
    from rulebook.calibration import NotEstimable
    from rulebook.review_patterns import correlations, drift

    points = [{code: float(Decimal(v)) for code, v in row["points"].items()} for row in reviews]
    found: dict[str, Any] = {"correlations": correlations(points, codes)}
    rows = [
        (row["candidacy"], row["reviewer"], float(Decimal(row["total"])), row.get("order", 0))
        for row in reviews
    ]
    try:
        estimated = drift(rows)
    except NotEstimable as reason:
        return found | {"drift": {"refusal": str(reason)}}
    return found | {"drift": asdict(estimated)}


def calibration(frozen: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """Return adjusted scores and rank intervals, or why they cannot be estimated."""
    from rulebook.calibration import NotEstimable, adjusted_scores, fit, rank_intervals

    rows = frozen["reviews"]
    try:
        model = fit((r["candidacy"], r["reviewer"], float(Decimal(r["total"]))) for r in rows)
    except NotEstimable as reason:
        return {"refusal": str(reason)}
    adjusted = adjusted_scores(model)
    jobs.report(60, "Rangspannen werden gezogen.")
    ranks = rank_intervals(model, seed, frozen["line"] or None)
    return {
        "variances": [model.var_application, model.var_reviewer, model.var_residual],
        "severity": {str(key): -effect for key, effect in model.reviewer_effects.items()},
        "applications": {
            str(key): {
                "adjusted": adjusted[key].value,
                "se": adjusted[key].se,
                "low": ranks[key].low90,
                "high": ranks[key].high90,
                "chance": ranks[key].above_line,
            }
            for key in model.applications
        },
    }
