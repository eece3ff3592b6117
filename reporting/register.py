"""The public register: what is funded now and what was funded before, found by place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.cache import caches
from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.urls import reverse

from accounts.laender import LAENDER, LAND_OF_KEY
from awards.models import Award
from core.templatetags.allmende import number
from core.text import whole
from programmes.models import Call
from reporting.maps import Map, district_names, draw, shapes
from reporting.models import PastPlace, PastProject, PastRound

KEY_OF_LAND = {land: key for key, land in LAND_OF_KEY.items()}
PAST = "mpsc-"
KEPT_SECONDS = 60
SORTS = {"vorhaben": "title", "ort": "place", "land": "land_name", "betrag": "sum", "jahr": "year"}
CALL = "decision__candidacy__application__call_version__call"
COLUMNS = (
    *("origin", "key", "title", "place", "land_name"),
    *("sum", "sum_kind", "round_name", "year"),
)
PROJECT = "decision__candidacy__application__project"


def awards_asked(asked: Mapping[str, Any]) -> QuerySet[Award]:
    """Funded projects of this programme by place, postal code, title, Kreis, Land and call."""
    found = Award.objects.all()
    if asked.get("land"):
        found = found.filter(organisation__land=asked["land"])
    if asked.get("kreis"):
        found = found.filter(organisation__district_key=asked["kreis"])
    if number := asked.get("wahlkreis"):
        found = found.filter(organisation__constituencies__contains=f"|{number}|")
    if asked.get("runde"):
        found = found.filter(**{f"{CALL}__slug": asked["runde"]})
    if query := (asked.get("q") or "").strip():
        found = found.filter(
            Q(organisation__name__icontains=query)
            | Q(organisation__postal_code__startswith=query)
            | Q(organisation__district_key__in=districts_named(query))
            | Q(**{f"{PROJECT}__title__icontains": query})
        )
    return found


def past_asked(asked: Mapping[str, Any]) -> QuerySet[PastProject]:
    """Projects of earlier rounds by the same questions; each place that takes part counts."""
    found, places = PastProject.objects.all(), PastPlace.objects.all()
    if asked.get("land"):
        found = found.filter(land=asked["land"])
    if asked.get("kreis"):
        found = found.filter(pk__in=places.filter(district_key=asked["kreis"]).values("project"))
    if number := asked.get("wahlkreis"):
        there = places.filter(constituencies__contains=f"|{number}|")
        found = found.filter(pk__in=there.values("project"))
    if asked.get("runde"):
        found = found.filter(round__number=whole(asked["runde"].removeprefix(PAST)))
    if query := (asked.get("q") or "").strip():
        there = places.filter(
            Q(name__icontains=query)
            | Q(postal_code__startswith=query)
            | Q(district_key__in=districts_named(query))
        )
        found = found.filter(Q(name__icontains=query) | Q(pk__in=there.values("project")))
    return found


def districts_named(query: str) -> list[str]:
    """Return the keys of the Kreise whose name contains the words, or that have this key."""
    wanted = query.lower()
    return [
        key for key, name in district_names().items() if wanted in name.lower() or wanted == key
    ]


def entries(asked: Mapping[str, Any], sort: str = "") -> Any:
    """Return both kinds of projects as one list of rows, sorted."""
    rows = [part.order_by().values(*COLUMNS) for part in (award_rows(asked), past_rows(asked))]
    column = SORTS.get(sort.removeprefix("-"), "title")
    down = "-" if sort.startswith("-") and sort.removeprefix("-") in SORTS else ""
    return rows[0].union(rows[1], all=True).order_by(f"{down}{column}", "key")


def award_rows(asked: Mapping[str, Any]) -> QuerySet[Award]:
    """Return the awards with the columns of the register."""
    return awards_asked(asked).annotate(
        origin=Value("award", CharField()),
        title=F(f"{PROJECT}__title"),
        place=F("organisation__name"),
        land_name=F("organisation__land"),
        sum=F("amount"),
        sum_kind=Value(PastProject.AmountKind.PUBLISHED, CharField()),
        round_name=F(f"{CALL}__title"),
        year=F("starts_on__year"),
    )


def past_rows(asked: Mapping[str, Any]) -> QuerySet[PastProject]:
    """Return the earlier projects with the same columns; their place is the leading one."""
    lead = PastPlace.objects.filter(project=OuterRef("pk"), is_lead=True).values("name")[:1]
    return past_asked(asked).annotate(
        origin=Value("past", CharField()),
        title=F("name"),
        place=Subquery(lead),
        land_name=F("land"),
        sum=F("amount"),
        sum_kind=F("amount_kind"),
        round_name=F("round__programme"),
        year=F("round__year"),
    )


@dataclass(frozen=True)
class Found:
    """How many projects answer the questions, their known amounts, and how many have none."""

    many: int
    total: Decimal
    without_amount: int


def found(asked: Mapping[str, Any]) -> Found:
    """Count and add up both kinds of projects, without what only a list needs."""
    parts = [
        rows.order_by().aggregate(many=Count("pk"), known=Count("amount"), total=Sum("amount"))
        for rows in (awards_asked(asked), past_asked(asked))
    ]
    many, known = (sum(part[name] for part in parts) for name in ("many", "known"))
    return Found(
        many, sum((part["total"] or Decimal(0) for part in parts), Decimal(0)), many - known
    )


def choices() -> dict[str, list[tuple[str, str]]]:
    """Return the calls and Kreise to choose from; kept until there is another award, for a minute.

    Looking them up joins every award to its call, which takes longer than finding projects does.
    """
    newest = Award.objects.order_by("-pk").values_list("key", flat=True).first()
    kept, key = caches["pages"], f"register:{newest}:{PastPlace.objects.count()}"
    if (known := kept.get(key)) is None:
        known = {"runde": rounds(), "kreis": districts()}
        kept.set(key, known, KEPT_SECONDS)
    return known


def rounds() -> list[tuple[str, str]]:
    """Return what can be chosen: calls with awards and earlier rounds, latest first."""
    funded = Award.objects.filter(**{CALL: OuterRef("pk")})
    calls = Call.objects.filter(Exists(funded)).order_by("-pk")
    now = [(call.slug, call.title) for call in calls]
    past = [
        (f"{PAST}{one.number}", f"{one.programme}, {one.number}. Staffel {one.year}")
        for one in PastRound.objects.order_by("-number")
    ]
    return now + past


def districts() -> list[tuple[str, str]]:
    """Return the Kreise where something was or is funded, by name."""
    keys = {*counted(Award.objects.all(), "organisation__district_key")}
    keys |= {*counted(PastPlace.objects.all(), "district_key")}
    names = district_names()
    return sorted(((key, names[key]) for key in keys if key in names), key=lambda pair: pair[1])


def map_of(asked: Mapping[str, Any]) -> Map:
    """Return the map of the hits: all Länder, or the Kreise of the chosen Land."""
    if asked.get("land"):
        return map_of_districts(asked)
    lands = counted(awards_asked(asked), "organisation__land")
    lands += counted(past_asked(asked), "land")
    projects = Counter({KEY_OF_LAND[k]: n for k, n in lands.items() if k in KEY_OF_LAND})
    words = (
        "karte",
        f"{number(projects.total())} Vorhaben in {many(projects, 'Land', 'Ländern')}",
        "Je dunkler ein Land, desto mehr Vorhaben. Ein Land mit Zahl führt zu seinen Kreisen.",
    )
    return draw(words, shapes("laender"), projects, lambda key: link(asked, land=LAND_OF_KEY[key]))


def map_of_districts(asked: Mapping[str, Any]) -> Map:
    """Return the Kreise of the chosen Land; a project in several Kreise counts in each."""
    land, wider = asked["land"], {**asked, "kreis": ""}
    places = PastPlace.objects.filter(land=land, project__in=past_asked(wider)).order_by()
    projects = counted(awards_asked(wider), "organisation__district_key")
    projects.update(key for key, _ in places.values_list("district_key", "project").distinct())
    del projects[""]
    words = (
        "karte",
        f"{LAENDER[land]}: {many(projects, 'Kreis', 'Kreise')} mit Vorhaben",
        "Je dunkler ein Kreis, desto mehr Vorhaben. Ein Vorhaben in mehreren Kreisen zählt in "
        "jedem. Ein Kreis mit Zahl führt zu seinen Vorhaben.",
    )
    drawn = [shape for shape in shapes("kreise") if shape.land == land]
    return draw(words, drawn, projects, lambda key: link(asked, kreis=key))


def counted(rows: QuerySet[Any], field: str) -> Counter[str]:
    """Return how many of these rows have each value, counted by the database."""
    return Counter(dict(rows.order_by().values_list(field).annotate(Count("pk"))))


def many(counted: Mapping[str, int], one: str, more: str) -> str:
    """Return how many regions there are, in words.

    >>> many({"01": 3}, "Land", "Ländern")
    '1 Land'
    """
    return f"{len(counted)} {one if len(counted) == 1 else more}"


def link(asked: Mapping[str, Any], **more: str) -> str:
    """Return the register's address with one more question, back at the map."""
    wanted = {key: value for key, value in {**asked, **more}.items() if value}
    return f"{reverse('funded')}?{urlencode(wanted)}#karte"
