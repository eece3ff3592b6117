"""What stands against publishing a call version: one function per rule."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from core.refusals import Finding
from core.workflow import Attempt

if TYPE_CHECKING:
    from programmes.models import CallVersion


def weights_sum_to_100(version: CallVersion, attempt: Attempt) -> list[Finding]:
    total = sum((criterion.weight for criterion in version.criteria.all()), Decimal(0))
    if total == 100:
        return []
    sentence = f"Die Gewichte der Kriterien ergeben {total:f}. Sie müssen 100 ergeben."
    return [Finding("weights", sentence, "criteria")]


def every_year_has_a_budget(version: CallVersion, attempt: Attempt) -> list[Finding]:
    if version.call.budget_years.filter(amount__gt=0).exists():
        return []
    return [Finding("budget", "Tragen Sie die Mittel je Haushaltsjahr ein.", "budget")]


def deadline_is_ahead(version: CallVersion, attempt: Attempt) -> list[Finding]:
    days = version.guideline_version.least_application_days
    if version.deadline_at >= max(version.opens_at, attempt.at) + timedelta(days=days):
        return []
    sentence = f"Zwischen Veröffentlichung oder Beginn und Frist müssen {days} Tage liegen."
    return [Finding("deadline", sentence, "basics", "deadline_at")]


def asks_something(version: CallVersion, attempt: Attempt) -> list[Finding]:
    if version.questions.exists():
        return []
    return [Finding("questions", "Der Fragenkatalog ist leer.", "questions")]


PUBLICATION_CHECKS = (
    weights_sum_to_100,
    every_year_has_a_budget,
    deadline_is_ahead,
    asks_something,
)
