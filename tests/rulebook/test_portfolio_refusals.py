"""Portfolio: what cannot be done is refused, and the limits at fault are named."""

import math

import pytest

from rulebook.portfolio import Infeasible, Limit, Project, select, worth_of_more
from tests.rulebook.portfolio_trying import euros


@pytest.mark.parametrize(
    ("limits", "tags"),
    [
        ([Limit("BY", 3)], ("BY",)),
        ([Limit("BY", 1), Limit("none", 1)], ("none",)),
        ([Limit("BY", 2, 1), Limit("small", 1)], ("BY",)),
        ([Limit("small", 2), Limit("BY", 2), Limit("BY", maximum=2)], ("small", "BY")),
        ([Limit("none", 1), Limit("BY", 5), Limit("small", 0)], ("none", "BY")),
        ([Limit("small", 0, -1)], ("small",)),
    ],
)
def test_impossible_limits_are_named_and_no_others(limits, tags):
    projects = [
        Project("A", 1, euros(50), frozenset({"BY"})),
        Project("B", 2, euros(50), frozenset({"BY"})),
        Project("C", 3, euros(40), frozenset({"small"})),
        Project("D", 3, euros(40), frozenset({"small"})),
    ]
    with pytest.raises(Infeasible) as refusal:
        select(projects, euros(100), limits)
    assert refusal.value.tags == tags
    assert all(tag in str(refusal.value) for tag in tags)
    assert isinstance(refusal.value, ValueError)
    with pytest.raises(Infeasible):
        worth_of_more(projects, euros(100), limits, euros(0))


ONE = Project("A", 1, euros(1))


@pytest.mark.parametrize(
    ("projects", "budget", "word"),
    [
        ([ONE, ONE], euros(1), "twice"),
        ([ONE], euros(1, 1), "years"),
        ([ONE], (), "years"),
        ([Project("A", math.nan, euros(1))], euros(1), "finite"),
        ([Project("A", math.inf, euros(1))], euros(1), "finite"),
        ([Project("A", 1, euros(-1))], euros(1), "negative"),
        ([ONE], euros(-1), "negative"),
        ([ONE], euros("NaN"), "finite"),
    ],
)
def test_what_is_no_call_is_refused(projects, budget, word):
    with pytest.raises(ValueError, match=word):
        select(projects, budget)


def test_wrong_types_and_tolerances_are_refused():
    with pytest.raises(TypeError):
        select([Project("A", 1, (1.5,))], euros(2))
    with pytest.raises(TypeError):
        select([Project("A", "1", euros(1))], euros(2))
    for tolerance in (-0.1, math.nan):
        with pytest.raises(ValueError, match="tolerance"):
            select([ONE], euros(1), tolerance=tolerance)
