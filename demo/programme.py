"""The demonstration programme: guideline, call and their sources."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from accounts.models import Organisation, Person
from core import clock
from programmes.actions import create_call
from programmes.models import CallVersion, GuidelineVersion, Programme

YEARLY_BUDGET = Decimal(24_000_000)
CATALOGUE = Path(__file__).with_name("catalogue.json")
SOURCE = (
    "Fördersätze, Obergrenzen und Nachreichung des Ratsbeschlusses wie in den Modellprojekten "
    "Smart Cities 2019 bis 2021; Kriterien nach der Kooperation Digitale Städte und Regionen "
    "(2018), der Smart City Charta und der Neuen Leipzig-Charta."
)
REMARKS = (
    "Mindestzuwendung und Mindesteigenanteil sind Vorschläge. Ausgabe der Nebenbestimmungen, "
    "Rechtsbehelfsbelehrung und Bekanntgabe sind vor einem echten Einsatz juristisch zu bestätigen."
)
REMEDIES = (
    "Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Klage beim "
    "Verwaltungsgericht Berlin erhoben werden."
)
CONDITIONS = [
    "Der Zwischennachweis ist jährlich bis zum 30. April vorzulegen.",
    "Die vereinbarten Indikatoren sind jährlich mit Ist-Werten zu berichten.",
    "Der Begleitforschung sind die Daten des Vorhabens bereitzustellen.",
    "Mit Zuwendungsmitteln entwickelte Software ist unter einer freien Lizenz zu veröffentlichen.",
    "Der Bundesrechnungshof ist nach §§ 91, 100 BHO zur Prüfung berechtigt.",
]
PROGRAMME = {
    "code": "DSR",
    "name": "Bundesprogramm Digitale Städte und Regionen",
    "purpose": "Integrierte und nachhaltige Ansätze für digitale Städte und Regionen.",
    "federal_interest": "Modellhafte Lösungen, aus denen alle Kommunen lernen können.",
}
GUIDELINE = {
    "title": "Förderrichtlinie Digitale Städte und Regionen",
    "in_force_on": date(2025, 1, 1),
    "source": SOURCE,
    "remarks": REMARKS,
    "general_conditions": "ANBest-Gk (Anlage zur VV Nr. 5.1 zu § 44 BHO)",
    "legal_basis": "§§ 23, 44 BHO und Förderrichtlinie Digitale Städte und Regionen",
    "remedies": REMEDIES,
    "conditions": CONDITIONS,
}


def build_guideline() -> GuidelineVersion:
    """Return the programme's guideline in force, created once."""
    programme, _ = Programme.objects.get_or_create(
        slug="digitale-staedte-und-regionen", defaults=PROGRAMME
    )
    catalogue = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    guideline, _ = GuidelineVersion.objects.get_or_create(
        programme=programme, number=1, defaults={**GUIDELINE, "catalogue": catalogue}
    )
    return guideline


def build_ministry() -> Organisation:
    """Return the office that runs the programme."""
    office, _ = Organisation.objects.get_or_create(
        kind=Organisation.Kind.FEDERAL, name="Programmstelle Digitale Städte und Regionen"
    )
    return office


def build_draft_call(
    by: Person,
    *,
    opens_at: datetime | None = None,
    days: int = 60,
    yearly_budget: Decimal = YEARLY_BUDGET,
    **basics: Any,
) -> CallVersion:
    """Return a draft call, open from `opens_at` for `days`, with money for four years."""
    begins = opens_at or clock.now().replace(second=0, microsecond=0)
    year = (begins + timedelta(days=days)).year + 1
    return create_call(
        build_guideline(),
        by=by,
        basics={**usual_basics(begins, days), **basics},
        budget={year + step: yearly_budget for step in range(4)},
    )


def usual_basics(begins: datetime, days: int) -> dict[str, Any]:
    """Return the basics of a call, its dates counted from beginning and deadline."""
    deadline = begins + timedelta(days=days)
    last_day, year = deadline.date(), deadline.year
    return {
        "slug": f"aufruf-{year}",
        "title": f"Förderaufruf {year}",
        "summary": "Gefördert werden integrierte und nachhaltige Vorhaben von Kommunen.",
        "opens_at": begins,
        "deadline_at": deadline,
        "formal_check_until": last_day + timedelta(days=21),
        "review_until": last_day + timedelta(days=90),
        "decision_until": last_day + timedelta(days=150),
        "eligible_kinds": ["municipality", "district", "union", "purpose_union"],
        "first_year": year + 1,
        "last_year": year + 4,
    }
