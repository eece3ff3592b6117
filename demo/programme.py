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


def build_guideline() -> GuidelineVersion:
    """Return the programme's guideline in force, created once."""
    programme, _ = Programme.objects.get_or_create(
        slug="digitale-staedte-und-regionen",
        defaults={
            "code": "DSR",
            "name": "Bundesprogramm Digitale Städte und Regionen",
            "purpose": "Integrierte und nachhaltige Ansätze für digitale Städte und Regionen.",
            "federal_interest": "Modellhafte Lösungen, aus denen alle Kommunen lernen können.",
        },
    )
    guideline, _ = GuidelineVersion.objects.get_or_create(
        programme=programme,
        number=1,
        defaults={
            "title": "Förderrichtlinie Digitale Städte und Regionen",
            "in_force_on": date(2025, 1, 1),
            "source": SOURCE,
            "remarks": REMARKS,
            "general_conditions": "ANBest-Gk (Anlage zur VV Nr. 5.1 zu § 44 BHO)",
            "legal_basis": "§§ 23, 44 BHO und Förderrichtlinie Digitale Städte und Regionen",
            "remedies": REMEDIES,
            "conditions": CONDITIONS,
            "catalogue": json.loads(CATALOGUE.read_text(encoding="utf-8")),
        },
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
    deadline = begins + timedelta(days=days)
    year = deadline.year + 1
    return create_call(
        build_guideline(),
        by=by,
        basics={
            "slug": f"aufruf-{deadline.year}",
            "title": f"Förderaufruf {deadline.year}",
            "summary": "Gefördert werden integrierte und nachhaltige Vorhaben von Kommunen.",
            "opens_at": begins,
            "deadline_at": deadline,
            "formal_check_until": deadline.date() + timedelta(days=21),
            "review_until": deadline.date() + timedelta(days=90),
            "decision_until": deadline.date() + timedelta(days=150),
            "eligible_kinds": ["municipality", "district", "union", "purpose_union"],
            "first_year": year,
            "last_year": year + 3,
            **basics,
        },
        budget={year + step: yearly_budget for step in range(4)},
    )
