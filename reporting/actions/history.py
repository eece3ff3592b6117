"""Take over the published facts about earlier rounds; a second run changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from accounts.directory import Entry
from reporting.history import PROGRAMME, Published, places_of
from reporting.models import PastPlace, PastProject, PastRound, PublishedFact

Facts = Mapping[str, tuple[str, str]]
Edition = tuple[date, Sequence[Entry]]


@transaction.atomic
def import_history(projects: Sequence[Published], facts: Facts, directory: Edition) -> int:
    """Bring the earlier rounds to what the tables say; return how many projects there are."""
    rounds = {(one.round, one.year): store_round(one.round, one.year, facts) for one in projects}
    kept = [store_project(one, rounds[one.round, one.year], directory).pk for one in projects]
    PastProject.objects.exclude(pk__in=kept).delete()
    PastRound.objects.exclude(pk__in=[one.pk for one in rounds.values()]).delete()
    for key, (value, source) in facts.items():
        PublishedFact.objects.update_or_create(key=key, defaults={"value": value, "source": source})
    PublishedFact.objects.exclude(key__in=facts).delete()
    return len(kept)


def store_round(number: int, year: int, facts: Facts) -> PastRound:
    """Store a round with its published number of applicants."""
    applicants, source = facts.get(f"s{number}.applicants", (None, ""))
    return PastRound.objects.update_or_create(
        programme=PROGRAMME,
        number=number,
        defaults={
            "year": year,
            "applicants": applicants and int(applicants),
            "applicants_source": source,
        },
    )[0]


def store_project(one: Published, past_round: PastRound, directory: Edition) -> PastProject:
    """Store a project with its places and their inhabitants."""
    facts = ("kind", "land", "category", "amount", "amount_kind", "source")
    project, _ = PastProject.objects.update_or_create(
        round=past_round,
        name=one.name,
        defaults={fact: getattr(one, fact) for fact in facts},
    )
    edition, entries = directory
    project.places.all().delete()
    PastPlace.objects.bulk_create(
        place_of(project, entry, edition, is_lead=is_lead)
        for entry, is_lead in places_of(one, entries)
    )
    return project


def place_of(project: PastProject, entry: Entry, edition: date, *, is_lead: bool) -> PastPlace:
    return PastPlace(
        project=project,
        name=entry.name,
        is_lead=is_lead,
        kind=entry.kind,
        land=entry.land,
        regional_key=entry.ars,
        district_key=entry.district_key,
        inhabitants=entry.inhabitants,
        inhabitants_on=edition,
        postal_code=entry.postal_code,
        constituencies=entry.constituencies,
    )
