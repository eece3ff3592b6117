"""The figures equal an independent count in plain SQL, and every output shows the same."""

from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from applications.models import Application
from awards.actions import approve_award
from awards.actions.awarding import approve_for_sending
from config import settings as config_settings
from core import clock, jobs
from reporting.actions import prepare_figures
from reporting.models import PreparedFigure
from reporting.overview import submissions_by_day
from rulebook.agreement import icc
from tests import cast
from tests.awards import casting as deciding
from tests.evaluation import casting

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def version(kept_for_module):
    """Four judged applications of two Länder, two of them awarded."""
    version = cast.open_call()
    casting.reviewed(version, "Eberswalde", 5, 4)
    casting.reviewed(version, "Bonn", 4, 4)
    casting.reviewed(version, "Cham", 3, 5)
    first, second, *_ = deciding.ranked(version, "Düren")
    for one in (first, second):
        deciding.with_period(one)
        decision = deciding.co_signed(one, deciding.award_of(one))
        approve_award(decision, by=cast.head_of_unit())
    prepare_figures(version)
    return version


def rows(version, code):
    return PreparedFigure.objects.get(call_version=version, code=code).content["rows"]


def scalar(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def test_counts_and_sums_equal_plain_sql(version):
    total = rows(version, "A2")[-1]
    assert total["group"] == "Insgesamt"
    assert total["applications"] == scalar(
        "SELECT count(*) FROM applications_application WHERE status <> 'draft'"
    )
    requested = scalar("SELECT sum(requested_amount) FROM applications_application")
    granted = scalar("SELECT sum(amount) FROM awards_award")
    assert Decimal(total["requested"]) == Decimal(str(requested))
    assert Decimal(total["granted"]) == Decimal(str(granted))


@pytest.mark.parametrize("code", ["A2", "A3", "A4"])
def test_the_groups_of_a_table_add_up_to_its_total(version, code):
    *groups, total = rows(version, code) or [None]
    if total is None:
        return
    for column in ("applications", "awarded"):
        assert sum(row[column] for row in groups) <= total[column]
    if code != "A4":
        assert sum(Decimal(row["granted"]) for row in groups) == Decimal(total["granted"])


def test_agreement_is_the_rulebooks_icc_of_all_reviews(version):
    expected = icc([[100, 80], [80, 80], [60, 100], [80, 80]])["ICC1"].value
    assert rows(version, "C2")[0]["value"] == pytest.approx(expected)


def test_the_distribution_counts_every_judged_application(version):
    assert sum(row["count"] for row in rows(version, "C1")) == 4


def test_a_call_without_applications_has_figures_too():
    empty = cast.open_call(slug="leer", title="Leerer Aufruf")
    assert prepare_figures(empty) == len(PreparedFigure.objects.filter(call_version=empty))
    assert rows(empty, "A2") == []
    assert "Nicht berechenbar" in rows(empty, "C2")[0]["measure"]


def test_the_job_computes_and_the_page_says_when(version, client):
    client.force_login(cast.officer())
    PreparedFigure.objects.all().delete()
    slug = version.call.slug
    assert client.post(reverse("refresh_report", args=[slug])).status_code == 302
    assert "werden berechnet" in client.get(reverse("call_report", args=[slug])).content.decode()
    assert jobs.run_next()
    assert (
        "Stand der Kennzahlen" in client.get(reverse("call_report", args=[slug])).content.decode()
    )


def test_the_figures_of_a_published_call_are_computed_every_day(version, settings):
    assert "reporting.jobs.prepare_all" in config_settings.ALLMENDE_DAILY_JOBS
    settings.ALLMENDE_DAILY_JOBS = ["reporting.jobs.prepare_all"]
    PreparedFigure.objects.all().delete()
    jobs.enqueue_daily()
    jobs.enqueue_daily()
    while jobs.run_next():
        pass
    assert version.figures.exists()
    assert jobs.Job.objects.filter(function="reporting.jobs.prepare").count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [(cast.researcher, 200), (cast.auditor, 200), (cast.editor, 403)]
)
def test_only_readers_of_the_report_see_it(version, client, who, status):
    client.force_login(who())
    assert client.get(reverse("call_report", args=[version.call.slug])).status_code == status
    answer = client.get("/api/v1/kennzahlen/")
    assert bool(answer.json()["results"]) is (status == 200)


def test_the_overview_counts_what_waits(version, client):
    client.force_login(cast.officer())
    Application.objects.submitted().update(submitted_at=clock.now())
    page = client.get(reverse("office_home")).content.decode()
    assert "Entscheidung vorschlagen" in page
    assert "Nachweise überfällig" in page
    assert f"{reverse('report_list')}?tag=" in page
    today = {"tag": str(clock.today())}
    behind = client.get(reverse("report_list"), today).context["page"].paginator.count
    assert dict(submissions_by_day())[clock.today()] == behind > 0
    client.force_login(cast.editor())
    assert client.get(reverse("office_home")).status_code == 403


def test_an_award_is_listed_for_parliament_only_once_its_notice_is_sent(version):
    listed = len(rows(version, "H3"))
    waiting = Application.objects.get(organisation__name="Cham").candidacy
    decision = deciding.co_signed(deciding.with_period(waiting), deciding.award_of(waiting))
    approve_for_sending(decision, by=cast.head_of_unit())
    prepare_figures(version)
    assert len(rows(version, "H3")) == listed
