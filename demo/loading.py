"""Load the demonstration: directory, people, three calls, and what became of each application."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from accounts.actions import import_directory, official
from accounts.directory import shipped_facts
from accounts.models import Organisation
from core import clock
from demo.by_hand.playing import play_round
from demo.cases import cases_of
from demo.fates import Fate
from demo.people import build_office, build_reviewers, password_hash
from demo.play import Play
from demo.rounds import Round, publish_round, rounds_for
from demo.teams import build_teams

MOST_BY_HAND = 50
FEWEST_REVIEWERS, APPLICATIONS_PER_REVIEWER = 8, 25
HOME_ARS = "120690020020"  # Bad Belzig: the town whose half-finished draft everyone can play with


@transaction.atomic
def load(applications: int, seed: int) -> None:
    """Load so many applications; the same seed gives the same ones."""
    rounds = rounds_for(applications)
    hashed = password_hash()
    with clock.stopped_at(rounds[0].opens_at - timedelta(days=20)):
        if not official().exists():
            import_directory(*shipped_facts(), whole=False)
        office = build_office(hashed)
        reviewers = build_reviewers(reviewers_needed(applications), hashed)
        applicants = [applicants_of(one, seed) for one in rounds]
        build_teams(distinct(applicants), hashed, in_bulk=applications > MOST_BY_HAND)
    for one, organisations in zip(rounds, applicants, strict=True):
        play = Play(one, publish_round(one, office), office, reviewers, seed)
        play_round(play, cases_of(one, organisations, seed))


def reviewers_needed(applications: int) -> int:
    return max(FEWEST_REVIEWERS, applications // APPLICATIONS_PER_REVIEWER)


def applicants_of(one: Round, seed: int) -> list[Organisation]:
    """Return who applies in a call, by lot; in the open call the home town is half done."""
    entitled = Organisation.objects.may_apply().order_by("pk")
    chosen = random.Random(f"{seed}:{one.number}:applicants").sample(list(entitled), one.size)
    fates = [one.fate_of(number) for number in range(one.size)]
    if Fate.HALF in fates:
        home = entitled.get(ars=HOME_ARS)
        chosen = [organisation for organisation in chosen if organisation != home]
        chosen.insert(fates.index(Fate.HALF), home)
    return chosen[: one.size]


def distinct(applicants: Sequence[Sequence[Organisation]]) -> list[Organisation]:
    """Return every organisation once, in the order of the directory."""
    found = {organisation.pk: organisation for call in applicants for organisation in call}
    return [found[pk] for pk in sorted(found)]
