"""Distribution: how evenly money reaches places, and who gets more than their part.

Sources: Gini 1912; Theil 1967; Herfindahl 1950. All indices are those of the whole population
(no correction n / (n - 1)) and have no unit.
"""

import math
from collections.abc import Iterable, Mapping

from rulebook.numbers import finite, finite_from_zero


def gini(values: Iterable[object], weights: Iterable[object] | None = None) -> float:
    """Return the Gini coefficient of a value per unit: 0 is even, near 1 one unit has it all.

    ``weights`` are the sizes of the units: with euros per inhabitant, their inhabitants.

    >>> gini([1, 1, 1, 1]), gini([0, 0, 0, 1])
    (0.0, 0.75)
    >>> gini([0, 1], weights=[3, 1])
    0.75
    """
    sized = sorted(_sized(values, weights))
    # Twice the area under the Lorenz curve, one trapezium per unit, smallest value first.
    reached, trapezia = 0.0, []
    for value, weight in sized:
        amount = value * weight
        trapezia.append(weight * (2 * reached + amount))
        reached += amount
    size = math.fsum(weight for _, weight in sized)
    if sized[0][0] == sized[-1][0]:
        return 0.0  # exactly: rounding must not make a difference where there is none
    return max(0.0, 1 - math.fsum(trapezia) / (size * reached))


def theil(values: Iterable[object], weights: Iterable[object] | None = None) -> float:
    """Return Theil's T of a value per unit: 0 is even, log n when one of n units has it all.

    >>> theil([2, 2, 2]), round(theil([0, 0, 1]), 4) == round(math.log(3), 4)
    (0.0, True)
    """
    sized = _sized(values, weights)
    size = math.fsum(weight for _, weight in sized)
    mean = math.fsum(value * weight for value, weight in sized) / size
    # A unit without any adds nothing: x log x goes to 0 with x.
    terms = [weight * value / mean * math.log(value / mean) for value, weight in sized if value > 0]
    return max(0.0, math.fsum(terms) / size)


def herfindahl(shares: Iterable[object]) -> float:
    """Return the sum of squared shares: 1 / n is even, 1 is one unit alone.

    Amounts are turned into shares first.

    >>> herfindahl([0.5, 0.25, 0.25]), herfindahl([20, 10, 10])
    (0.375, 0.375)
    """
    amounts = _scaled(finite_from_zero(shares, "the shares"), "the shares")
    total = math.fsum(amounts)
    return math.fsum((amount / total) ** 2 for amount in amounts)


def representation_index(
    parts: Mapping[str, object], reference: Mapping[str, object]
) -> dict[str, float]:
    """Return, for each key of the reference, its share of the parts over its share there.

    1 is in proportion, 2 twice as much. Grants of two Länder against their inhabitants:

    >>> representation_index({"BY": 30, "SN": 10}, {"BY": 13, "SN": 4, "SL": 3})
    {'BY': 1.1538461538461537, 'SN': 1.25, 'SL': 0.0}
    """
    if strangers := [key for key in parts if key not in reference]:
        raise ValueError(f"there is no reference for {', '.join(map(str, strangers))}")
    whole = dict(zip(reference, finite_from_zero(reference.values(), "the reference"), strict=True))
    if nothing := [key for key, amount in whole.items() if not amount]:
        raise ValueError(f"the reference is zero for {', '.join(map(str, nothing))}")
    part = dict(zip(parts, finite_from_zero(parts.values(), "the parts"), strict=True))
    part_sum, whole_sum = math.fsum(part.values()), math.fsum(whole.values())
    if not part_sum:
        raise ValueError("the parts are all zero, so none has a share")
    return {
        key: part.get(key, 0.0) / part_sum / (amount / whole_sum) for key, amount in whole.items()
    }


def count_once(inhabitants: Mapping[str, int]) -> int:
    """Return how many people live in these places, nobody counted twice.

    Keys are regional keys (ARS) as far as they go: 5 digits for a Kreis, 9 for a union, 12 for
    a municipality. A place whose key begins with another one's lies in it. A Kreis with a town
    of its own, and a town elsewhere:

    >>> count_once({"01059": 200_000, "010590045045": 20_000, "010010000000": 90_000})
    290000
    """
    return sum(
        count
        for key, count in inhabitants.items()
        if not any(key[:size] in inhabitants for size in (2, 5, 9) if size < len(key))
    )


def _sized(values: Iterable[object], weights: Iterable[object] | None) -> list[tuple[float, float]]:
    """Return (value, weight) of each unit, both scaled to at most 1; refuse what has no index."""
    amounts = finite_from_zero(values, "the values")
    if weights is None:
        return [(amount, 1.0) for amount in _scaled(amounts, "the values")]
    sizes = _scaled([finite(weight, "a weight") for weight in weights], "the weights")
    if len(sizes) != len(amounts):
        raise ValueError(f"there are {len(amounts)} values, but {len(sizes)} weights")
    if min(sizes) < 0:
        raise ValueError("the weights must not be negative")
    counted = [(amount, size) for amount, size in zip(amounts, sizes, strict=True) if size]
    scaled = _scaled([amount for amount, _ in counted], "the values")
    return list(zip(scaled, (size for _, size in counted), strict=True))


def _scaled(amounts: list[float], name: str) -> list[float]:
    """Divide by the largest amount, so that no sum overflows; all zero has no index."""
    largest = max(amounts, default=0.0)
    if largest <= 0:
        raise ValueError(f"{name} must not all be zero")
    return [amount / largest for amount in amounts]
