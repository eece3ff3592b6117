"""What stands against sending a wave into the field: one function per rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import clock
from core.refusals import Finding
from core.workflow import Attempt

if TYPE_CHECKING:
    from reporting.models import SurveyWave


def says_why(wave: SurveyWave, attempt: Attempt) -> list[Finding]:
    """Purpose and consent stand before the first question (Art. 6, 7 and 13 DSGVO)."""
    named = (("purpose", "Zweck"), ("consent", "Einwilligung oder Rechtsgrundlage"))
    return [
        Finding(field, f"Es fehlt: {name}.", field=field)
        for field, name in named
        if not getattr(wave, field).strip()
    ]


def asks_something(wave: SurveyWave, attempt: Attempt) -> list[Finding]:
    if wave.questions.exists():
        return []
    return [Finding("questions", "Die Welle hat noch keine Frage.")]


def conditions_name_questions(wave: SurveyWave, attempt: Attempt) -> list[Finding]:
    """A condition looks back: it names a question that stands before it."""
    seen: set[str] = set()
    found = []
    for question in wave.questions.all():
        if question.condition_code and question.condition_code not in seen:
            sentence = (
                f"„{question}“ hängt von „{question.condition_code}“ ab. "
                "Diese Frage steht nicht davor."
            )
            found.append(Finding("condition", sentence))
        seen.add(question.code)
    return found


def has_time_to_answer(wave: SurveyWave, attempt: Attempt) -> list[Finding]:
    if wave.closes_on > clock.today():
        return []
    return [Finding("closes_on", "Der letzte Tag muss in der Zukunft liegen.", field="closes_on")]


def somebody_is_asked(wave: SurveyWave, attempt: Attempt) -> list[Finding]:
    if wave.asked.exists() and wave.roles:
        return []
    return [Finding("audience", "Zu dieser Auswahl gehört niemand.", field="audience")]


START_CHECKS = (
    says_why,
    asks_something,
    conditions_name_questions,
    has_time_to_answer,
    somebody_is_asked,
)
