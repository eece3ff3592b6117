"""Move an award's money between the accounts of a budget year; both sums move together."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import F, Model

from awards.models import Award, Tranche
from programmes.actions.booking import book
from programmes.models import Account, BudgetYear

KEPT_ON_TRANCHE = frozenset({Account.ORDERED, Account.PAID, Account.RETURNED})


def lock_money(tranche: Tranche) -> Tranche:
    """Lock the budget year and then the award, and return the tranche as it is now."""
    BudgetYear.objects.select_for_update().get(pk=tranche.budget_year_id)
    Award.objects.select_for_update(of=("self",)).get(pk=tranche.award_id)
    return Tranche.objects.select_related("budget_year").get(pk=tranche.pk)


def lock_all_money(tranches: Iterable[Tranche]) -> None:
    """Lock every budget year, then every award, before any of them is worked on.

    One tranche after another would lock a year while holding an award: two people could wait for
    each other.
    """
    found = list(tranches)
    years = BudgetYear.objects.filter(pk__in={one.budget_year_id for one in found})
    list(years.select_for_update().order_by("year", "pk"))
    awards = Award.objects.filter(pk__in={one.award_id for one in found})
    list(awards.select_for_update(of=("self",)).order_by("pk"))


def move_money(
    tranche: Tranche, source: Account, target: Account, amount: Decimal, *, about: Model
) -> None:
    """Book a movement of a locked tranche, because of a record.

    The database adds up and its constraint refuses what is not there.
    """
    changes = {str(source): -amount, str(target): amount}
    kept = {name: F(name) + change for name, change in changes.items() if name in KEPT_ON_TRANCHE}
    Tranche.objects.filter(pk=tranche.pk).update(**kept)
    book(tranche.budget_year, source, target, amount, about=about)
