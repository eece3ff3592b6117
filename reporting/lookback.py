"""The earlier programme in numbers: counted from its projects or published with a source."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Count, Sum

from accounts.laender import INHABITANTS, LAENDER, LAND_OF_KEY
from reporting.figures.definition import ratio
from reporting.maps import Map, district_names, draw, shapes
from reporting.models import PastPlace, PastProject, PastRound, PublishedFact
from rulebook.distribution import count_once

KEY_OF_LAND = {land: key for key, land in LAND_OF_KEY.items()}


def lookback() -> dict[str, Any]:
    """Return everything the page shows."""
    return {
        "rounds": round_rows(),
        "lands": land_rows(),
        "amounts": amount_rows(),
        "map": district_map(),
        "districts": district_rows(),
        "facts": PublishedFact.objects.exclude(key__startswith="project."),
    }


def round_rows() -> list[dict[str, Any]]:
    """Return applicants (published), funded (counted) and the rate of each round and of all."""
    found = PastRound.objects.annotate(funded=Count("projects")).order_by("number")
    rows: list[dict[str, Any]] = [
        {
            "name": f"{one.number}. Staffel {one.year}",
            "applicants": one.applicants,
            "funded": one.funded,
            "rate": ratio(one.funded, one.applicants),
            "source": one.applicants_source,
        }
        for one in found
    ]
    if not rows:
        return []
    funded = sum(row["funded"] for row in rows)
    # Without one of the parts there is neither a sum nor a rate.
    known = all(row["applicants"] is not None for row in rows)
    applicants = sum(row["applicants"] for row in rows) if known else None
    whole = {"name": "Insgesamt", "applicants": applicants, "funded": funded}
    return [*rows, {**whole, "rate": ratio(funded, applicants), "source": "Summe der Staffeln"}]


def land_rows() -> list[dict[str, Any]]:
    """Return projects of each Land and who lives in their places, nobody counted twice."""
    projects = Counter(PastProject.objects.order_by().values_list("land", flat=True))
    places: dict[str, dict[str, int]] = defaultdict(dict)
    for land, key, inhabitants in PastPlace.objects.order_by().values_list(
        "land", "regional_key", "inhabitants"
    ):
        places[land][key] = inhabitants
    rows: list[dict[str, Any]] = [
        {
            "name": name,
            "projects": projects[land],
            "reached": count_once(places[land]),
            "inhabitants": INHABITANTS[land],
            "share": ratio(count_once(places[land]), INHABITANTS[land]),
        }
        for land, name in LAENDER.items()
    ]
    whole = {key: sum(row[key] for row in rows) for key in ("projects", "reached", "inhabitants")}
    share = ratio(whole["reached"], whole["inhabitants"])
    return [*rows, {"name": "Deutschland", **whole, "share": share}]


def amount_rows() -> list[dict[str, Any]]:
    """Return how many amounts are published, rounded, limits or missing, and their sums."""
    found = PastProject.objects.order_by().values("amount_kind")
    counted = {
        row["amount_kind"]: row for row in found.annotate(count=Count("pk"), sum=Sum("amount"))
    }
    return [
        {"name": name, **counted[kind]}
        for kind, name in PastProject.AmountKind.choices
        if kind in counted
    ]


def projects_by_district() -> Counter[str]:
    """Count the projects that have a place in each Kreis."""
    places = PastPlace.objects.order_by().values_list("district_key", "project").distinct()
    return Counter(key for key, _ in places)


def district_rows() -> list[tuple[str, int]]:
    """Return the Kreise with projects by name: what the map shows, as a table."""
    names = district_names()
    return sorted((names[key], count) for key, count in projects_by_district().items())


def district_map() -> Map:
    """Return all Kreise, dark where a project has a place."""
    counted = projects_by_district()
    words = (
        "kreise",
        f"In {len(counted)} von {len(shapes('kreise'))} Kreisen liegt ein Ort eines Vorhabens",
        "Je dunkler ein Kreis, desto mehr Vorhaben. Die Tabelle darunter nennt jeden.",
    )
    return draw(words, shapes("kreise"), counted)
