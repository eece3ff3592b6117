"""Recompute tables of the evaluation report from this package alone.

python analyse.py            prints the results as JSON; needs nothing but Python

Each function names the figure of the report (A1, A4, ...), its method and what it assumes.
"""

import csv
import json
import math
import statistics
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path

Rows = list[dict[str, str]]
HERE = Path(__file__).resolve().parent
WINDOW = 5  # points below and above the line that are compared


def table(name: str) -> Rows:
    with (HERE / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def stages(applications: Rows) -> dict[str, int]:
    """A1: applications by stage. Counts, nothing is assumed."""
    return {
        "Eingereicht": len(applications),
        "Zurückgezogen": sum(row["status"] == "withdrawn" for row in applications),
        "Formal abgelehnt": sum(row["status"] == "formally_rejected" for row in applications),
        "Zugelassen": sum(row["status"] == "admitted" for row in applications),
        "Begutachtet": sum(row["total"] != "" for row in applications),
        "Förderwürdig": sum(row["fundable"] == "true" for row in applications),
        "Förderwürdig ohne Bewilligung": sum(
            row["fundable"] == "true" and row["stage"] != "awarded" for row in applications
        ),
        "Bewilligt": sum(row["stage"] == "awarded" for row in applications),
        "Abgelehnt nach Begutachtung": sum(row["stage"] == "rejected" for row in applications),
    }


def success_by_phase(applications: Rows) -> dict[str, list[int]]:
    """A4: applications and awards by phase."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in applications:
        found[row["phase"]][0] += 1
        found[row["phase"]][1] += row["stage"] == "awarded"
    return {phase: counts for phase, counts in sorted(found.items()) if phase}


def scores_by_outcome(applications: Rows) -> dict[str, list[float]]:
    """A8: mean and standard deviation (population form) of the total."""
    groups = {
        "Bewilligt": [r for r in applications if r["stage"] == "awarded"],
        "Abgelehnt": [r for r in applications if r["stage"] == "rejected"],
        "Alle begutachteten": applications,
    }
    totals = {n: [float(r["total"]) for r in rows if r["total"]] for n, rows in groups.items()}
    return {
        name: [len(found), statistics.fmean(found), statistics.pstdev(found)]
        for name, found in totals.items()
        if found
    }


def reviews(scores: Rows) -> dict[str, list[float]]:
    """Return the totals of the reviews of each application."""
    found = {(row["application"], row["reviewer"]): float(row["review_total"]) for row in scores}
    by_application: dict[str, list[float]] = defaultdict(list)
    for (application, _), total in sorted(found.items()):
        by_application[application].append(total)
    return by_application


def agreement(by_application: dict[str, list[float]]) -> float | None:
    """C2: ICC(1,1), one-way random effects; reviewers differ from application to application.

    Assumes that reviewers were drawn at random; the assignment by expertise only comes near.
    """
    groups = [totals for totals in by_application.values() if len(totals) > 1]
    count = sum(map(len, groups))
    if len(groups) <= 1:
        return None
    grand = sum(map(sum, groups)) / count
    between = sum(len(g) * (statistics.fmean(g) - grand) ** 2 for g in groups) / (len(groups) - 1)
    within = sum((x - statistics.fmean(g)) ** 2 for g in groups for x in g) / (count - len(groups))
    size = (count - sum(len(g) ** 2 for g in groups) / count) / (len(groups) - 1)
    spread = between + (size - 1) * within
    return (between - within) / spread if spread else None


def differences(by_application: dict[str, list[float]]) -> list[float] | None:
    """C3: mean and largest difference of two reviews of one application."""
    gaps = [abs(a - b) for totals in by_application.values() for a, b in combinations(totals, 2)]
    return [statistics.fmean(gaps), max(gaps)] if gaps else None


def density_at_the_line(applications: Rows, line: float) -> dict[str, float | None]:
    """Is the number of applications just above the least fundable total conspicuous?

    Compares the counts within WINDOW points below and above the line; without manipulation both
    sides are about equally full, so the smaller side is binomial with one half. A small p asks
    for a look, it proves nothing. A comparison of outcomes on both sides (regression
    discontinuity) is only sound when p is not small, and needs outcomes of the rejected.
    """
    totals = [float(row["total"]) for row in applications if row["total"]]
    below = sum(line - WINDOW <= total < line for total in totals)
    above = sum(line <= total < line + WINDOW for total in totals)
    n, smaller = below + above, min(below, above)
    p = min(1, 2 * sum(math.comb(n, i) for i in range(smaller + 1)) / 2**n) if n else None
    return {"below": below, "above": above, "p": p}


def drawdown(payments: Rows, budget: Rows) -> dict[str, list[float]]:
    """D4: paid by calendar year against committed, in euros."""
    paid: dict[str, float] = defaultdict(float)
    for row in payments:
        paid[row["paid_on"][:4]] += float(row["amount"])
    return {row["year"]: [float(row["committed"]), paid[row["year"]]] for row in budget}


def main() -> None:
    applications, by_application = table("applications"), reviews(table("scores"))
    package = json.loads((HERE / "datapackage.json").read_text(encoding="utf-8"))
    results = {
        "A1": stages(applications),
        "A4": success_by_phase(applications),
        "A8": scores_by_outcome(applications),
        "C2": agreement(by_application),
        "C3": differences(by_application),
        "D4": drawdown(table("payments"), table("budget")),
        "density": density_at_the_line(applications, float(package["fundable_total"])),
    }
    sys.stdout.write(json.dumps(results, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
