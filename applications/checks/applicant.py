"""A budget emergency of the applicant: who confirmed it, when, for which budget year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from applications.checks.rule import loaded
from core import clock
from core.refusals import Finding

if TYPE_CHECKING:
    from applications.models import Application

NEEDED = {
    "authority": "Nennen Sie die Kommunalaufsicht, die die Haushaltsnotlage bestätigt.",
    "emergency_on": "Geben Sie an, wann die Haushaltsnotlage genehmigt oder bestätigt wurde.",
    "emergency_year": "Geben Sie an, für welches Haushaltsjahr die Haushaltsnotlage gilt.",
}


def emergency_facts(application: Application) -> Iterator[Finding]:
    """Yield what is missing or cannot be; applications from before are not asked for it."""
    applicant = getattr(loaded(application), "applicant", None)
    if applicant is None:
        return
    for name, sentence in NEEDED.items():
        if not getattr(applicant, name):
            yield Finding(f"applicant_{name}", sentence, "organisation", name)
    day, year = applicant.emergency_on, applicant.emergency_year
    if day and day > clock.today():
        sentence = "Die Haushaltsnotlage kann nicht in der Zukunft bestätigt worden sein."
        yield Finding("emergency_future", sentence, "organisation", "emergency_on")
    if day and year and year < day.year:
        sentence = f"Der Nachweis vom {day:%d.%m.%Y} gilt nicht für das Haushaltsjahr {year}."
        yield Finding("emergency_past_year", sentence, "organisation", "emergency_year")
