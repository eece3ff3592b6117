"""Rules of a recovery: hearing first, reasons always, paid in full before it is closed."""

from __future__ import annotations

from typing import Any

from core import clock
from core.refusals import Finding
from core.workflow import Attempt


def hearing_is_over(recovery: Any, _attempt: Attempt) -> list[Finding]:
    """§ 28 VwVfG: the recipient has answered, or its time is over."""
    if recovery.statement.strip() or recovery.heard_until < clock.today():
        return []
    sentence = f"Die Anhörung läuft bis {recovery.heard_until:%d.%m.%Y}, noch fehlt eine Antwort."
    return [Finding("hearing", sentence)]


def reasons_written(recovery: Any, _attempt: Attempt) -> list[Finding]:
    """§ 39 VwVfG: a decision without reasons of discretion does not last."""
    if recovery.reasons.strip():
        return []
    return [Finding("reasons", "Begründen Sie die Entscheidung.", field="reasons")]


def within_the_year(recovery: Any, _attempt: Attempt) -> list[Finding]:
    """§ 48 Abs. 4 VwVfG binds revocation; a final account is no revocation."""
    if recovery.ground == recovery.Ground.FINAL_ACCOUNT or recovery.decide_by >= clock.today():
        return []
    sentence = f"Die Jahresfrist ist am {recovery.decide_by:%d.%m.%Y} abgelaufen."
    return [Finding("year", sentence)]


def everything_came_in(recovery: Any, _attempt: Attempt) -> list[Finding]:
    if recovery.open_amount <= 0:
        return []
    return [Finding("open", "Es ist noch nicht alles bezahlt.")]


PROPOSAL_CHECKS = (hearing_is_over, reasons_written, within_the_year)
DECISION_CHECKS = (within_the_year,)
PAID_CHECKS = (everything_came_in,)
