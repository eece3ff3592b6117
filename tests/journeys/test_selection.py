"""From twelve applications to the published list: reviewers, jury, three signatures, letters."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import Role
from core import clock, jobs
from evaluation import actions
from evaluation.actions.deciding import propose_decision
from evaluation.models import Candidacy, FundingDecision, PanelSession, RejectionLetter
from tests import cast
from tests.awards.casting import MILLION, award_of, examined, rejection, with_period
from tests.evaluation import casting
from tests.evaluation import panel_casting as jury

TOWNS = [f"Ort {letter}" for letter in "ABCDEFGHIJKL"]
STRONG, DOUBLED, DIVIDED, LATE = "Ort A", "Ort B", "Ort C", "Ort D"
REASON = "Fast dasselbe Vorhaben wie in einem Nachbarort."


@pytest.fixture
def version(transactional_db):
    """Twelve admitted applications, six reviewers, two of them at each application."""
    version = cast.open_call()
    for town in TOWNS:
        casting.admitted(version, town, amount=MILLION / 10)
    actions.open_candidacies(version, by=cast.officer())
    pool = [casting.reviewer(f"Gutachten {number}") for number in range(6)]
    pool[5].employer = cast.town(STRONG)
    pool[5].save()
    for number, town in enumerate(TOWNS):
        for reviewer in (pool[number % 5], pool[(number + 1) % 5]):
            actions.assign_reviewer(of(town), reviewer, by=cast.officer())
    return version


def of(town: str) -> Candidacy:
    return Candidacy.objects.get(application__organisation__name=town)


def title(town: str) -> str:
    return f"Kühle Wege für {town}"


def test_twelve_applications_are_judged_voted_on_decided_and_published(desk_of, version):
    officer = desk_of(cast.officer())
    conflict_is_known(officer)
    somebody_is_biased_late(desk_of)
    judge_all()
    reviewers_agree(officer, desk_of)
    ranking = freeze(version)
    session = prepare(officer, ranking)
    meet(session, desk_of)
    decide(desk_of)
    send(officer, version, desk_of)
    publish(officer, version, desk_of)


def conflict_is_known(officer) -> None:
    """The system names why somebody may not judge their employer."""
    officer.open("candidacy_reviewers", of(STRONG).key)
    officer.sees(f"Arbeitgeber {STRONG} stellt diesen Antrag.")


def somebody_is_biased_late(desk_of) -> None:
    """Declared after reading: access ends at once, the office assigns somebody else."""
    one = of(LATE).assignments.order_by("pk").first()
    actions.declare(one, by=one.reviewer.person, answer="clear")
    reviewer = desk_of(one.reviewer.person)
    reviewer.open("review", one.key)
    reviewer.sees(title(LATE))
    reviewer.open("conflict", one.key)
    reviewer.choose("Sind Sie befangen?", "Ich bin befangen")
    reviewer.fill({"Grund": "Meine Schwester arbeitet dort."})
    reviewer.press("Erklärung abgeben")
    reviewer.open("my_reviews")
    reviewer.sees("befangen")
    taken = set(of(LATE).assignments.values_list("reviewer", flat=True))
    other = next(r for r in map(casting.pooled, range(5)) if r.pk not in taken)
    actions.assign_reviewer(of(LATE), other, by=cast.officer())


def judge_all() -> None:
    """Everybody declares and judges; in one town far apart."""
    for number, town in enumerate(TOWNS):
        candidacy = of(town)
        for one in candidacy.assignments.counting().order_by("pk"):
            if not one.may_be_read:
                actions.declare(one, by=one.reviewer.person, answer="clear")
        actions.start_review(candidacy, by=cast.officer())
        points = 5 if number == 0 else 4
        for place, one in enumerate(candidacy.assignments.counting().order_by("pk")):
            far = town == DIVIDED and place == 1
            casting.submitted(one, 2 if far else points)
        if town != DIVIDED:
            actions.close_review(candidacy, by=cast.officer())


def reviewers_agree(officer, desk_of) -> None:
    """The reviews diverge: side by side, discussed, one reviewer changes points with a reason."""
    officer.open("candidacy", of(DIVIDED).key)
    officer.press("Beratung eröffnen")
    officer.sees("Die Beratung ist eröffnet.")
    severe = of(DIVIDED).assignments.counting().order_by("pk").last()
    reviewer = desk_of(severe.reviewer.person)
    reviewer.open("consensus", severe.key)
    reviewer.fill({"Ihr Beitrag": "Die Anlage zur Messung hatte ich übersehen."})
    reviewer.press("Beitrag senden")
    reviewer.sees("hatte ich übersehen")
    by = severe.reviewer.person
    for criterion in severe.candidacy.application.call_version.criteria.all():
        changed = (criterion.code, Decimal(4), "Mit der Anlage belegt.")
        actions.change_score(severe, *changed, by=by)
    actions.close_review(of(DIVIDED), by=cast.officer(), note="Beraten.")


def freeze(version):
    for town in TOWNS:
        with_period(of(town))
    budget = MILLION / 2
    by = cast.officer()
    return actions.freeze_ranking(version, by=by, budget=budget, draw_lot=True)


def prepare(officer, ranking) -> PanelSession:
    """The office calls the jury; its second member comes from a town that applies."""
    jury.jury()
    cast.person("Moritz Mitglied", Role.EDITOR, cast.town(STRONG))
    officer.open("prepare_session", ranking.key)
    officer.fill({"Tag": f"{clock.today() + timedelta(days=7):%d.%m.%Y}", "Ort": "Berlin"})
    for box in officer.group("Mitglieder").get_by_role("checkbox").all():
        box.check()
    officer.press("Sitzung vorbereiten und laden")
    officer.sees("Befangen: Moritz Mitglied (vom System erkannt)")
    return PanelSession.objects.get()


def meet(session: PanelSession, desk_of) -> None:
    """Recusal with leave and return, one deviation, the rest together, minutes signed."""
    chair, member, keeper = (
        desk_of(person) for person in (jury.chair(), jury.first_member(), jury.keeper())
    )
    biased = desk_of(jury.second_member())
    for desk in (chair, member, keeper, biased):
        desk.open("my_sessions")
        with desk.leading_on():
            desk.page.get_by_role("main").get_by_role("link").first.click()
    for seat in session.seats.all():
        keeper.press(f"ist da: {seat.person}")
    chair.page.reload()
    chair.press("Sitzung eröffnen")
    first = jury.item_of(session, STRONG)
    chair.press(f"Aufrufen: TOP {first.number}")
    biased.page.reload()
    biased.sees("Sie sind befangen")
    vote(chair, member, "Vorgeschlagen")
    biased.page.reload()
    biased.sees("Zurzeit ist kein Punkt aufgerufen.")
    second = jury.item_of(session, DOUBLED)
    chair.press(f"Aufrufen: TOP {second.number}")
    other = "Nicht vorgeschlagen"
    chair.choose("Vorschlag zur Abstimmung", other)
    chair.press("Zur Abstimmung stellen")
    chair.sees("Begründen Sie das.")
    chair.fill({"Grund der Abweichung": REASON})
    vote(chair, member, other)
    chair.press("10 Punkte ohne Befangenheit zusammen aufrufen")
    vote(chair, member, "Wie in der Rangfolge")
    chair.press("Sitzung schließen")
    keeper.page.reload()
    keeper.press("Protokoll unterschreiben")
    keeper.sees("Unterschrieben am")
    assert keeper.download("Protokoll (PDF)").startswith(b"%PDF")


def vote(chair, member, result: str) -> None:
    """The chair puts a result to the vote, two vote, the chair counts."""
    chair.choose("Vorschlag zur Abstimmung", result)
    chair.press("Zur Abstimmung stellen")
    chair.press("Ja")
    chair.sees("Ihre Stimme: Ja")
    member.page.reload()
    member.press("Ja")
    member.sees("Ihre Stimme: Ja")
    chair.press("Abstimmung schließen und auszählen")
    chair.sees("Zurzeit ist kein Punkt aufgerufen.")


def decide(desk_of) -> None:
    """The officer proposes for all; two others sign."""
    amount = MILLION / 10
    for town in (STRONG, LATE, DOUBLED):
        candidacy = of(town)
        examined(candidacy)
        wish = (
            rejection(REASON)
            if town == DOUBLED
            else award_of(candidacy, amount, eligible_amount=amount * 2)
        )
        propose_decision(candidacy, wish, by=cast.officer())
    sign_all(desk_of, 3)
    approved = FundingDecision.Status.APPROVED
    assert FundingDecision.objects.filter(status=approved).count() == 3


def sign_all(desk_of, many: int) -> None:
    """Budget officer and head sign what waits in their folders, one after the other."""
    for person, button in (
        (cast.budget_officer(), "Zeichnen"),
        (cast.head_of_unit(), "Zeichnen und freigeben"),
    ):
        desk = desk_of(person)
        desk.open("signature_folder")
        desk.follow("Ersten Vorgang lesen")
        for left in reversed(range(many)):
            desk.press(button)
            desk.sees(f"1 von {left}" if left else "Nichts wartet auf Ihre Unterschrift.")


def send(officer, version, desk_of) -> None:
    """All letters in one run with progress; the rejected town reads its letter and objects."""
    officer.open("letters_to_send", version.call.slug)
    officer.press("Alle 3 Schreiben versenden")
    officer.is_at(f"Schreiben versenden: {version.call.title}")
    assert jobs.run_next()
    officer.sees("3 von 3 Schreiben sind versandt.")
    editor = desk_of(cast.editor(cast.town(DOUBLED)))
    editor.open("letters")
    number = of(DOUBLED).application.receipt_number
    assert editor.download(f"Ablehnung {number} (PDF)").startswith(b"%PDF")
    editor.follow(f"Auf einen Tatsachenfehler hinweisen: {number}")
    editor.fill({"Was stimmt nicht?": "Der Nachbarort liegt 400 Kilometer entfernt."})
    editor.press("Hinweis senden")
    editor.sees("Noch nicht beantwortet")
    assert RejectionLetter.objects.count() == 1


def publish(officer, version, desk_of) -> None:
    """Two people publish the list; nobody who was rejected is named."""
    officer.open("publication", version.call.slug)
    officer.press("Zur Veröffentlichung vorlegen")
    head = desk_of(cast.head_of_unit())
    head.open("publication", version.call.slug)
    head.press("Veröffentlichen")
    everyone = desk_of()
    everyone.open("call", version.call.slug)
    everyone.follow("Ergebnis lesen")
    for words in (STRONG, "entsandt von Deutscher Städtetag", REASON):
        everyone.sees(words)
    everyone.does_not_see(DOUBLED)
