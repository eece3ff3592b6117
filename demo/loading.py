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
from demo.cases import Case, cases_of
from demo.changing import play_changes
from demo.confirming import ask_to_confirm, confirm, newcomer_of
from demo.correcting import correct_open_call, state_efforts
from demo.correspondence import write_letters
from demo.evaluating import evaluate
from demo.fates import Fate
from demo.follow_up import play_follow_up
from demo.goals import play_goals
from demo.in_bulk.drafts import Desk
from demo.in_bulk.playing import write_round
from demo.inquiries import ask_and_answer
from demo.jury import build_jury, hold_session, publish_result
from demo.milestones import play_milestones
from demo.money import play_money
from demo.people import (
    Office,
    build_office,
    build_reviewers,
    invite_newcomer,
    password_hash,
)
from demo.play import Play
from demo.rounds import Round, publish_round, rounds_for
from demo.showing import show_selection
from demo.surveys import play_survey
from demo.teams import build_teams
from demo.together import write_together
from evaluation.models import Reviewer
from reporting.actions import import_history
from reporting.history import PLACES, read_facts, read_projects

USUAL_NUMBER, USUAL_SEED = 40, 21  # what the first start loads
MOST_BY_HAND = 50
FEWEST_REVIEWERS, APPLICATIONS_PER_REVIEWER = 8, 25
HOME_ARS = "120690020020"  # Bad Belzig: the town whose half-finished draft everyone can play with
ALIKE = (
    *("kind", "type_code", "land", "district_key", "inhabitants", "inhabitants_on"),
    *("area_hectares", "size_class", "postal_code", "constituencies"),
)


@transaction.atomic
def load(applications: int, seed: int, *, in_bulk: bool, rounds: Sequence[Round] = ()) -> None:
    """Load so many applications; the same seed gives the same ones, by hand and in bulk.

    Who names the `rounds` decides how many each has; `applications` then sizes the pool.
    """
    rounds = rounds or rounds_for(applications)
    with clock.stopped_at(rounds[0].opens_at - timedelta(days=20)):
        build_directory(max(one.size for one in rounds))
        import_history(read_projects(), read_facts(), shipped_facts(PLACES))
        applicants = [applicants_of(one, seed) for one in rounds]
        office, reviewers = build_people(applications, applicants, in_bulk=in_bulk)
        newcomer = newcomer_of(rounds, applicants)
        confirm(distinct(applicants), newcomer)
    desk = Desk()
    for one, organisations in zip(rounds, applicants, strict=True):
        play = Play(one, publish_round(one, office), office, reviewers, seed)
        cases: list[Case] = list(cases_of(one, organisations, seed))
        write_round(play, desk, cases) if in_bulk else play_round(play, cases)
        hold_session(play)
        publish_result(play)
        show_selection(play)
    play_on(office)
    if newcomer:
        ask_to_confirm(newcomer)
    write_together(HOME_ARS)
    ask_and_answer(office, HOME_ARS)
    evaluate(office)
    state_efforts(seed)
    correct_open_call(office)


def play_on(office: Office) -> None:
    """What follows the decisions: money, milestones, changes, reports, letters, a survey."""
    play_money(office)
    play_milestones(office)
    play_changes()
    play_follow_up(office)
    write_letters(office)
    play_survey()


def build_directory(applicants: int) -> None:
    """Import the shipped directory when there is none; invent places when they are too few."""
    if not official().exists():
        import_directory(*shipped_facts(), whole=False)
    real = list(Organisation.objects.may_apply().order_by("pk"))
    Organisation.objects.bulk_create(
        Organisation(
            name=f"Beispielstadt {number + 1:05d}",
            source="Erfunden für die Vorführung",
            **{name: getattr(real[number % len(real)], name) for name in ALIKE},
        )
        for number in range(applicants - len(real))
    )


def build_people(
    applications: int, applicants: Sequence[Sequence[Organisation]], *, in_bulk: bool
) -> tuple[Office, Sequence[Reviewer]]:
    """Create the office, the pool of reviewers and every applicant's team."""
    hashed = password_hash()
    office = build_office(hashed)
    play_goals(office)
    reviewers = max(FEWEST_REVIEWERS, applications // APPLICATIONS_PER_REVIEWER)
    build_teams(distinct(applicants), hashed, in_bulk=in_bulk)
    pool = build_reviewers(reviewers, hashed)
    invite_newcomer(office, hashed)
    build_jury(hashed)
    return office, pool


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
