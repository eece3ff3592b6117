"""What the administration itself costs: entered by the office, one amount a year and kind."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from core import audit, clock
from core.text import clean
from programmes.models import Call
from reporting.models import AdministrationCost
from reporting.permissions import may_enter_costs

CENT = Decimal("0.01")


class Cost(NamedTuple):
    """One amount of a year: which kind of cost, euros, where it comes from."""

    year: int
    kind: str
    amount: Decimal
    source: str


@transaction.atomic
def save_cost(call: Call, cost: Cost, *, by: Person) -> AdministrationCost:
    """Enter the cost of a year and kind; a second entry corrects the first, both stay on record."""
    if not may_enter_costs(by):
        raise PermissionDenied
    Call.objects.select_for_update().get(pk=call.pk)
    mine = AdministrationCost.objects.filter(call=call, year=cost.year, kind=cost.kind)
    before = mine.values("amount", "source").first()
    entered, _ = AdministrationCost.objects.update_or_create(
        call=call,
        year=cost.year,
        kind=cost.kind,
        defaults={
            "amount": cost.amount.quantize(CENT),
            "source": clean(cost.source),
            "entered_by_key": by.actor_key,
            "entered_at": clock.now(),
        },
    )
    after = {"amount": entered.amount, "source": entered.source}
    audit.record(entered, "save_cost", by=by, change={"before": before, "after": after})
    return entered
