"""What the office knows about its own costs, and the figures of every call."""

from __future__ import annotations

from decimal import Decimal

from core import clock
from demo.people import Office
from programmes.models import CallVersion
from reporting.actions import Cost, prepare_figures, save_cost

SOURCE = "Kosten- und Leistungsrechnung (erfunden)"
COSTS = (("staff", Decimal("182400.00")), ("agency", Decimal("96250.00")))


def evaluate(office: Office) -> None:
    """Enter this year's costs of the first call, then compute all figures, money included."""
    versions = CallVersion.objects.filter(status=CallVersion.Status.PUBLISHED)
    for place, version in enumerate(versions.order_by("deadline_at")):
        for kind, amount in COSTS if place == 0 else ():
            cost = Cost(clock.today().year, kind, amount, SOURCE)
            save_cost(version.call, cost, by=office.officer)
        prepare_figures(version)
