"""Risks, the overview of VV Nr. 9, exceptions, and a log that anybody can check."""

import io
import json
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook

from awards.actions import overseeing as actions
from awards.actions import reports
from awards.actions.reports import open_due_reports
from awards.log_export import EXCEPTIONS, SCRIPT, lines
from awards.models import Award, ReportDate, Tranche
from awards.overview9 import HEADINGS
from awards.risk import cohort_forecast, interval_of, limits, risk_of, with_risk_parts
from awards.views.overseeing import STEP_LABELS
from core import clock
from core.refusals import RuleViolation
from programmes.models import Programme
from tests import cast
from tests.awards import money, running

pytestmark = pytest.mark.django_db
PIECE = {
    "name": "Messwagen",
    "place": "Bauhof",
    "bought_on": date(2026, 1, 15),
    "price": Decimal(10_000),
    "bound_months": 60,
}


@pytest.fixture
def award():
    return running.award()


def risk_on(award, day):
    return risk_of(with_risk_parts(Award.objects.all()).get(pk=award.pk), day)


def test_money_not_drawn_by_december_is_likely_to_lapse(award):
    year = award.starts_on.year
    assert risk_on(award, date(year, 3, 1)).lapsing == 0
    late = risk_on(award, date(year, 12, 31))
    assert late.lapsing == running.GRANT
    assert late.marks == ["Abruf hinter dem Plan", "Mittel drohen zu verfallen"]
    running.paid(award)
    assert risk_on(award, date(year, 12, 31)).marks == []


def test_an_overdue_report_is_a_risk_until_it_comes(award):
    with running.after_the_end(award):
        open_due_reports(clock.today())
        late = risk_on(award, clock.today())
    assert "Nachweis überfällig" in late.marks


def test_cohorts_are_extrapolated_only_when_they_are_large_enough(award):
    assert cohort_forecast(Award.objects.all(), 2030, limits()) is None


def test_three_large_cohorts_give_a_forecast(award):
    budget = award.decision.candidacy.application.call_version.call.budget_years.order_by("year")
    first = budget[0].year
    version = award.decision.candidacy.application.call_version
    for place, name in enumerate(("Aalen", "Bonn")):
        one = running.award(name, version)
        Award.objects.filter(pk=one.pk).update(starts_on=date(first + place + 1, 1, 1))
    for one in Award.objects.order_by("starts_on"):
        Tranche.objects.filter(award=one).delete()
        for row in budget.filter(year__gte=one.starts_on.year, year__lte=first + 2):
            Tranche.objects.create(award=one, budget_year=row, is_cash=True, granted=100, paid=100)
    assert cohort_forecast(Award.objects.all(), first + 2, limits()) is None, "one award is few"
    Programme.objects.update(forecast_least_awards=1)
    forecast = cohort_forecast(Award.objects.all(), first + 2, limits())
    assert [round(row) for row in forecast.ultimates] == [300, 300, 300]
    low, high = interval_of(forecast)
    assert low <= forecast.reserve <= high


def test_what_the_project_itself_expects_comes_before_the_calendar(award):
    """The interim report tells vacancies and what will be drawn; the board reads it at once."""
    money.this_year(award)
    year = clock.today().year
    report = open_interim(award)
    figures = {"posts_planned": Decimal(3), "posts_filled": Decimal("1.5")}
    figures |= {"expected_draw": running.GRANT / 2}
    by = running.editor(report)
    report = reports.save_texts(report, figures, seen=report.version, by=by)
    assert risk_on(award, date(year, 3, 1)).told is None, "a draft tells nothing"
    reports.submit_report(running.written(report), by=running.signatory(report))
    risk = risk_on(award, date(year, 3, 1))
    assert (risk.vacancies, risk.lapsing) == (Decimal("1.5"), running.GRANT / 2)
    assert "1,5 Stellen unbesetzt" in risk.marks


def open_interim(award):
    """Ask for an interim report on last month."""
    until = clock.today() - timedelta(days=30)
    days = {"period_from": until - timedelta(days=60), "period_until": until}
    duty = ReportDate.objects.create(award=award, kind="interim", due_on=clock.today(), **days)
    return reports.open_report(duty.pk)


def test_more_posts_than_planned_cannot_be_filled(client, award):
    report = open_interim(award)
    client.force_login(running.editor(report))
    page = reverse("report_section", args=[report.key, "bericht"])
    wrong = {"posts_planned": "2", "posts_filled": "2,5", "version": report.version}
    assert "höchstens die Stellen des Plans" in client.post(page, wrong).content.decode()
    assert client.post(page, wrong | {"posts_filled": "1,5"}).status_code == 302
    assert type(report).objects.get(pk=report.pk).posts_filled == Decimal("1.5")


