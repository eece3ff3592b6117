"""The whole mission in a browser: from the call to the evaluation report, by eight people."""

import hashlib
import io
import json
from datetime import timedelta
from pathlib import Path

import openpyxl
import pikepdf

from accounts.models import Organisation, Role
from applications.actions import formal
from applications.actions.drafting import start_application
from applications.models import Application
from core import jobs
from demo.programme import build_guideline
from evaluation import actions as selection
from evaluation.models import Assignment
from programmes.models import CallVersion
from tests import cast
from tests.applications.complete import fill, submit
from tests.evaluation import casting
from tests.journeys import municipality, office, reviewing
from tests.journeys.desk import Desk

CALL, TITLE = "Förderaufruf Kühle Städte", "Kühle Wege für alle"
SECOND = "Kühle Wege"  # what the second town calls its project


def test_eight_people_play_the_whole_story(desk_of, moved_clock, tmp_path: Path) -> None:
    build_guideline()
    officer, second_officer = desk_of(cast.officer()), desk_of(cast.second_officer())
    everyone, editor = desk_of(), desk_of(cast.person("Emil Erfassung"))

    # 1  The office sets up a call from the guideline; a second person publishes it.
    office.set_up_call(officer, CALL)
    office.change_terms(officer)
    office.offer_call(officer)
    office.publish_call(second_officer, CALL)
    version = CallVersion.objects.get()

    # 2  Everyone reads it before any login.
    read_call(everyone)

    # 3  An editor finds the town in the directory and fills in everything.
    town = cast.town()
    write_application(editor, version, town, tmp_path)

    # 4  The signatory submits; the receipt proves it. A second town applies too.
    signatory = desk_of(cast.person("Sigrid Siegel", Role.SIGNATORY, town))
    number = municipality.submit(signatory, TITLE)
    check_receipt(signatory)
    weaker = second_application(version)

    # 5  After the deadline an officer checks formally, a second officer confirms.
    moved_clock.move_to(version.deadline_at + timedelta(minutes=1))
    office.check_formally(officer, number)
    office.confirm_check(second_officer, number)
    admit(weaker)

    # 6  Two reviewers are assigned, declare, and judge without seeing each other.
    names = ("Gerda Gutachten", "Gustav Gegenblick")
    reviewers = [casting.reviewer(name).person for name in names]
    office.assign_reviewers(officer, CALL, reviews=4)
    review_blind(*(desk_of(person) for person in reviewers))
    review_badly(weaker)

    # 7  The ranking is frozen.
    office.freeze_ranking(officer, CALL)

    # 8  Three people decide: one award, one rejection; the award is public.
    head = desk_of(cast.head_of_unit())
    decide(officer, desk_of(cast.budget_officer()), head)
    everyone.open("funded")
    everyone.follow(TITLE)

    # 9  The evaluation report shows what happened.
    office.prepare_report(head, CALL)
    assert jobs.run_next()
    check_report(head)


def read_call(desk: Desk) -> None:
    """Criteria, weights, questions, documents and „Passt der Aufruf?“, without an account."""
    desk.open("start")
    desk.sees(CALL)
    desk.follow("Förderaufrufe")
    desk.follow(CALL)
    for text in ("Kultur und Sport", "Mehrere Felder teilen Daten und Ziele.", "65"):
        desk.sees(text)
    desk.press("Weiter zu den anderen Fragen")
    desk.is_at("Passt der Aufruf zu Ihnen?")
    for question in desk.page.locator("main fieldset").all():
        answer = "Nein" if "schon begonnen" in question.inner_text() else "Ja"
        question.get_by_label(answer, exact=True).check()
    desk.press("Ergebnis anzeigen")
    desk.sees("Der Aufruf passt zu Ihrem Vorhaben.")


