"""Ranking: who comes first, how ties are broken, and where the money ends.

Source: the programme's published rule. Higher is better everywhere; ties are settled by the
tie-breaks in order, then by lot. The lot is the order of SHA-256(seed, key): anyone who knows
the published seed can draw it again, and the order in which entries are given plays no part.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from rulebook.numbers import Number, checked, exact, exact_from_zero


@dataclass(frozen=True)
class Entry:
    """One application: its score, the values that break a tie, and what it asks for in euros.

    Of two entries alike so far, one without a further tie-break comes after one that has it.
    """

    key: str
    total: Number
    tie_breaks: tuple[Number, ...] = ()
    amount: Number = 0


@dataclass(frozen=True)
class Place:
    """Where an entry stands; ``tied`` says that only the key or the lot separates it."""

    key: str
    position: int
    tied: bool
    funded: bool


Merit = tuple[Number, tuple[Number, ...]]


def rank(
    entries: Sequence[Entry], budget: Number | None = None, lot_seed: int | str | None = None
) -> list[Place]:
    """Return the places, best first.

    Equal entries share a position (1, 2, 2, 4) and are listed by key, unless ``lot_seed`` draws
    the lot. Those are funded who stand before the first position whose entries do not all fit
    into what is left of the ``budget`` (euros); nobody behind that line is funded.

    >>> entries = [Entry("A", 80, amount=60), Entry("B", 75, amount=30), Entry("C", 75, amount=30)]
    >>> [(p.key, p.position, p.tied, p.funded) for p in rank(entries, budget=100)]
    [('A', 1, False, True), ('B', 2, True, False), ('C', 2, True, False)]
    >>> [(p.key, p.position, p.tied, p.funded) for p in rank(entries, budget=100, lot_seed=0)]
    [('A', 1, False, True), ('C', 2, True, True), ('B', 3, True, False)]
    """
    _check_keys(entries)
    merits = {entry.key: _merit(entry) for entry in entries}
    in_order = sorted(entries, key=lambda entry: _lot(entry.key, lot_seed))
    in_order.sort(key=lambda entry: merits[entry.key], reverse=True)
    alike = Counter(merits.values())
    positions = _positions([merits[entry.key] for entry in in_order], lot_seed is not None)
    last_funded = _last_funded(in_order, positions, budget)
    return [
        Place(entry.key, position, alike[merits[entry.key]] > 1, position <= last_funded)
        for entry, position in zip(in_order, positions, strict=True)
    ]


def _check_keys(entries: Sequence[Entry]) -> None:
    counts = Counter(entry.key for entry in entries)
    if twice := sorted(key for key, count in counts.items() if count > 1):
        raise ValueError(f"each key may be ranked once, but these come twice: {', '.join(twice)}")


def _merit(entry: Entry) -> Merit:
    """Return what an entry is ranked by; whole numbers and decimals compare without rounding."""
    checked(entry.total, f"the total of {entry.key}")
    for value in entry.tie_breaks:
        checked(value, f"a tie-break of {entry.key}")
    return entry.total, tuple(entry.tie_breaks)


def _lot(key: str, seed: int | str | None) -> tuple[str, str]:
    """Return what orders entries of equal merit: the lot when there is a seed, then the key."""
    drawn = "" if seed is None else sha256(f"{seed}\n{key}".encode()).hexdigest()
    return drawn, key


def _positions(merits: list[Merit], lot_drawn: bool) -> list[int]:
    """Return the position of each merit in a list sorted best first."""
    if lot_drawn:
        return list(range(1, len(merits) + 1))
    first_place: dict[Merit, int] = {}
    for place, merit in enumerate(merits, start=1):
        first_place.setdefault(merit, place)
    return [first_place[merit] for merit in merits]


def _last_funded(in_order: list[Entry], positions: list[int], budget: Number | None) -> int:
    """Return the last position that is funded, 0 when nobody is."""
    amounts = [exact_from_zero(e.amount, f"the amount of {e.key}") for e in in_order]
    if budget is None:
        return 0
    left, last = exact(budget, "the budget"), 0
    for position, group in groupby(zip(positions, amounts, strict=True), key=lambda pair: pair[0]):
        left -= sum(amount for _, amount in group)
        if left < 0:
            break
        last = position
    return last