def test_the_overview_is_a_page_and_a_workbook_with_the_same_rows(client, award):
    client.force_login(cast.auditor())
    assert award.funding_code in client.get(reverse("overview9")).content.decode()
    answer = client.get(reverse("overview_xlsx"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == HEADINGS
    assert (rows[1][0], rows[1][6]) == (award.funding_code, 650_000)


@pytest.mark.parametrize("address", ["overview9", "risks"])
@pytest.mark.parametrize("towns", [("Aalen",), ("Aalen", "Bonn", "Cham")])
def test_overview_and_risks_ask_the_same_number_of_queries(
    client, address, towns, django_assert_max_num_queries
):
    version = cast.open_call()
    for town in towns:
        running.award(town, version)
    client.force_login(cast.auditor())
    client.force_login(cast.officer())  # what an auditor reads is written down besides
    with django_assert_max_num_queries(14):
        assert client.get(reverse(address)).status_code == 200


def test_every_exception_has_a_name_and_is_listed(client, award):
    assert set(EXCEPTIONS) <= set(STEP_LABELS)
    root = Path(settings.BASE_DIR)
    files = [*root.glob("*/actions/*.py"), *root.glob("*/models/*.py")]
    written = "".join(path.read_text() for path in files)
    for step in EXCEPTIONS:
        assert f'"{step}"' in written or f"def {step}(" in written, f"nobody records {step}"
    client.force_login(cast.auditor())
    page = reverse("exceptions")
    assert client.get(page).status_code == 200
    assert client.get(f"{page}?schritt=waive").status_code == 200


def checked(tmp_path, text):
    """Run the shipped script as an auditor would, on a machine without Allmende."""
    path = tmp_path / "protokoll.jsonl"
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-I", str(SCRIPT), str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_shipped_script_accepts_the_log_and_finds_every_change(tmp_path, award):
    actions.add_piece(award, PIECE, by=cast.editor())
    log = list(lines())
    assert checked(tmp_path, "".join(log)).returncode == 0
    places = [place for place, line in enumerate(log) if '"add_piece"' in line]
    event = json.loads(log[places[0]])
    changes = {
        "Der Inhalt wurde verändert": event | {"payload": {"after": "nichts"}},
        "passt nicht zur Kette": event | {"step": "piece_left"},
    }
    for sentence, forged in changes.items():
        text = "".join([*log[: places[0]], json.dumps(forged) + "\n", *log[places[0] + 1 :]])
        answer = checked(tmp_path, text)
        assert answer.returncode == 1
        assert sentence in answer.stdout
    cut = checked(tmp_path, "".join(log[: places[0]] + log[places[0] + 1 :]))
    assert "Die Kette endet" in cut.stdout or "fehlt" in cut.stdout


def test_the_log_is_for_office_and_auditors_only(client, award):
    for name in ("log_export", "log_script", "exceptions", "risks", "overview_xlsx"):
        client.force_login(cast.auditor())
        assert client.get(reverse(name)).status_code == 200
        client.force_login(cast.editor())
        assert client.get(reverse(name)).status_code == 403


def test_inventory_is_kept_by_the_town_and_visits_by_the_office(client, award):
    page = reverse("inventory", args=[award.key])
    client.force_login(cast.editor())
    piece = {"wish": "piece", "name": "Wagen", "place": "Hof", "bought_on": "15.01.2026"}
    assert client.post(page, piece | {"price": "10.000", "bound_months": "60"}).status_code == 302
    one = award.inventory.get()
    left = {"wish": "left", "piece": one.key, "left-left_on": "15.02.2026", "left-reason": "Weg."}
    assert client.post(page, left).status_code == 302
    assert client.post(page, {"wish": "visit"}).status_code == 403
    client.force_login(cast.officer())
    visit = {"wish": "visit", "visited_on": "01.03.2026", "people": "OO", "note": "Gesehen."}
    assert client.post(page, visit).status_code == 302
    assert "Gesehen." in client.get(page).content.decode()
    assert client.post(page, piece).status_code == 403


def test_a_piece_leaves_once_and_not_before_it_came(award):
    piece = actions.add_piece(award, PIECE, by=cast.editor())
    with pytest.raises(RuleViolation, match="vor dem Kauf"):
        actions.piece_left(piece, date(2025, 1, 1), "x", by=cast.editor())
    actions.piece_left(piece, date(2026, 2, 1), "Verkauft.", by=cast.editor())
    with pytest.raises(RuleViolation, match="schon ausgeschieden"):
        actions.piece_left(piece, date(2026, 2, 1), "x", by=cast.editor())
