"""The application as reviewers and office read it: always the frozen submission, never a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from accounts.laender import LAENDER
from applications.effects import Effects, effects_in
from applications.models import Application, Submission
from core.snapshots import thaw
from core.templatetags.allmende import day, euro, number

CHAPTERS = ("project", "participation")  # declarations are checked by the office, not judged


@dataclass(frozen=True)
class Reading:
    """What the latest submission says."""

    submission: Submission
    content: Mapping[str, Any]

    @property
    def facts(self) -> list[dict[str, str]]:
        """Return who wants what, for how much and how long, as label and value."""
        organisation, project = self.content["organisation"], self.content["project"]
        plan = self.content["plan"]
        place = f"{organisation['name']}, {LAENDER.get(organisation['land'], '')}"
        size = organisation["size_class_label"] or organisation["kind_label"]
        people = f"{number(organisation['inhabitants'])} Einwohnerinnen und Einwohner"
        term = f"{day(day_from(project['starts_on']))} bis {day(day_from(project['ends_on']))}"
        sums = f"{euro(plan['expenses'])}, davon Zuwendung {euro(plan['grant'])}"
        pairs = {
            "Kommune": place.strip(", "),
            "Typ": f"{size}, {people}",
            "Phase": project["phase_label"],
            "Räumliche Ebene": project["level_label"],
            "Laufzeit": term if project["starts_on"] else "",
            "Ausgaben": sums,
            "Themen": ", ".join(topic["name"] for topic in self.content["topics"]),
        }
        return [{"label": label, "value": value} for label, value in pairs.items()]

    @property
    def effects(self) -> Effects | None:
        """Return the chain of effects from measures to impact."""
        return effects_in(self.content)

    @property
    def answers(self) -> list[dict[str, Any]]:
        """Return the texts that are judged, in the order of the catalogue."""
        return [one for one in self.content["answers"] if one["group"] in CHAPTERS]

    @cached_property
    def answers_by_criterion(self) -> dict[str, list[dict[str, Any]]]:
        """Return which texts feed which criterion."""
        found: dict[str, list[dict[str, Any]]] = {}
        for answer in self.answers:
            found.setdefault(answer["criterion"], []).append(answer)
        return found

    @property
    def years(self) -> list[str]:
        return [str(year) for year in self.content["plan"]["years"]]

    def document(self, key: str) -> Mapping[str, Any] | None:
        """Return the document of that key if it was part of this submission."""
        return next((one for one in self.content["documents"] if one["key"] == key), None)


def day_from(text: str | None) -> date | None:
    """Return a frozen day as a date."""
    return date.fromisoformat(text) if text else None


def reading_of(application: Application) -> Reading:
    """Return the latest submission of an application, thawed."""
    submission = application.submissions.select_related("snapshot").latest("number")
    return Reading(submission, thaw(submission.snapshot))
