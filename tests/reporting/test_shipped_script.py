"""What the script in the research package computes, against the published definitions."""

import importlib.util

import pytest

from reporting.research.package import SCRIPT
from rulebook.calibration import fit
from rulebook.forecast import chain_ladder


@pytest.fixture(scope="module")
def script():
    """The shipped script as a module."""
    spec = importlib.util.spec_from_file_location("analyse", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def marked(table):
    """Return scores of a package: every reviewer (column) judged every application (row)."""
    return [
        {"application": str(row), "reviewer": f"r{column}", "review_total": str(value)}
        for row, values in enumerate(table)
        for column, value in enumerate(values)
    ]


def test_balanced_reviews_have_the_variances_and_severity_of_the_rulebook(script):
    """Shrout and Fleiss (1979), table 2: six targets, the same four judges."""
    table = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    rows = marked(table)
    fitted = fit((r["application"], r["reviewer"], float(r["review_total"])) for r in rows)
    parts = script.variance_parts(rows)
    expected = (fitted.var_application, fitted.var_reviewer, fitted.var_residual)
    assert tuple(parts.values()) == pytest.approx(expected, rel=1e-4)
    assert script.severity(rows, parts) == pytest.approx(fitted.reviewer_effects, rel=1e-3)


def test_a_jump_at_the_line_is_found_and_a_straight_line_has_none(script):
    straight = [(x / 10, 3 + x / 10) for x in range(-90, 91)]
    assert script.jump(straight)["jump"] == pytest.approx(0, abs=1e-9)
    broken = [(x, y + (7 if x >= 0 else 0)) for x, y in straight]
    assert script.jump(broken)["jump"] == pytest.approx(7)
    assert script.jump([(1, 1), (2, 1)]) is None


def test_a_heap_just_above_the_line_is_conspicuous(script):
    def judged(totals):
        return [
            {"total": str(t), "stage": "awarded", "requested": "1", "applied_again": ""}
            for t in totals
        ]

    line = [{"line_total": "60"}]
    even = script.at_the_line(judged([50 + x / 5 for x in range(100)]), line)
    heap = script.at_the_line(judged([55, 56, *[61] * 30]), line)
    assert even["density"]["p"] > 0.9 and heap["density"]["p"] < 0.001


def test_the_forecast_of_cohorts_is_that_of_the_rulebook(script):
    triangle = {2021: [100, 150, 165], 2022: [110, 176], 2023: [120]}
    rows = [
        {"cohort": str(year), "age": str(age), "paid": str(row[age] - (row[age - 1] if age else 0))}
        for year, row in triangle.items()
        for age in range(len(row))
    ]
    found, expected = script.cohorts(rows, 2023), chain_ladder(list(triangle.values()))
    assert found["factors"] == pytest.approx(expected.factors)
    assert list(found["final"].values()) == pytest.approx(expected.ultimates)
    assert "why_not" in script.cohorts(rows[:3], 2021)
