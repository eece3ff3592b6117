"""Twelve applications, six reviewers, and every step of the selection taken on its page."""

from collections.abc import Callable

import pytest

from accounts.models import Person
from core import jobs
from evaluation.models import (
    Assignment,
    FundingDecision,
    PanelItem,
    PanelSession,
    Ranking,
    Reviewer,
)
from programmes.models import CallVersion
from tests import cast
from tests.awards.casting import MILLION, with_period
from tests.evaluation import casting
from tests.journeys import office, reviewing
from tests.journeys.desk import Desk
from tests.journeys.test_selection import (
    DIVIDED,
    DOUBLED,
    LATE,
    REASON,
    STRONG,
    TOWNS,
    conflict_is_known,
    meet,
    of,
    prepare,
    publish,
    sign_all,
    title,
)

FUNDED = 5  # equal grants in the money; the jury takes one out if the lot put it there
DeskOf = Callable[..., Desk]


@pytest.fixture
def version(transactional_db: None) -> CallVersion:
    """Twelve admitted applications and six reviewers, one of them employed by an applicant."""
    version = cast.open_call()
    for town in TOWNS:
        casting.admitted(version, town, amount=MILLION / 10)
    for number in range(6):
        employer = cast.town(STRONG) if number == 5 else None
        casting.reviewer(f"Gutachten {number}", employer=employer)
    return version


@pytest.mark.drill
def test_every_step_of_the_selection_is_taken_on_its_page(
    desk_of: DeskOf, version: CallVersion
) -> None:
    officer = desk_of(cast.officer())
    office.assign_reviewers(officer, version.call.title, reviews=24, applications=len(TOWNS))
    conflict_is_known(officer)
    somebody_is_biased_late(officer, desk_of)
    for reviewer in Reviewer.objects.order_by("pk"):
        judge_all_of(reviewer.person, desk_of)
    reviewers_agree(officer, version, desk_of)
    session = prepare(officer, freeze(officer, version))
    meet(session, desk_of)
    funded = decide_all(officer, session, desk_of)
    assert DOUBLED not in funded and len(funded) in (FUNDED - 1, FUNDED)
    send_all(officer, version)
    publish(officer, version, desk_of)


def somebody_is_biased_late(officer: Desk, desk_of: DeskOf) -> None:
    """Declared after reading: access ends at once, the office gives the review to somebody else."""
    one = first_of(LATE)
    reviewer = desk_of(one.reviewer.person)
    reviewer.open("conflict", one.key)
    reviewer.choose("Sind Sie befangen?", "Ich bin nicht befangen")
    reviewer.press("Erklärung abgeben")
    reviewer.sees(f"{LATE} beschreibt")
    reviewer.follow("Befangenheit")
    reviewer.choose("Sind Sie befangen?", "Ich bin befangen")
    reviewer.fill({"Grund": "Meine Schwester arbeitet dort."})
    reviewer.press("Erklärung abgeben")
    reviewer.open("my_reviews")
    reviewer.sees("befangen")
    taken = of(LATE).assignments.values("reviewer")
    other = Reviewer.objects.exclude(pk__in=taken).order_by("pk")[0]
    officer.open("candidacy_reviewers", of(LATE).key)
    officer.press(f"Zuteilen: {other.person.name}")
    officer.sees(other.person.name)


def first_of(town: str) -> Assignment:
    return of(town).assignments.counting().order_by("pk")[0]


def judge_all_of(person: Person, desk_of: DeskOf) -> None:
    """Declare, read and score everything one has; one town is seen very differently by two."""
    desk = desk_of(person)
    for one in Assignment.objects.counting().filter(reviewer__person=person):
        town = one.candidacy.application.organisation.name
        severe = town == DIVIDED and one == first_of(DIVIDED)
        points = 2 if severe else 5 if town == STRONG else 4
        desk.open("my_reviews")
        reviewing.declare_and_review(desk, title(town), f"{town} beschreibt", points, person.name)


def reviewers_agree(officer: Desk, version: CallVersion, desk_of: DeskOf) -> None:
    """Side by side, discussed; the severe one changes every criterion with a reason."""
    officer.open("candidacies", version.call.slug)
    officer.press("Alle vollständigen Begutachtungen abschließen")
    officer.sees("Abgeschlossen: 11.")
    officer.open("candidacy", of(DIVIDED).key)
    officer.press("Beratung eröffnen")
    officer.sees("Die Beratung ist eröffnet.")
    severe = desk_of(first_of(DIVIDED).reviewer.person)
    severe.open("consensus", first_of(DIVIDED).key)
    severe.fill({"Ihr Beitrag": "Die Anlage zur Messung hatte ich übersehen."})
    severe.press("Beitrag senden")
    severe.sees("hatte ich übersehen")
    for criterion in version.criteria.all():
        severe.pick("Kriterium", str(criterion))
        severe.fill({"Neue Punkte": "4", "Begründung": f"{criterion.code}: mit Anlage belegt."})
        severe.press("Eigene Punkte ändern")
        severe.sees(f"{criterion.code}: mit Anlage belegt.")
    officer.open("candidacies", version.call.slug)
    officer.press("Alle vollständigen Begutachtungen abschließen")
    officer.sees("Abgeschlossen: 1.")


def freeze(officer: Desk, version: CallVersion) -> Ranking:
    """Eleven applications have the same points: the lot is drawn and kept."""
    for town in TOWNS:
        with_period(of(town))
    officer.open("ranking", version.call.slug)
    officer.follow("Rangfolge einfrieren")
    officer.fill({"Verfügbare Mittel in Euro": "500.000"})
    officer.tick("Bei Gleichstand losen")
    officer.press("Rangfolge einfrieren")
    officer.sees("Die Rangfolge ist eingefroren.")
    officer.follow("Aus den gespeicherten Punkten nachrechnen")
    officer.sees("Die gespeicherten Punkte ergeben dieselbe Rangfolge.")
    return Ranking.objects.get()


def decide_all(officer: Desk, session: PanelSession, desk_of: DeskOf) -> set[str]:
    """The officer proposes what the jury voted for; two others sign every one of twelve."""
    funded = {
        item.candidacy.application.organisation.name
        for item in session.items.all()
        if item.result == PanelItem.Result.PROPOSED
    }
    for town in TOWNS:
        officer.open("candidacy", of(town).key)
        outcome = "Bewilligung" if town in funded else "Ablehnung"
        propose(officer, outcome)
    sign_all(desk_of, len(TOWNS))
    assert FundingDecision.objects.filter(status="approved").count() == len(TOWNS)
    return funded


def propose(officer: Desk, outcome: str) -> None:
    officer.follow("Zur Entscheidung")
    officer.choose("Vorschlag", outcome)
    officer.fill({"Begründung": REASON})
    officer.press("Vorschlagen")
    officer.sees("Vorgeschlagen.")
    if outcome == "Bewilligung":
        office.write_check_note(officer)


def send_all(officer: Desk, version: CallVersion) -> None:
    officer.open("letters_to_send", version.call.slug)
    officer.press("Alle 12 Schreiben versenden")
    officer.is_at(f"Schreiben versenden: {version.call.title}")
    assert jobs.run_next()
    officer.sees("12 von 12 Schreiben sind versandt.")
