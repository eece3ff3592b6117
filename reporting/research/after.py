"""What became of the applications: decisions, values reached, draw-down of all calls, places."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.utils.timezone import localtime

from accounts.models import Organisation
from awards.models import Measurement, Payment
from evaluation.models import Candidacy, RankingPlace
from programmes.models import CallVersion
from reporting.research.protection import Row
from reporting.research.shape import APPLICATION, Tidy, Variable, by_application

RANKED = "Rangfolge (letzte eingefrorene)"
AGREED, DIRECTORY = "Zuwendung: vereinbarter Indikator", "Gemeindeverzeichnis"
OF_DECISIONS = (
    APPLICATION,
    Variable("position", "Rang", "integer", "", RANKED),
    Variable("line_total", "Niedrigste Punktzahl über der Linie", "number", "Punkte", RANKED),
    Variable("above_line", "Über der Förderlinie", "boolean", "", RANKED),
    Variable("outcome", "Entscheidung", source="Förderentscheidung: freigegeben"),
    Variable("decided_on", "Entschieden am", "date", "", "Förderentscheidung"),
    Variable("override", "Abweichend von der Linie entschieden", "boolean", "", RANKED),
)
OF_ACTUALS = (
    APPLICATION,
    Variable("indicator", "Indikator (laufende Nummer)", "integer", "", AGREED),
    Variable("level", "Ebene", source=AGREED),
    Variable("unit", "Einheit", source=AGREED),
    Variable("rising", "Höher ist besser", "boolean", "", AGREED),
    Variable("baseline", "Ausgangswert", "number", "wie unit", AGREED),
    Variable("target", "Zielwert", "number", "wie unit", AGREED),
    Variable("target_on", "Zielwert bis", "date", "", AGREED),
    Variable("starts_on", "Beginn des Vorhabens", "date", "", "Zuwendung"),
    Variable("measured_on", "Stand des Werts", "date", "", "Bericht: Ende des Zeitraums"),
    Variable("actual", "Erreicht", "number", "wie unit", "Bericht: Messwert"),
    Variable("quality", "Güte", "string", "", "Bericht: Messwert"),
)
REACHED = {
    "level": "indicator__level",
    "unit": "indicator__unit",
    "rising": "indicator__rising",
    "baseline": "indicator__baseline",
    "target": "indicator__target",
    "target_on": "indicator__target_on",
    "starts_on": "indicator__award__starts_on",
    "measured_on": "report__duty__period_until",
    "actual": "actual",
    "quality": "quality",
}
PLACE = (
    *("ags", "land", "size_class", "inhabitants", "inhabitants_on", "valid_from", "valid_until"),
)
OF_PLACES = (
    Variable("ags", "Gemeindeschlüssel", source=DIRECTORY),
    Variable("land", "Land", source=DIRECTORY),
    Variable("size_class", "Größenklasse (BBSR)", source=DIRECTORY),
    Variable("inhabitants", "Einwohner", "integer", "Personen", DIRECTORY),
    Variable("inhabitants_on", "Stand der Einwohner", "date", "", DIRECTORY),
    Variable("valid_from", "Schlüssel gültig ab", "date", "", DIRECTORY),
    Variable("valid_until", "Schlüssel gültig bis", "date", "", DIRECTORY),
    Variable("successor", "Nachfolgender Schlüssel", source=DIRECTORY),
    Variable("awards", "Bewilligungen", "integer", "Vorhaben", "Zuwendung"),
)


def stage_told(candidacy: str) -> Case:
    """Return the stage as the applicant knows it: an award counts when its notice is sent.

    As in the figures: what is decided and not yet told is in no table.
    """
    decided = {f"{candidacy}__status": Candidacy.Status.AWARDED}
    untold = Q(**decided, **{f"{candidacy}__decision__award": None})
    ranked = When(untold, Value(Candidacy.Status.RANKED))
    return Case(ranked, default=F(f"{candidacy}__status"), output_field=CharField())


def decisions(version: CallVersion, names: dict[int, str]) -> Tidy:
    """One row a candidacy: its rank, the line where the money ended, and what was decided."""
    places = last_places(version)
    line = min((place.total for place in places.values() if place.funded), default=None)
    told = Candidacy.objects.filter(application__in=names).annotate(
        stage=stage_told("application__candidacy")
    )
    decided = told.values_list(
        "pk", "application", "stage", "decision__outcome", "decision__approved_at"
    )
    rows = [
        {
            "application": names[application],
            "line_total": line,
            **judged(places.get(pk), status, outcome, approved_at),
        }
        for pk, application, status, outcome, approved_at in decided
    ]
    return Tidy("decisions", "Entscheidungen", OF_DECISIONS, by_application(rows))


def judged(
    place: RankingPlace | None, status: str, outcome: str | None, approved_at: datetime | None
) -> Row:
    """Return rank and decision of one candidacy; both stay blank until they are final."""
    is_final = status in (Candidacy.Status.AWARDED, Candidacy.Status.REJECTED)
    awarded = status == Candidacy.Status.AWARDED
    return {
        "position": place and place.position,
        "above_line": place and place.funded,
        "outcome": outcome if is_final else None,
        "decided_on": localtime(approved_at).date() if is_final and approved_at else None,
        "override": place.funded != awarded if place and is_final else None,
    }


def last_places(version: CallVersion) -> dict[int, RankingPlace]:
    """Return the places of the last frozen ranking by candidacy."""
    ranking = version.rankings.order_by("-number").first()
    return {place.candidacy_id: place for place in ranking.places.all()} if ranking else {}


def actuals(version: CallVersion, names: dict[int, str]) -> Tidy:
    """One row a value that a report handed in names for an agreed indicator."""
    application = "indicator__award__decision__candidacy__application"
    found = Measurement.objects.filter(actual__isnull=False, **{f"{application}__in": names})
    reported = found.exclude(report__submitted_at=None)
    rows = [
        {"application": names[of], "indicator": number, **dict(zip(REACHED, values, strict=True))}
        for of, number, *values in reported.values_list(
            application, "indicator_id", *REACHED.values()
        )
    ]
    numbered = {pk: place for place, pk in enumerate(sorted({r["indicator"] for r in rows}), 1)}
    rows = [{**row, "indicator": numbered[row["indicator"]]} for row in rows]
    return Tidy("actuals", "Erreichte Werte", OF_ACTUALS, by_application(rows))


def cohorts(version: CallVersion) -> Tidy:
    """Payments of all calls of the programme by year of the award and years since."""
    decision = "request__award__decision"
    programme = f"{decision}__candidacy__application__call_version__call__programme"
    paid = Payment.objects.filter(
        failed_because="", **{programme: version.call.programme_id}
    ).exclude(paid_on=None)
    sums: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for approved_at, paid_on, amount in paid.values_list(
        f"{decision}__approved_at", "paid_on", "amount"
    ):
        cohort = localtime(approved_at).year
        sums[cohort, paid_on.year - cohort] += amount
    rows: list[dict[str, Any]] = [
        {"cohort": cohort, "age": age, "paid": sums[cohort, age]} for cohort, age in sorted(sums)
    ]
    variables = (
        Variable("cohort", "Jahr der Bewilligung", "integer", "", "Förderentscheidung"),
        Variable("age", "Jahre seitdem", "integer", "Jahre", "Auszahlung: Wertstellung"),
        Variable("paid", "In diesem Jahr ausgezahlt", "number", "Euro", "Auszahlung: Betrag"),
    )
    return Tidy("cohorts", "Mittelabruf nach Jahrgang (alle Aufrufe)", variables, rows)


def places(version: CallVersion) -> Tidy:
    """Where awards went, with the key's validity: public, and joined to no application."""
    awarded = Q(
        applications__candidacy__decision__award__isnull=False,
        applications__call_version__call=version.call_id,
    )
    found = Organisation.objects.annotate(funded=Count("applications", filter=awarded))
    rows = [
        {
            **{name: value for name, value in row.items() if name in PLACE},
            "successor": row["successor__ags"] or "",
            "awards": row["funded"],
        }
        for row in found.filter(funded__gt=0)
        .order_by("ags", "pk")
        .values(*PLACE, "successor__ags", "funded")
    ]
    return Tidy("places", "Geförderte Orte", OF_PLACES, rows)
