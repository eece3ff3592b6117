"""Recompute tables of the evaluation report from this package alone.

python analyse.py            prints the results as JSON; needs nothing but Python

Each function names the figure of the report (A1, A4, ...), its method and what it assumes.
"""

import csv
import json
import math
import statistics
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

Rows = list[dict[str, str]]
HERE = Path(__file__).resolve().parent
WINDOW = 10  # points below and above the line that are compared
TWO, PARTS = 2, ("applications", "reviewers", "rest")
MOST_ROUNDS, STILL = 500, 1e-9


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
    known = {name: found for name, found in totals.items() if found}
    return {n: [len(f), statistics.fmean(f), statistics.pstdev(f)] for n, f in known.items()}


def reviews(scores: Rows) -> dict[str, list[float]]:
    """Return the totals of the reviews of each application."""
    found: dict[str, list[float]] = defaultdict(list)
    for (application, _), total in sorted(marks_of(scores).items()):
        found[application].append(total)
    return found


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


def variance_parts(scores: Rows) -> dict[str, float] | None:
    """C10 by another estimator: variance of applications, of reviewers, and the rest.

    Henderson's method 1 (Biometrics 9, 1953) for two crossed random effects; the report uses
    REML, so the last digits differ, with balanced reviews they are the same. Negative estimates
    become 0. Assumes that severity is a fixed trait of a person.
    """
    marks = marks_of(scores)
    sums: list[dict[str, float]] = [defaultdict(float), defaultdict(float)]
    counts: list[Counter[str]] = [Counter(), Counter()]
    for key, mark in marks.items():
        for side in (0, 1):
            sums[side][key[side]] += mark
            counts[side][key[side]] += 1
    n, a, b = len(marks), len(counts[0]), len(counts[1])
    if n <= a + b or min(a, b) < TWO:
        return None
    whole, mean = sum(mark**2 for mark in marks.values()), sum(marks.values()) ** 2 / n
    ta, tb = (sum(sums[s][k] ** 2 / counts[s][k] for k in counts[s]) for s in (0, 1))
    ka, kb = (sum(size**2 for size in counts[s].values()) / n for s in (0, 1))
    found = solve(
        [[n - ka, a - kb, a - 1], [b - ka, n - kb, b - 1], [ka - b, kb - a, n - a - b + 1]],
        [ta - mean, tb - mean, whole - ta - tb + mean],
    )
    return {name: max(0.0, value) for name, value in zip(PARTS, found, strict=True)}


def marks_of(scores: Rows) -> dict[tuple[str, str], float]:
    """Return the total that each reviewer gave each application."""
    return {(r["application"], r["reviewer"]): float(r["review_total"]) for r in scores}


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve a small system of linear equations by elimination with the largest pivot."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for k in range(size):
        best = max(range(k, size), key=lambda i: abs(rows[i][k]))
        rows[k], rows[best] = rows[best], rows[k]
        for i in range(size):
            if i != k:
                factor = rows[i][k] / rows[k][k]
                rows[i] = [x - factor * y for x, y in zip(rows[i], rows[k], strict=True)]
    return [rows[k][size] / rows[k][k] for k in range(size)]


def severity(scores: Rows, parts: dict[str, float] | None) -> dict[str, float] | None:
    """Calibration: how much more or less each reviewer gives, shrunk by how little is known.

    Best linear unbiased prediction of the mixed model, by Gauss-Seidel until nothing moves. A
    reviewer with few reviews is drawn towards 0. Adds to no published score.
    """
    if not parts or not min(parts["reviewers"], parts["applications"]):
        return None
    marks = marks_of(scores)
    shrink = (parts["rest"] / parts["applications"], parts["rest"] / parts["reviewers"])
    effects: list[dict[str, float]] = [{key[s]: 0.0 for key in marks} for s in (0, 1)]
    for _ in range(MOST_ROUNDS):
        mean = statistics.fmean(y - effects[0][a] - effects[1][r] for (a, r), y in marks.items())
        before = dict(effects[1])
        for side in (0, 1):
            rest: dict[str, list[float]] = defaultdict(list)
            for key, y in marks.items():
                rest[key[side]].append(y - mean - effects[1 - side][key[1 - side]])
            effects[side] = {name: sum(v) / (len(v) + shrink[side]) for name, v in rest.items()}
        if max(abs(effects[1][name] - before[name]) for name in before) < STILL:
            break
    return effects[1]


def at_the_line(applications: Rows, decisions: Rows) -> dict[str, object]:
    """Compare applications just below and just above the line where the money ended.

    Regression discontinuity (Hahn, Todd, van der Klaauw 2001): a straight line on each side within
    WINDOW points, nearer applications weigh more (triangular kernel), standard errors robust to
    unequal spread. `awarded` shows how sharp the line is, `requested` must show no jump (it was
    fixed before), `applied_again` is an outcome that rejected applicants have too.
    Assumes that nobody could place an application exactly above the line: `density` compares the
    numbers on both sides, the smaller one is binomial with one half without manipulation. A small
    p asks for a look, it proves nothing; with a small p the jumps mean nothing.
    """
    line = next((float(d["line_total"]) for d in decisions if d["line_total"]), None)
    if line is None:
        return {"line": None}
    near = [
        (float(row["total"]) - line, row)
        for row in applications
        if row["total"] and abs(float(row["total"]) - line) <= WINDOW
    ]
    outcomes = {
        "awarded": [(gap, float(row["stage"] == "awarded")) for gap, row in near],
        "requested": [(gap, float(row["requested"])) for gap, row in near if row["requested"]],
        "applied_again": [(gap, float(row["applied_again"] == "true")) for gap, row in near],
    }
    jumps = {name: jump(points) for name, points in outcomes.items()}
    return {"line": line, "density": density([gap for gap, _ in near]), "jumps": jumps}


