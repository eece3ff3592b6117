"""Indicators: how far a goal is reached, and whether it is on track.

Source: Zielerreichungskontrolle, VV Nr. 2.2 zu § 7 BHO: actual against target, seen from the
baseline. Percent: 100 is reached, below 0 is worse than the start.
"""

from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from rulebook.numbers import Number, as_decimal, as_written

Measurement: TypeAlias = Number | float


def goal_attainment(
    baseline: Measurement | None,
    target: Measurement | None,
    actual: Measurement | None,
    rising: bool = True,
) -> Decimal | None:
    """Return (actual - baseline) / (target - baseline) in percent, unclipped; None if unknown.

    Works for falling goals as it stands: 100 tonnes of CO2 shall become 60 and are 70 now.

    >>> goal_attainment(100, 60, 70)
    Decimal('75')

    A goal to keep what is there (target = baseline) is reached when the actual value is no worse
    in the direction that counts as better, ``rising`` or not:

    >>> goal_attainment(80, 80, 79), goal_attainment(80, 80, 79, rising=False)
    (Decimal('0'), Decimal('100'))
    """
    if baseline is None or target is None or actual is None:
        return None
    start, goal = as_written(baseline, "the baseline"), as_written(target, "the target")
    reached = as_written(actual, "the actual value")
    if goal == start:
        is_met = reached >= goal if rising else reached <= goal
        return Decimal(100 if is_met else 0)
    return as_decimal((reached - start) / (goal - start) * 100)


def clipped(attainment: Measurement) -> Decimal:
    """Return the percentage kept within 0 to 120, so that one outlier does not carry a mean.

    >>> clipped(Decimal("-5")), clipped(Decimal("99.5")), clipped(300)
    (Decimal('0'), Decimal('99.5'), Decimal('120'))
    """
    return as_decimal(
        min(max(as_written(attainment, "the attainment"), Fraction(0)), Fraction(120))
    )


def on_track(attainment: Measurement, time_share: Measurement) -> bool:
    """Say whether the attainment (percent) keeps up with 90 % of the time passed (0 to 1).

    >>> on_track(45, Decimal("0.5")), on_track(44, Decimal("0.5"))
    (True, False)
    """
    passed = as_written(time_share, "the time passed")
    if not 0 <= passed <= 1:
        raise ValueError(f"the time passed must lie between 0 and 1, but is {time_share}")
    return as_written(attainment, "the attainment") >= 90 * passed
