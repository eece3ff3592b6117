"""When a change needs no decision: shown before an amendment is filed, and checked by the step."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.templatetags.allmende import euro, percent

if TYPE_CHECKING:
    from awards.models import Amendment, Award

ZERO = Decimal("0.00")


def guidance(award: Award, kind: str) -> str:
    """Say before filing what the type needs."""
    rate = percent(award.rules.line_tolerance_rate)
    sentences = {
        "shift_lines": f"Bis {rate} je Position genügt die Anzeige, darüber brauchen Sie einen "
        "bewilligten Antrag vor der Ausgabe.",
        "shift_years": "Immer mit Antrag: Mittel eines Haushaltsjahres verfallen sonst.",
        "extension": "Immer mit Antrag, vor dem Ende der Laufzeit. Mehr Geld gibt es dadurch "
        "nicht.",
        "content": "Immer mit Antrag, wenn sich Zweck oder Ziele ändern.",
        "partner": "Immer mit Antrag, bevor der neue Partner beginnt.",
        "financing": "Immer mit Antrag. Neue Mittel Dritter können die Zuwendung mindern.",
        "contact": "Die Anzeige genügt. Ein neues Konto bestätigt eine zweite Person.",
    }
    return sentences[kind]


def needs_decision(amendment: Amendment) -> bool:
    """Does the change as it is written need a decision?"""
    if amendment.kind == amendment.Kind.CONTACT:
        return False
    if amendment.kind != amendment.Kind.SHIFT_LINES:
        return True
    return any(over > 0 for _, over in increases(amendment))


def increases(amendment: Amendment) -> list[tuple[Any, Decimal]]:
    """Return each line that grows and by how much it exceeds its tolerance."""
    rate = amendment.award.rules.line_tolerance_rate
    before: dict[Any, Decimal] = defaultdict(Decimal)
    after: dict[Any, Decimal] = defaultdict(Decimal)
    for line in amendment.lines.select_related("plan_line"):
        before[line.plan_line] += line.before
        after[line.plan_line] += line.after
    grown = [line for line in after if after[line] > before[line]]
    return [(line, after[line] - before[line] * (1 + rate)) for line in grown]


def explained(amendment: Amendment) -> list[str]:
    """Say line by line what the tolerance means for this change."""
    sentences = []
    for line, over in increases(amendment):
        if over > 0:
            sentences.append(f"{line}: {euro(over)} mehr als ohne Bescheid erlaubt.")
        else:
            sentences.append(f"{line}: noch {euro(-over)} Spielraum ohne Bescheid.")
    return sentences
