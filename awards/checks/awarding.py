"""What must be there before an award is signed: one function per rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.refusals import Finding

if TYPE_CHECKING:
    from evaluation.models import Candidacy

NEEDED_LEVELS = {"output": "Output", "outcome": "Outcome"}


def findings_against_award(candidacy: Candidacy) -> list[Finding]:
    """Return every reason why nothing can be awarded yet."""
    return [f for rule in (has_check_note, has_period, has_indicators) for f in rule(candidacy)]


def has_check_note(candidacy: Candidacy) -> list[Finding]:
    if hasattr(candidacy, "check_note"):
        return []
    sentence = "Es fehlt der Antragsprüfungsvermerk. Schreiben Sie ihn vor der Bewilligung."
    return [Finding("check_note", sentence)]


def has_period(candidacy: Candidacy) -> list[Finding]:
    project = candidacy.application.project
    if project.starts_on and project.ends_on:
        return []
    return [Finding("period", "Dem Vorhaben fehlen Beginn oder Ende.")]


def has_indicators(candidacy: Candidacy) -> list[Finding]:
    """One output and one outcome indicator: else nobody could say what the money achieved."""
    levels = {row.level for row in candidacy.application.indicators.all()}
    return [
        Finding("indicators", f"Es fehlt ein Indikator der Ebene „{name}“.")
        for level, name in NEEDED_LEVELS.items()
        if level not in levels
    ]
