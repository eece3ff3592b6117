"""Rules for filing an amendment and for the office's proposal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from core import clock
from core.refusals import Finding
from core.workflow import Attempt

ZERO = Decimal("0.00")


def reason_given(amendment: Any, _attempt: Attempt) -> list[Finding]:
    if amendment.reason.strip():
        return []
    return [Finding("reason", "Begründen Sie die Änderung.", field="reason")]


def before_the_change(amendment: Any, _attempt: Attempt) -> list[Finding]:
    """An amendment is asked for before the change, not after it."""
    if amendment.effective_on and amendment.effective_on >= clock.today():
        return []
    sentence = "Nennen Sie den Tag, ab dem die Änderung gelten soll: heute oder später."
    return [Finding("effective", sentence, field="effective_on")]


def change_told(amendment: Any, _attempt: Attempt) -> list[Finding]:
    """Each type says what it changes."""
    kind = amendment.Kind
    if amendment.kind == kind.EXTENSION:
        later = amendment.new_ends_on and amendment.new_ends_on > amendment.award.ends_on
        sentence = "Das neue Ende muss nach dem bisherigen liegen."
        return [] if later else [Finding("ends", sentence, field="new_ends_on")]
    if amendment.kind == kind.PARTNER and not amendment.partner_id:
        return [Finding("partner", "Wählen Sie den Partner, der ausscheidet.", field="partner")]
    if amendment.kind in amendment.OF_MONEY:
        return money_moved(amendment)
    if not amendment.change.strip():
        return [Finding("change", "Beschreiben Sie, was sich ändert.", field="change")]
    return []


def money_moved(amendment: Any) -> list[Finding]:
    """Money is moved, never made: the grant stays, and each side of the plan keeps its sum."""
    lines = list(amendment.lines.select_related("plan_line"))
    moved = [line for line in lines if line.before != line.after]
    if not moved:
        return [Finding("lines", "Tragen Sie die neuen Beträge ein.")]
    found = []
    if sum_of(lines, kind="grant"):
        found.append(Finding("grant", "Die Summe der Zuwendung muss gleich bleiben."))
    gap = sum_of(lines, side="expense") - sum_of(lines, side="financing")
    if gap:
        found.append(Finding("gap", "Ausgaben und Finanzierung müssen sich gleich stark ändern."))
    if amendment.kind != amendment.Kind.FINANCING and sum_of(lines, side="expense"):
        found.append(Finding("sum", "Die Summe der Ausgaben muss gleich bleiben."))
    return found


def sum_of(lines: list[Any], **wanted: str) -> Decimal:
    """Return by how much the chosen lines change together."""
    chosen = [
        line
        for line in lines
        if all(getattr(line.plan_line, name) == value for name, value in wanted.items())
    ]
    return sum((line.after - line.before for line in chosen), ZERO)


def within_tolerance(amendment: Any, _attempt: Attempt) -> list[Finding]:
    """What needs a decision is filed, not only told."""
    from awards.tolerance import needs_decision

    if not needs_decision(amendment):
        return []
    sentence = "Diese Änderung braucht eine Entscheidung. Reichen Sie den Antrag ein."
    return [Finding("tolerance", sentence)]


def outcome_reasoned(amendment: Any, _attempt: Attempt) -> list[Finding]:
    found = []
    if amendment.is_positive is None:
        sentence = "Wählen Sie, ob die Änderung bewilligt wird."
        found.append(Finding("outcome", sentence, field="is_positive"))
    if not amendment.office_reason.strip():
        found.append(Finding("reason", "Begründen Sie den Vorschlag.", field="office_reason"))
    return found


FILING_CHECKS = (reason_given, before_the_change, change_told)
NOTING_CHECKS = (*FILING_CHECKS, within_tolerance)
OUTCOME_CHECKS = (outcome_reasoned,)
