"""Rules for the check note of a proof of use."""

from __future__ import annotations

from typing import Any

from core.refusals import Finding
from core.workflow import Attempt


def vouchers_judged(check: Any, _attempt: Attempt) -> list[Finding]:
    """No voucher that was looked at is left open or parked."""
    unfinished = check.vouchers.filter(verdict__in=("pending", "parked")).count()
    if not unfinished:
        return []
    word = "Beleg ist" if unfinished == 1 else "Belege sind"
    return [Finding("vouchers", f"{unfinished} {word} noch offen oder zurückgestellt.")]


def depth_reasoned(check: Any, _attempt: Attempt) -> list[Finding]:
    """Without a sample the note says why (VV Nr. 11.1.3)."""
    if check.has_sample or check.not_in_depth_reason.strip():
        return []
    sentence = "Ziehen Sie eine Stichprobe, oder begründen Sie, warum Sie nicht vertieft prüfen."
    return [Finding("depth", sentence, field="not_in_depth_reason")]


def note_written(check: Any, _attempt: Attempt) -> list[Finding]:
    """Extent and result, and whether the purpose is reached."""
    found = []
    if not check.note.strip():
        found.append(Finding("note", "Schreiben Sie den Prüfvermerk.", field="note"))
    if check.purpose_reached is None:
        sentence = "Entscheiden Sie, ob der Zweck erreicht ist."
        found.append(Finding("purpose", sentence, field="purpose_reached"))
    return found


NOTE_CHECKS = (vouchers_judged, depth_reasoned, note_written)