def write_application(desk: Desk, version: CallVersion, town: Organisation, folder: Path) -> None:
    """From the directory to the self-check that finds nothing open."""
    texts = version.questions.exclude(chapter__place="declarations").filter(kind="text")
    municipality.begin(desk, CALL, town.name)
    municipality.describe_project(desk, TITLE, version.years)
    municipality.name_interaction(desk)
    municipality.write_texts(desk, [q.label for q in texts if q.place == "project"])
    municipality.name_partner(desk)
    municipality.write_texts(desk, [q.label for q in texts if q.place != "project"])
    municipality.plan_measures(desk, version.years)
    municipality.fill_finance_plan(desk, version.first_year)
    municipality.upload(desk, folder, "Projektplan", "Beschluss des Rates oder Kreistages")
    municipality.declare(desk)
    municipality.hand_to_signatory(desk)


def check_receipt(desk: Desk) -> None:
    """The frozen bytes have the checksum of the receipt, and the letters are accessible."""
    frozen = desk.download("Antrag als Daten (JSON)")
    checksum = desk.page.locator("main code").inner_text().replace(" ", "")
    assert hashlib.sha256(frozen).hexdigest() == checksum
    assert json.loads(frozen)["project"]["title"] == TITLE
    for letter in ("Quittung als PDF", "Antrag als PDF"):
        assert_tagged(desk.download(letter))


def review_blind(gerda: Desk, gustav: Desk) -> None:
    reviewing.declare_and_review(gerda, TITLE, "Bäume und Zisternen", 4, "Gerda")
    reviewing.declare_and_review(gustav, TITLE, "Bäume und Zisternen", 4, "Gustav")
    for desk, other in ((gerda, "Gustav:"), (gustav, "Gerda:")):
        desk.follow("Lesen und bewerten")
        desk.sees("Abgegeben am")
        desk.does_not_see(other)


def decide(officer: Desk, budget_officer: Desk, head: Desk) -> None:
    """From the frozen ranking to both letters."""
    ranking = officer.page.url
    office.propose(officer, TITLE, "Bewilligung", "Das Vorhaben überzeugt.")
    officer.page.goto(ranking)
    office.propose(officer, SECOND, "Ablehnung", "Die Mindestpunktzahl ist nicht erreicht.")
    for desk, button in ((budget_officer, "Mitzeichnen"), (head, "Freigeben")):
        for title in (TITLE, SECOND):
            office.sign(desk, title, button)
    assert_tagged(head.download("Ablehnungsbescheid als PDF"))
    officer.open("decisions")
    officer.follow(TITLE)
    notice = officer.page.locator("a[href^='/bescheid/']")
    assert_tagged(officer.download(notice.inner_text()))


def check_report(desk: Desk) -> None:
    """Page, PDF and workbook, which a job builds."""
    desk.page.reload()
    desk.sees("Stand der Kennzahlen")
    report = desk.page.url
    desk.press("Neuen Bericht bauen")
    while jobs.run_next():
        pass
    desk.page.goto(report)
    assert desk.download("Bericht als PDF").startswith(b"%PDF")
    workbook = openpyxl.load_workbook(io.BytesIO(desk.download("Kennzahlen als XLSX")))
    assert len(workbook.sheetnames) > 5


def second_application(version: CallVersion) -> Application:
    """Another town's application, submitted."""
    town = cast.town("Buxtehude")
    draft, _ = start_application(version.call, town, by=cast.editor(town))
    submit(fill(draft))
    return Application.objects.get(pk=draft.pk)


def admit(application: Application) -> None:
    check = formal.start_formal_check(application, by=cast.officer())
    formal.judge_rule(check, "assessable", verdict="met", note="Gelesen.", by=cast.officer())
    formal.propose_admission(check, by=cast.officer())
    formal.confirm_formal_check(check, by=cast.second_officer())


def review_badly(application: Application) -> None:
    """Both reviewers give two points everywhere."""
    for assignment in Assignment.objects.filter(candidacy__application=application):
        by = assignment.reviewer.person
        casting.submitted(selection.declare(assignment, by=by, answer="clear"), 2)


def assert_tagged(letter: bytes) -> None:
    """A PDF for people with screen readers: marked, with language, structure and title."""
    with pikepdf.open(io.BytesIO(letter)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).startswith("de")
        assert document.Root.StructTreeRoot.K
        with document.open_metadata() as metadata:
            assert metadata["dc:title"]
