"""The ranking as it stands: computed from stored results by the published rule.

Fundable candidacies are ranked down to the line where the money ends; the others follow below,
ranked among themselves, because none of them can be funded whatever the money is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, takewhile
from typing import Any, NamedTuple

from django.db.models import QuerySet, Sum

from evaluation.models import Candidacy, DecisionShare, FundingDecision
from programmes.models import BudgetYear, CallVersion
from rulebook.ranking import Entry, Place, rank

JUDGED = (
    Candidacy.Status.REVIEWED,
    Candidacy.Status.RANKED,
    Candidacy.Status.AWARDED,
    Candidacy.Status.REJECTED,
)


class Standing(NamedTuple):  # made by the thousand for each page, quicker than a dataclass
    """One candidacy's place; `running` sums the requested euros down to here."""

    key: str
    position: int
    tied: bool
    funded: bool
    fundable: bool
    total: Decimal
    amount: Decimal
    running: Decimal | None


@dataclass(frozen=True)
class Standings:
    """All places, best first, and where the line runs."""

    rows: tuple[Standing, ...]
    budget: Decimal

    @property
    def funded(self) -> list[Standing]:
        return list(takewhile(lambda row: row.funded, self.rows))

    @property
    def spent(self) -> Decimal:
        """Euros of everybody above the line."""
        return sum((row.amount for row in self.funded), Decimal(0))

    @property
    def left(self) -> Decimal:
        return self.budget - self.spent

    @property
    def first_below(self) -> Standing | None:
        """The first fundable candidacy for which the money is not enough."""
        rest = (row for row in self.rows if row.fundable and not row.funded)
        return next(rest, None)


def available_budget(version: CallVersion) -> Decimal:
    """Return the euros this ranking distributes: free ones, and those its decisions hold."""
    years = BudgetYear.objects.filter(call=version.call_id)
    held = DecisionShare.objects.filter(
        decision__candidacy__application__call_version__call=version.call_id
    ).exclude(decision__status=FundingDecision.Status.RETURNED)
    held_amount = held.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    return sum((year.free for year in years), Decimal(0)) + held_amount


def judged(version: CallVersion) -> QuerySet[Candidacy]:
    return Candidacy.objects.filter(
        application__call_version__call=version.call_id, status__in=JUDGED
    )


def standings_of(version: CallVersion, budget: Decimal, lot_seed: int | None = None) -> Standings:
    """Rank every judged candidacy of the call for a budget, in one query."""
    rows = judged(version).values(
        "key", "total", "tie_breaks", "is_fundable", "application__requested_amount"
    )
    return stand([candidate_of(row) for row in rows], budget, lot_seed)


@dataclass(frozen=True)
class Candidate:
    """What the ranking needs to know of one candidacy."""

    entry: Entry
    fundable: bool


def candidate_of(row: Mapping[str, Any]) -> Candidate:
    entry = Entry(
        key=row["key"],
        total=row["total"],
        tie_breaks=tuple(Decimal(value) for value in row["tie_breaks"]),
        amount=row["application__requested_amount"] or Decimal(0),
    )
    return Candidate(entry, bool(row["is_fundable"]))


def stand(
    candidates: Iterable[Candidate], budget: Decimal, lot_seed: int | None = None
) -> Standings:
    """Rank the fundable within the budget and the others, who need no lot, behind them."""
    candidates = list(candidates)
    fundable = [c.entry for c in candidates if c.fundable]
    others = [c.entry for c in candidates if not c.fundable]
    above = places(fundable, rank(fundable, budget, lot_seed))
    below = places(others, rank(others), behind=len(fundable))
    return Standings((*above, *below), budget)


def places(
    entries: Sequence[Entry], ranked: Sequence[Place], behind: int | None = None
) -> list[Standing]:
    """Return the entries in order; those `behind` the fundable ones are not summed up."""
    by_key = {entry.key: entry for entry in entries}
    sums = accumulate(by_key[place.key].amount for place in ranked)
    return [
        Standing(
            key=place.key,
            position=(behind or 0) + place.position,
            tied=place.tied,
            funded=place.funded,
            fundable=behind is None,
            total=Decimal(by_key[place.key].total),
            amount=Decimal(by_key[place.key].amount),
            running=Decimal(running) if behind is None else None,
        )
        for place, running in zip(ranked, sums, strict=True)
    ]
