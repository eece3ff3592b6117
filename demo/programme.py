"""The demonstration programme: a guideline from its files, and calls of it."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from accounts.actions import open_office
from accounts.models import Organisation, Person
from core import clock
from core.actors import SYSTEM
from programmes.actions import create_call, import_guideline
from programmes.guideline_files import read_guideline
from programmes.models import CallVersion, GuidelineVersion

SMALL_GRANT = Decimal(200_000)
YEARLY_BUDGET = Decimal(24_000_000)
FILES = [
    Path(__file__).with_name(name) for name in ("guideline.json", "catalogue.json", "goals.json")
]


def build_guideline() -> GuidelineVersion:
    """Return the programme's guideline in force, imported once."""
    known = GuidelineVersion.objects.first()
    if known is not None:
        return known
    return import_guideline(read_guideline(FILES), by=SYSTEM)


def build_ministry() -> Organisation:
    """Return the office that runs the programme."""
    return open_office("Programmstelle Digitale Städte und Regionen")


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
    wanted = {**usual_basics(begins, days), **basics}
    return create_call(
        build_guideline(),
        by=by,
        basics=wanted,
        budget={wanted["first_year"] + step: yearly_budget for step in range(4)},
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
        "full_catalogue_from": SMALL_GRANT,
        "eligible_kinds": ["municipality", "district", "union", "purpose_union"],
        "roles_per_organisation": 1,
        "first_year": year + 1,
        "last_year": year + 4,
    }
