"""De-minimis aid of an application: sums by recipient and Regulation against the ceiling."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.templatetags.allmende import euro
from rulebook.state_aid import Aid as Granted
from rulebook.state_aid import counted

if TYPE_CHECKING:
    from applications.models import Application


@dataclass(frozen=True)
class AidSum:
    """What one recipient got under one Regulation within the years that count."""

    recipient: str
    regulation: str
    received: Decimal
    ceiling: Decimal | None
    years: int
    source: str

    @property
    def left(self) -> Decimal | None:
        return None if self.ceiling is None else self.ceiling - self.received

    @property
    def is_above(self) -> bool:
        return self.left is not None and self.left < 0

    def __str__(self) -> str:
        sentence = (
            f"{self.recipient}: {euro(self.received)} in {self.years} Jahren ({self.regulation})"
        )
        if self.left is None or self.ceiling is None:
            return f"{sentence}."
        if self.is_above:
            return f"{sentence}. Das sind {euro(-self.left)} mehr als erlaubt ({self.source})."
        return f"{sentence}. Bis zur Grenze von {euro(self.ceiling)} bleiben {euro(self.left)}."


def aid_sums(application: Application, on: date) -> list[AidSum]:
    """Return the sums, the applicant's first; recipients are named as the application does."""
    rows = list(application.aids.all())
    ceilings = {one["code"]: one for one in ceilings_of(application)}
    groups = dict.fromkeys((row.partner, row.regulation) for row in rows)
    found = []
    for partner, code in sorted(groups, key=lambda one: (one[0] is not None, str(one[0]), one[1])):
        rule = ceilings.get(code, {"label": code, "amount": None, "years": 3, "source": ""})
        own = [row for row in rows if (row.partner, row.regulation) == (partner, code)]
        found.append(
            AidSum(
                recipient=str(partner or application.organisation),
                regulation=rule["label"],
                received=counted(granted(own), on, rule["years"]),
                ceiling=Decimal(rule["amount"]) if rule["amount"] else None,
                years=rule["years"],
                source=rule["source"],
            )
        )
    return found


def granted(rows: Iterable[Any]) -> list[Granted]:
    return [Granted(row.granted_on, row.amount) for row in rows]


def ceilings_of(application: Application) -> list[dict[str, Any]]:
    """Return the Regulations and ceilings of the guideline under which the call runs."""
    ceilings: list[dict[str, Any]] = application.call_version.guideline_version.aid_ceilings
    return ceilings


def regulation_label(application: Application, code: str) -> str:
    labels = {one["code"]: one["label"] for one in ceilings_of(application)}
    return str(labels.get(code, code))


def aids_part(application: Application) -> list[dict[str, Any]]:
    """Return the list as it is frozen with the application."""
    return [
        {
            "recipient": str(aid.partner or application.organisation),
            "giver": aid.giver,
            "granted_on": aid.granted_on,
            "amount": aid.amount,
            "regulation": aid.regulation,
            "regulation_label": regulation_label(application, aid.regulation),
            "sector": aid.sector,
            "reference": aid.reference,
        }
        for aid in application.aids.all()
    ]
