"""Reports are opened by the schedule, written by the town, frozen when signed, checked by two."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from awards.actions import reports as actions
from awards.jobs import follow_up
from awards.models import Report, ReportDate
from core import clock, pdf
from core.models import OutboxMail
from core.refusals import EditConflict, RuleViolation
from core.snapshots import thaw
from tests import cast
from tests.awards import running

pytestmark = pytest.mark.django_db


@pytest.fixture
def award():
    return running.award()


def test_the_schedule_opens_each_report_once_and_prefills_it(award):
    with running.after_the_end(award):
        duties = ReportDate.objects.filter(award=award).count()
        assert actions.open_due_reports(clock.today()) == duties
        assert actions.open_due_reports(clock.today()) == 0
    proof = Report.objects.get(duty__kind="proof")
    assert [line.planned for line in proof.lines.all()] == [800_000, 200_000, 650_000, 350_000]
    assert proof.measurements.count() == 2
    assert OutboxMail.objects.filter(subject="Neuer Nachweis zu erstellen").exists()


def test_nothing_is_opened_before_its_period_is_over(award):
    with running.noon(award.starts_on):
        assert actions.open_due_reports(clock.today()) == 0


def test_a_report_shows_what_was_reported_last(award):
    first, second = ReportDate.objects.filter(award=award, kind="indicators")[:2]
    with running.noon(first.period_until + timedelta(days=1)):
        running.handed_in(award, "indicators")
    with running.noon(second.period_until + timedelta(days=1)):
        actions.open_due_reports(clock.today())
    assert [row.previous for row in second.report.measurements.all()] == [40, 40]


def test_only_a_signatory_signs_and_then_everything_is_frozen(award):
    with running.after_the_end(award):
        report = running.written(running.opened(award, "interim"))
        with pytest.raises(PermissionDenied):
            actions.submit_report(report, by=running.editor(report))
        receipt = actions.submit_report(report, by=running.signatory(report))
        with pytest.raises(RuleViolation, match="bereits eingereicht"):
            actions.save_texts(report, {"progress": "Neu"}, seen=99, by=running.editor(report))
    assert receipt.receipt_number.startswith("DSR-0001/Z")
    assert thaw(receipt.snapshot)["lines"][0]["declared"] == "800000.00"
    report.duty.refresh_from_db()
    assert report.duty.received_on is not None


def test_an_incomplete_report_names_every_gap(award):
    with running.after_the_end(award):
        report = running.opened(award, "proof")
        with pytest.raises(RuleViolation) as refusal:
            actions.submit_report(report, by=running.signatory(report))
    sections = {finding.section for finding in refusal.value.findings}
    assert sections == {"bericht", "indikatoren", "zahlen", "belege"}


def test_an_indicator_behind_its_plan_needs_reason_and_next_step(award):
    with running.after_the_end(award):
        report = running.opened(award, "indicators")
        edits = {
            row.pk: {"actual": Decimal(0), "quality": "measured", "reason": ""}
            for row in report.measurements.all()
        }
        report = actions.save_measurements(report, edits, seen=report.version, by=cast.editor())
        with pytest.raises(RuleViolation, match="hinter dem Plan"):
            actions.submit_report(report, by=cast.signatory())


def test_two_editors_never_overwrite_each_other(award):
    with running.after_the_end(award):
        report = running.opened(award, "interim")
        actions.save_texts(report, {"progress": "A"}, seen=report.version, by=cast.editor())
        with pytest.raises(EditConflict):
            actions.save_texts(report, {"progress": "B"}, seen=report.version, by=cast.editor())


def test_checking_and_accepting_takes_two_people_even_with_two_roles(award):
    with running.after_the_end(award):
        report = running.handed_in(award, "interim")
        both = cast.person("Olaf Ordentlich", "head_of_unit")
        both = cast.person("Olaf Ordentlich", "officer")
        report = actions.check_report(report, by=both)
        with pytest.raises(PermissionDenied):
            actions.accept_report(report, by=both)
        assert actions.accept_report(report, by=cast.second_officer()).status == "accepted"


def test_a_supplement_opens_the_report_again_and_keeps_both_versions(award):
    with running.after_the_end(award):
        report = running.handed_in(award, "interim")
        with pytest.raises(RuleViolation, match="was fehlt"):
            actions.request_report_supplement(report, by=cast.officer(), note=" ")
        actions.request_report_supplement(report, by=cast.officer(), note="Die Quelle fehlt.")
        report = Report.objects.get(pk=report.pk)
        actions.submit_report(report, by=running.signatory(report))
    assert [one.number for one in report.submissions.all()] == [2, 1]


def test_a_proof_is_not_accepted_by_a_click(award):
    with running.after_the_end(award):
        report = running.handed_in(award)
        with pytest.raises(RuleViolation, match="Prüfvermerk"):
            actions.check_report(report, by=cast.officer())


def test_reminders_come_once_a_stage_and_the_last_one_tells_the_office(award):
    cast.officer(), cast.editor()
    with running.after_the_end(award):
        follow_up()
    duty = ReportDate.objects.get(award=award, kind="proof")
    OutboxMail.objects.all().delete()
    for days, mails in ((-30, 1), (-30, 1), (0, 2), (20, 3)):
        with running.noon(duty.due_on + timedelta(days=days)):
            follow_up()
        about = OutboxMail.objects.filter(subject__contains="Nachweis", body__contains="Verwendung")
        town = about.filter(recipient=cast.editor().email)
        assert town.count() == mails
    assert OutboxMail.objects.filter(
        subject="Nachweis überfällig", recipient=cast.officer().email
    ).exists()


def test_the_pages_play_an_interim_report(client, award):
    with running.after_the_end(award):
        report = running.opened(award, "interim")
        page = reverse("report_of_award", args=[report.key])
        client.force_login(cast.editor())
        assert "Zwischennachweis" in client.get(reverse("my_reports")).content.decode()
        assert "Beantworten Sie" in client.get(page).content.decode()
        section = reverse("report_section", args=[report.key, "bericht"])
        sent = {"version": 1, "progress": "Gebaut.", "deviations": "Keine.", "outlook": "Weiter."}
        assert client.post(section, sent).status_code == 302
        assert "inzwischen geändert" in client.post(section, sent).content.decode()
        lines = {f"line_{row.pk}": "10,00" for row in report.lines.all()}
        section = reverse("report_section", args=[report.key, "zahlen"])
        assert client.post(section, {"version": 2, **lines}).status_code == 302
        client.force_login(cast.signatory())
        submit = reverse("submit_report", args=[report.key])
        assert client.get(submit).status_code == 200
        answer = client.post(submit, follow=True)
        assert "Ihr Nachweis ist eingegangen" in answer.content.decode()
        answer = client.get(reverse("award_report_pdf", args=[report.key]))
        assert answer.content.startswith(b"%PDF")
        for who, step in ((cast.officer, "pruefen"), (cast.second_officer, "annehmen")):
            client.force_login(who())
            assert client.get(page).status_code == 200
            client.post(reverse("report_step", args=[report.key, step]))
    assert Report.objects.get(pk=report.pk).status == "accepted"


@pytest.mark.parametrize("towns", [("Aalen",), ("Aalen", "Bonn", "Cham")])
def test_the_list_of_reports_asks_the_same_number_of_queries(
    client, towns, django_assert_num_queries
):
    version = cast.open_call()
    for town in towns:
        running.award(town, version)
    client.force_login(cast.officer())
    with django_assert_num_queries(5):
        assert client.get(reverse("office_reports")).status_code == 200


def test_the_report_of_another_town_does_not_exist(client, award):
    with running.after_the_end(award):
        report = running.opened(award, "interim")
    client.force_login(cast.editor(cast.town("Fremdstadt")))
    assert client.get(reverse("report_of_award", args=[report.key])).status_code == 404


def test_pdf_of_a_report_is_the_same_bytes_each_time(award):
    with running.after_the_end(award):
        submission = running.handed_in(award, "indicators").submissions.get()
    content = thaw(submission.snapshot) | {"vouchers": 0}
    first = pdf.render("grant_report", content, at=submission.received_at)
    assert first == pdf.render("grant_report", content, at=submission.received_at)
