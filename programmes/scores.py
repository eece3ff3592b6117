"""„Was zählt wie viel?“: own scores by criterion, and what they would come to.

A calculation, not a decision: nothing is stored, and reviewers judge on their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.forms import written
from programmes.models import CallVersion
from rulebook import scoring


@dataclass(frozen=True)
class GroupPoints:
    """A group of criteria with what it reaches and what it has to reach."""

    name: str
    points: Decimal
    minimum: Decimal

    @property
    def is_enough(self) -> bool:
        return self.points >= self.minimum


@dataclass(frozen=True)
class Calculation:
    """What own scores come to: points out of 100, by group, and everything that is missing."""

    total: Decimal
    line: Decimal
    groups: tuple[GroupPoints, ...]
    shortfalls: tuple[str, ...]

    @property
    def is_fundable(self) -> bool:
        return not self.shortfalls


def criteria_of(version: CallVersion) -> list[scoring.Criterion]:
    """Return the call's criteria as the rulebook counts them."""
    groups = {group.pk: group.code for group in version.criterion_groups.all()}
    return [
        scoring.Criterion(row.code, row.weight, groups[row.group_id], row.minimum, row.maximum)
        for row in version.criteria.all()
    ]


def calculate(version: CallVersion, scores: Mapping[str, Decimal]) -> Calculation:
    """Return total, subtotals and what stands against funding, for one score a criterion."""
    criteria = criteria_of(version)
    total = scoring.total_score(scores, criteria)
    reached = scoring.subtotals(scores, criteria)
    groups = tuple(
        GroupPoints(group.name, reached[group.code], group.minimum)
        for group in version.criterion_groups.all()
        if group.code in reached
    )
    return Calculation(
        total, version.fundable_total, groups, shortfalls_of(version, scores, total, groups)
    )


def shortfalls_of(
    version: CallVersion,
    scores: Mapping[str, Decimal],
    total: Decimal,
    groups: tuple[GroupPoints, ...],
) -> tuple[str, ...]:
    """Say in sentences which line or minimum is not reached."""
    found = []
    if total < version.fundable_total:
        found.append(
            _("Es sind %s von 100 Punkten. Nötig sind %s.")
            % (written(total), written(version.fundable_total))
        )
    found += [
        _("„%s“: %s Punkte. Nötig sind %s.") % (g.name, written(g.points), written(g.minimum))
        for g in groups
        if not g.is_enough
    ]
    found += [
        _("„%s“: Punktwert %s. Nötig ist %s.")
        % (row, written(scores[row.code]), written(row.minimum))
        for row in version.criteria.all()
        if scores[row.code] < row.minimum
    ]
    return tuple(found)
