"""Rules of a contract: awarded already, and without competition only with reasons."""

from __future__ import annotations

from typing import Any

from core import clock
from core.refusals import Finding


def findings_against_entry(procurement: Any) -> list[Finding]:
    """Return every reason why the entry cannot be kept as it is."""
    found = []
    if procurement.contract_amount <= 0:
        sentence = "Die Auftragssumme muss größer als null sein."
        found.append(Finding("amount", sentence, field="contract_amount"))
    if procurement.awarded_on > clock.today():
        sentence = "Der Zuschlag liegt in der Zukunft. Tragen Sie ihn ein, wenn er erteilt ist."
        found.append(Finding("day", sentence, field="awarded_on"))
    if procurement.was_without_competition and not procurement.exception_reason.strip():
        sentence = "Begründen Sie, warum es kein Verfahren mit Wettbewerb gab."
        found.append(Finding("reason", sentence, field="exception_reason"))
    return found


def hints_for(procurement: Any) -> list[str]:
    """Say what an officer should look at; none of it is a breach by itself."""
    hints = []
    if procurement.awarded_on < procurement.award.starts_on:
        hints.append("Der Zuschlag liegt vor dem Bewilligungszeitraum: War der Beginn zugelassen?")
    if procurement.contract_amount > procurement.estimated_amount * 2:
        hints.append("Die Auftragssumme ist mehr als doppelt so hoch wie der geschätzte Wert.")
    return hints
