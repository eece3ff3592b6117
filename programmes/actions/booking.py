"""Book money from one account to another; the sums of the budget year move with it."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import F, Model

from core import audit
from programmes.models import Account, Booking, BudgetYear

OUTSIDE = frozenset({Account.FREE, Account.RESERVED})


def book(
    row: BudgetYear, source: Account, target: Account, amount: Decimal, *, about: Model
) -> Booking:
    """Move euros of a locked budget year between two accounts, because of a record.

    `committed` of the year counts all that is promised: ordered, paid and returned money too.
    """
    reserved = amount * ((target == Account.RESERVED) - (source == Account.RESERVED))
    committed = amount * ((target not in OUTSIDE) - (source not in OUTSIDE))
    BudgetYear.objects.filter(pk=row.pk).update(
        reserved=F("reserved") + reserved, committed=F("committed") + committed
    )
    return Booking.objects.create(
        budget_year=row, source=source, target=target, amount=amount, **audit.address(about)
    )
