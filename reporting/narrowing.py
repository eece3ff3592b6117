"""Questions that lead from a number to exactly the applications it counts.

They stand in addresses below a figure; whoever filters by hand rarely needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from applications.models import Application, CheckResult, FormalCheck, SupplementRequest
from awards.models import AgreedIndicator, Measurement
from evaluation.models import Assignment, Candidacy, FundingDecision, Review

ANY, OWN, FROM = "jede", "eigene", "ab-"
STATUS = Application.Status
PROPOSED = (FormalCheck.Status.ADMISSION_PROPOSED, FormalCheck.Status.REJECTION_PROPOSED)
# Work that waits, as stages of an application: the dashboard counts and lists them alike.
TO_DO = {
    "zu-bestaetigen": (
        "Ergebnis der Formalprüfung zu bestätigen",
        Q(formal_check__status__in=PROPOSED),
    ),
    "zuzuteilen": (
        "Zugelassen, noch nicht in der Auswahl",
        Q(status=STATUS.ADMITTED, candidacy__isnull=True),
    ),
    "befangenheit": (
        "Befangenheit zu klären",
        Exists(
            Assignment.objects.filter(
                candidacy__application=OuterRef("pk"), status=Assignment.Status.UNSURE
            )
        ),
    ),
    "zu-entscheiden": (
        "Entscheidung vorzuschlagen",
        Q(candidacy__status=Candidacy.Status.RANKED)
        & (
            Q(candidacy__decision__isnull=True)
            | Q(candidacy__decision__status=FundingDecision.Status.RETURNED)
        ),
    ),
    "angehalten": (
        "Auszahlung angehalten",
        Q(candidacy__decision__award__stop_reason__gt=""),
    ),
}


def with_indicators(asked: Mapping[str, Any]) -> Q:
    """Return awards by their agreed indicators: of the catalogue, by level, with a value."""
    agreed = AgreedIndicator.objects.all()
    if code := asked.get("indikator"):
        known = {"catalogue": None} if code == OWN else {"catalogue__code": code}
        agreed = agreed.filter(**known)
    if (level := asked.get("ebene")) and level != ANY:
        agreed = agreed.filter(level=level)
    if asked.get("messwert"):
        reported = Measurement.objects.filter(actual__isnull=False)
        reported = reported.exclude(report__submitted_at=None)
        agreed = agreed.filter(pk__in=reported.values("indicator"))
    return Q(candidacy__decision__award__in=agreed.values("award"))


def failing(code: str) -> Q:
    """Return formally rejected applications that miss this rule."""
    missed = CheckResult.objects.filter(code=code, verdict=CheckResult.Verdict.NOT_MET)
    return Q(status=STATUS.FORMALLY_REJECTED, pk__in=missed.values("formal_check__application"))


def between(words: str) -> Q:
    """Return who has a published score from the first number up to, but without, the second."""
    try:
        low, high = (Decimal(part) for part in words.split("_"))
    except (InvalidOperation, ValueError):
        return Q(pk__in=[])
    return Q(candidacy__total__gte=low, candidacy__total__lt=high)


def reviewed_times(words: str) -> Q:
    """Return who has this many reviews that count; `ab-3` asks for three and more."""
    least = words.removeprefix(FROM)
    if not least.isdecimal():
        return Q(pk__in=[])
    application = "assignment__candidacy__application"
    counted = Review.objects.counting().order_by().values(application).annotate(many=Count("pk"))
    lookup = "many__gte" if words.startswith(FROM) else "many"
    return Q(pk__in=counted.filter(**{lookup: int(least)}).values(application))


def supplemented(_answer: str) -> Q:
    return Q(pk__in=SupplementRequest.objects.values("application"))


NARROWING: dict[str, Callable[[str], Q]] = {
    "kreis": lambda key: Q(organisation__district_key=key),
    "wahlkreis": lambda key: Q(organisation__constituencies__contains=f"|{key}|"),
    "grund": failing,
    "punkte": between,
    "gutachten": reviewed_times,
    "nachforderung": supplemented,
}
OF_INDICATORS = ("indikator", "ebene", "messwert")
