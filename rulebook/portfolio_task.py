"""Portfolio, part 1: what is asked for, in whole numbers, and which limits are at fault."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from rulebook.numbers import Number, exact_from_zero, finite
from rulebook.portfolio_bounds import Amounts, Problem
from rulebook.portfolio_search import by_solver

LARGEST = 2**53  # up to here floats hold whole numbers exactly
LONG = 2**62  # up to here sums fit into 64 bits
FLOATS_UP_TO = 1e6  # the solver stops at a gap of 1e-6: values of this size make that nothing


class Infeasible(ValueError):
    """No choice keeps these limits within the budget; `tags` are the tags of those at fault."""

    def __init__(self, limits: Sequence["Limit"]) -> None:
        self.tags = tuple(dict.fromkeys(limit.tag for limit in limits))
        listed = "; ".join(str(limit) for limit in limits)
        super().__init__(f"Diese Vorgaben lassen sich im Budget nicht erfüllen: {listed}.")


@dataclass(frozen=True)
class Project:
    """A project: its value (for instance points), its costs in euros for each budget year."""

    code: str
    value: Number | float
    costs: tuple[Decimal, ...]
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Limit:
    """At least `minimum` and at most `maximum` chosen projects carry the tag."""

    tag: str
    minimum: int = 0
    maximum: int | None = None

    def __str__(self) -> str:
        least = f"mindestens {self.minimum}" if self.minimum > 0 else ""
        most = "" if self.maximum is None else f"höchstens {self.maximum}"
        return f"{self.tag} ({' und '.join(filter(None, (least, most)))})"


@dataclass(frozen=True)
class Programme:
    """What was asked for, in whole numbers of the smallest amount."""

    values: tuple[Fraction, ...]
    tags: tuple[frozenset[str], ...]
    costs: Amounts  # years x projects
    budget: Amounts
    limits: tuple[Limit, ...]

    def problem(self, limits: Sequence[Limit], values: bool = True) -> Problem:
        """The rows of the budgets and of these limits; without values any choice is as good."""
        most = [limit for limit in limits if limit.maximum is not None]
        least = [limit for limit in limits if limit.minimum > 0]
        rows = [self._tagged(limit) for limit in most] + [-self._tagged(limit) for limit in least]
        room = [limit.maximum for limit in most] + [-limit.minimum for limit in least]
        scaled, unit = _scaled(self.values if values else [Fraction(0)] * len(self.values))
        return Problem(
            scaled,
            np.vstack([self.costs, *rows]),
            np.concatenate([self.budget, np.array(room, dtype=self.budget.dtype)]),
            unit,
        )

    def _tagged(self, limit: Limit) -> Amounts:
        return np.array([limit.tag in tags for tags in self.tags], dtype=self.costs.dtype)


def read_programme(
    projects: Sequence[Project], budget: Sequence[Decimal], limits: Sequence[Limit]
) -> Programme:
    """Check what is given and turn it into whole numbers."""
    _check(projects, len(budget))
    amounts = [
        [exact_from_zero(euros, "the budget")]
        + [
            exact_from_zero(project.costs[year], f"a cost of {project.code}")
            for project in projects
        ]
        for year, euros in enumerate(budget)
    ]
    whole = _whole_numbers(amounts, 1 + len(projects))
    return Programme(
        tuple(_value(project) for project in projects),
        tuple(frozenset(project.tags) for project in projects),
        whole[:, 1:],
        whole[:, 0],
        tuple(limits),
    )


def _check(projects: Sequence[Project], years: int) -> None:
    """Each project once, with a cost for each year."""
    times = Counter(project.code for project in projects)
    if twice := [code for code, number in times.items() if number > 1]:
        raise ValueError(f"each project may be given once, but these come twice: {twice}")
    for project in projects:
        if len(project.costs) != years:
            raise ValueError(
                f"{project.code} has costs for {len(project.costs)} years, "
                f"but the budget has {years}"
            )


def _whole_numbers(amounts: list[list[Fraction]], columns: int) -> Amounts:
    """The amounts in the smallest unit in which all of them are whole, usually cents."""
    unit = lcm(*(amount.denominator for year in amounts for amount in year))
    whole = [[int(amount * unit) for amount in year] for year in amounts]
    small = sum(map(sum, whole)) < LONG
    return np.array(whole, dtype=np.int_ if small else object).reshape(len(amounts), columns)


def _value(project: Project) -> Fraction:
    """The value as written: a float stands for the decimal it prints as."""
    finite(project.value, f"the value of {project.code}")
    return Fraction(str(project.value))


def _scaled(values: Sequence[Fraction]) -> tuple[NDArray[np.float64], float]:
    """The values as whole numbers that floats hold exactly, 1 apart; if too long, as floats."""
    unit = lcm(*(value.denominator for value in values))
    whole = [int(value * unit) for value in values]
    common = gcd(*whole) or 1
    if sum(map(abs, whole)) < LARGEST * common:
        return np.array([value // common for value in whole], dtype=np.float64), 1.0
    largest = max(map(abs, values))
    return np.array([float(value / largest) for value in values]) * FLOATS_UP_TO, 0.0


def at_fault(programme: Programme) -> list[Limit]:
    """The limits that cannot be kept: smallest conflicts one after the other, until none is left.

    A conflict is smallest when it vanishes with any of its limits (irreducible infeasible
    subsystem by deletion: Chinneck and Dravnieks, ORSA Journal on Computing 3 (1991)).
    """
    fault: list[Limit] = []
    rest = list(programme.limits)
    while conflict := _conflict(programme, rest):
        fault += conflict
        rest = [limit for limit in rest if limit not in conflict]
    return [limit for limit in programme.limits if limit in fault]


def _conflict(programme: Programme, limits: list[Limit]) -> list[Limit]:
    if _possible(programme, limits):
        return []
    kept = limits
    for limit in limits:
        fewer = [each for each in kept if each is not limit]
        if not _possible(programme, fewer):
            kept = fewer
    return kept


def _possible(programme: Programme, limits: list[Limit]) -> bool:
    return by_solver(programme.problem(limits, values=False)) is not None