def density(gaps: list[float]) -> dict[str, float | None]:
    """Return the numbers on both sides and how likely a smaller side would be by chance."""
    above, n = sum(gap >= 0 for gap in gaps), len(gaps)
    smaller = min(above, n - above)
    p = min(1, 2 * sum(math.comb(n, i) for i in range(smaller + 1)) / 2**n) if n else None
    return {"below": n - above, "above": above, "p": p}


def jump(points: list[tuple[float, float]]) -> dict[str, float] | None:
    """Return the difference of the two straight lines at 0 and its standard error."""
    sides = [
        edge([(x, y) for x, y in points if (x >= 0) == is_above]) for is_above in (False, True)
    ]
    known = [side for side in sides if side is not None]
    if len(known) < TWO:
        return None
    (below, below_variance), (above, above_variance) = known
    return {"jump": above - below, "se": math.sqrt(below_variance + above_variance)}


def edge(points: list[tuple[float, float]]) -> tuple[float, float] | None:
    """Return the height of the weighted straight line at 0 and its robust variance."""
    weighted = [(1 - abs(x) / WINDOW, x, y) for x, y in points if abs(x) < WINDOW]
    s0, s1, s2 = (sum(w * x**k for w, x, _ in weighted) for k in (0, 1, 2))
    spread = s0 * s2 - s1**2
    if len(weighted) <= TWO or spread <= STILL:
        return None
    at = [w * (s2 - s1 * x) / spread for w, x, _ in weighted]
    slopes = [w * (s0 * x - s1) / spread for w, x, _ in weighted]
    height = sum(a * y for a, (_, _, y) in zip(at, weighted, strict=True))
    slope = sum(b * y for b, (_, _, y) in zip(slopes, weighted, strict=True))
    errors = [y - height - slope * x for _, x, y in weighted]
    return height, sum((a * e) ** 2 for a, e in zip(at, errors, strict=True))


def cohorts(rows: Rows, last: int) -> dict[str, object]:
    """D8: what the awards of each year will draw in the end (chain ladder), up to full year `last`.

    Each year of age grows by the factor that older cohorts grew; assumes that new cohorts draw
    as fast as old ones. Errors (Mack 1993) stand in the report.
    """
    paid = {(int(r["cohort"]), int(r["age"])): float(r["paid"]) for r in rows}
    years = sorted({year for year, _ in paid if year <= last})
    ladder = {
        year: [
            sum(paid.get((year, a), 0) for a in range(age + 1)) for age in range(last - year + 1)
        ]
        for year in years
    }
    if len(years) < TWO or last - years[0] < 1 or any(row[0] <= 0 for row in ladder.values()):
        return {"why_not": "needs two cohorts, two full years and payments in each first year"}
    factors = []
    for age in range(last - years[0]):
        known = [row for row in ladder.values() if len(row) > age + 1]
        factors.append(sum(row[age + 1] for row in known) / sum(row[age] for row in known))
    final = {str(y): row[-1] * math.prod(factors[len(row) - 1 :]) for y, row in ladder.items()}
    return {"factors": factors, "final": final}


def drawdown(payments: Rows, budget: Rows) -> dict[str, list[float]]:
    """D4: paid by calendar year against what the awards of the year may draw, in euros."""
    paid: dict[str, float] = defaultdict(float)
    for row in payments:
        paid[row["paid_on"][:4]] += float(row["amount"])
    return {row["year"]: [float(row["granted"] or 0), paid[row["year"]]] for row in budget}


def attainment(actuals: Rows) -> dict[str, list[float]]:
    """F2: mean goal attainment by level, clipped to 0 to 120 %, of the last value reported."""
    last: dict[str, dict[str, str]] = {}
    for row in sorted(actuals, key=lambda row: row["measured_on"]):
        last[row["indicator"]] = row
    found: dict[str, list[float]] = defaultdict(list)
    for row in last.values():
        base, target, actual = (float(row[key]) for key in ("baseline", "target", "actual"))
        met = actual >= target if row["rising"] == "true" else actual <= target
        reached = 100 * (actual - base) / (target - base) if target != base else 100 * met
        found[row["level"]].append(min(max(reached, 0), 120))
    return {level: [len(values), statistics.fmean(values)] for level, values in found.items()}


def main() -> None:
    applications, scores = table("applications"), table("scores")
    by_application, decisions = reviews(scores), table("decisions")
    package = json.loads((HERE / "datapackage.json").read_text(encoding="utf-8"))
    parts = variance_parts(scores)
    results = {
        "A1": stages(applications),
        "A4": success_by_phase(applications),
        "A8": scores_by_outcome(applications),
        "C2": agreement(by_application),
        "C3": differences(by_application),
        "C10": parts,
        "D4": drawdown(table("payments"), table("budget")),
        "D8": cohorts(table("cohorts"), int(package["created"][:4]) - 1),
        "F2": attainment(table("actuals")),
        "severity": severity(scores, parts),
        "overrides": sum(row["override"] == "true" for row in decisions),
        "line": at_the_line(applications, decisions),
    }
    sys.stdout.write(json.dumps(results, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
