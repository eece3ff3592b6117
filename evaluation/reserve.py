"""Who comes next when money is set free: computed from the frozen ranking, never acted on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from evaluation.models import Candidacy, Ranking, RankingPlace
from programmes.models import BudgetYear, CallVersion


@dataclass(frozen=True)
class Waiting:
    """A place on the reserve list; `fits` when the free money is enough for its whole amount."""

    place: RankingPlace
    fits: bool


def reserve_of(ranking: Ranking) -> QuerySet[RankingPlace]:
    """Return the fundable places below the line that nobody has decided on."""
    return ranking.places.filter(
        funded=False,
        candidacy__is_fundable=True,
        candidacy__status=Candidacy.Status.RANKED,
        candidacy__decision__isnull=True,
    ).order_by("position", "candidacy__key")


def free_money(version: CallVersion) -> Decimal:
    """Return the euros of all years that no decision holds."""
    years = BudgetYear.objects.filter(call=version.call_id)
    return sum((year.free for year in years), Decimal(0))


def waiting(places: Iterable[RankingPlace], free: Decimal) -> list[Waiting]:
    return [Waiting(place, place.amount <= free) for place in places]
