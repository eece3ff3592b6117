"""A selection of applications asked for in the address: its figures, and the list behind each.

Computed by the database on request, so that any filter works without a prepared figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse

from applications.finance import EMERGENCY
from applications.models import Answer, Application
from reporting.figures.definition import ratio
from reporting.narrowing import NARROWING, OF_INDICATORS, TO_DO, with_indicators
from rulebook.distribution import count_once

NONE = "ohne"
QUESTIONS = {
    "aufruf": "call_version__call__slug",
    "jahr": "submitted_at__year",
    "land": "organisation__land",
    "groesse": "organisation__size_class",
    "art": "organisation__kind",
    "phase": "project__phase",
    "finanzierung": "candidacy__decision__award__financing",
    "tag": "submitted_at__date",
}
YES, NO = "ja", "nein"
STATUS = Application.Status
STAGES = {
    "eingereicht": ("Eingereicht", Q()),
    "zurueckgezogen": ("Zurückgezogen", Q(status=STATUS.WITHDRAWN)),
    "formal-abgelehnt": ("Formal abgelehnt", Q(status=STATUS.FORMALLY_REJECTED)),
    "zugelassen": ("Zugelassen", Q(status=STATUS.ADMITTED)),
    "begutachtet": ("Begutachtet", Q(candidacy__total__isnull=False)),
    "foerderwuerdig": ("Förderwürdig", Q(candidacy__is_fundable=True)),
    "reserve": (
        "Förderwürdig ohne Bewilligung",
        Q(candidacy__is_fundable=True, candidacy__decision__award__isnull=True),
    ),
    # The notice is sent: what is decided and not yet told is in no figure.
    "bewilligt": ("Bewilligt", Q(candidacy__decision__award__isnull=False)),
    "abgelehnt": ("Abgelehnt nach Begutachtung", Q(candidacy__status="rejected")),
}
AWARDED = "candidacy__decision__award__amount"


# Submitted one before this call opened; declared a budget emergency.
APPLIED_BEFORE = Exists(
    Application.objects.submitted().filter(
        organisation=OuterRef("organisation"),
        submitted_at__lt=OuterRef("call_version__opens_at"),
    )
)
EMERGENCY_DECLARED = Exists(
    Answer.objects.filter(
        reduce(or_, (Q(value=answer) for answer in sorted(EMERGENCY))),
        application=OuterRef("pk"),
        code="haushaltsnotlage",
    )
)


def answered(fact: Exists) -> Callable[[str], Any]:
    """Return the condition of a question that is answered by yes or no."""
    return lambda answer: fact if answer == YES else ~fact


CONDITIONS: dict[str, Callable[[str], Any]] = {
    **NARROWING,
    "feld": lambda code: Q(topics__code=code),
    "stand": lambda stage: (STAGES | TO_DO)[stage][1],
    "frueher": answered(APPLIED_BEFORE),
    "notlage": answered(EMERGENCY_DECLARED),
}


@dataclass(frozen=True)
class Value:
    """One figure of a selection: code, name, what kind of number, and the list behind it."""

    code: str
    name: str
    kind: str
    value: Any
    url: str = ""


def selected(asked: Mapping[str, Any]) -> QuerySet[Application]:
    """Return the applications handed in that the questions ask for."""
    found = Application.objects.submitted()
    for question, column in QUESTIONS.items():
        if wanted := asked.get(question):
            found = found.filter(**{column: "" if wanted == NONE else wanted})
    if any(asked.get(question) for question in OF_INDICATORS):
        found = found.filter(with_indicators(asked))
    for question, condition in CONDITIONS.items():
        if answer := asked.get(question):
            found = found.filter(condition(answer))
    return found


def figures_of(asked: Mapping[str, Any]) -> list[Value]:
    """Return the figures of a selection; those that count lead to their list."""
    rows = selected(asked).order_by()
    counts = rows.aggregate(
        **{code: Count("pk", filter=part) for code, (_, part) in STAGES.items()}
    )
    sums = rows.aggregate(
        requested=Sum("requested_amount"), granted=Sum(AWARDED), mean=Avg("candidacy__total")
    )
    found = [
        Value(code, name, "count", counts[code], list_url(asked, stand=code))
        for code, (name, _) in STAGES.items()
    ]
    requested, granted = sums["requested"] or 0, sums["granted"] or 0
    people = people_reached(rows.filter(STAGES["bewilligt"][1]))
    rate = ratio(counts["bewilligt"], counts["eingereicht"])
    return [
        *found,
        Value("quote", "Erfolgsquote", "percent", rate),
        Value("beantragt", "Beantragt", "euro", requested, list_url(asked, stand="eingereicht")),
        Value("bewilligt-euro", "Bewilligt", "euro", granted, list_url(asked, stand="bewilligt")),
        Value("quote-geld", "Quote nach Geld", "percent", ratio(granted, requested)),
        Value("punkte", "Mittlere Punktzahl", "number", sums["mean"]),
        Value("menschen", "Menschen in geförderten Orten", "count", people),
        Value("je-kopf", "Bewilligte Euro je Kopf", "rate", ratio(granted, people)),
    ]


def people_reached(rows: QuerySet[Application]) -> int:
    """Return who lives in these places, those of a Kreis and of its towns counted once."""
    return count_once(dict(rows.values_list("organisation__ars", "organisation__inhabitants")))


def list_url(asked: Mapping[str, Any], **more: str) -> str:
    """Return the address of the list behind a number."""
    wanted = {key: value for key, value in {**asked, **more}.items() if value}
    return f"{list_address()}?{urlencode(wanted)}"


@cache
def list_address() -> str:
    """The list's address, looked up once: a report page names it hundreds of times."""
    return reverse("report_list")
