"""What each notice of the chain changed: the frozen terms compared with the notice before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.history import in_words
from core.snapshots import thaw
from core.templatetags.allmende import euro, percent

if TYPE_CHECKING:
    from awards.models import AwardNotice

LABELS = {
    "amount": "Zuwendung",
    "eligible_amount": "Zuwendungsfähige Ausgaben",
    "rate": "Fördersatz",
    "own_funds": "Eigenmittel",
    "other_funds": "Mittel Dritter und Einnahmen",
    "starts_on": "Bewilligungszeitraum von",
    "ends_on": "Bewilligungszeitraum bis",
    "bound_until": "Zweckbindung bis",
    "purpose": "Zweck",
    "financing": "Finanzierungsart",
    "years": "Jahresraten",
    "expenses": "Kostenarten",
    "onward_grants": "Weiterleitung",
    "indicators": "Indikatoren",
    "reports": "Nachweise",
    "conditions": "Nebenbestimmungen",
}
EUROS = frozenset({"amount", "eligible_amount", "own_funds", "other_funds"})


@dataclass(frozen=True)
class TermChange:
    """One term before and after a notice."""

    number: int
    label: str
    before: str
    after: str


def chain_of(notices: Sequence[AwardNotice]) -> list[TermChange]:
    """Return what the amendments changed, in the order of the notices."""
    contents = [(notice.number, thaw(notice.snapshot)) for notice in notices]
    return [
        TermChange(number, label, said(name, old.get(name)), said(name, new.get(name)))
        for (_, old), (number, new) in zip(contents, contents[1:], strict=False)
        for name, label in LABELS.items()
        if old.get(name) != new.get(name)
    ]


def said(name: str, value: Any) -> str:
    """Return a frozen term as people read it."""
    if name in EUROS:
        return euro(value)
    if name == "rate":
        return percent(value, 2)
    if name == "years":
        return ", ".join(f"{row['year']}: {euro(row['amount'])}" for row in value or [])
    return in_words(value)
