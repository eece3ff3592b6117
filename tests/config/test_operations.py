"""The office sees what runs behind the pages, and tries again what failed."""

import pytest
from django.urls import reverse

from core import audit, jobs
from core.actions import report_barrier
from core.jobs_model import Job
from core.models import Announcement
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    client.force_login(cast.officer())
    return client


def failed(error="ValueError: kein Tarif"):
    job = jobs.enqueue("reporting.jobs.prepare")
    Job.objects.filter(pk=job.pk).update(state=Job.State.DEAD, error=error, attempts=3)
    return job


def test_a_job_given_up_is_shown_with_its_error_and_tried_again(officer):
    job = failed()
    page = officer.get(reverse("jobs")).content.decode()
    assert "kein Tarif" in page and "Erneut versuchen" in page
    officer.post(reverse("revive_job", args=[job.pk]))
    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.WAITING, 0)


def test_a_waiting_job_is_taken_out_of_the_line(officer):
    job = jobs.enqueue("reporting.jobs.prepare")
    officer.post(reverse("cancel_job", args=[job.pk]))
    assert Job.objects.get().state == Job.State.CANCELLED


@pytest.mark.parametrize(("query", "shown"), [("state=DEAD", 1), ("state=DONE", 0), ("q=Tarif", 1)])
def test_jobs_are_searched_and_filtered(officer, query, shown):
    failed()
    page = officer.get(f"{reverse('jobs')}?{query}").context["page"]
    assert len(page.object_list) == shown


def test_an_auditor_reads_but_does_not_act(client):
    job = failed()
    client.force_login(cast.auditor())
    assert "Erneut versuchen" not in client.get(reverse("jobs")).content.decode()
    assert client.post(reverse("revive_job", args=[job.pk])).status_code == 403


def test_reported_barriers_reach_the_office(officer):
    report_barrier(page="/aufrufe/", problem="Kein Kontrast", contact="a@b.example")
    page = officer.get(reverse("barrier_reports")).content.decode()
    assert "Kein Kontrast" in page and "a@b.example" in page
    assert (
        "Keine Meldung passt" in officer.get(reverse("barrier_reports") + "?q=xyz").content.decode()
    )


def test_the_lists_ask_the_same_number_of_queries(officer, django_assert_num_queries):
    for number in (1, 3):
        while Job.objects.count() < number:
            failed()
        with django_assert_num_queries(7):
            officer.get(reverse("jobs"))


def told(**changes):
    return {
        "kind": "maintenance",
        "text": "Das Portal pausiert.",
        "starts_at": "2030-01-05T06:00",
        "ends_at": "2030-01-05T08:00",
        **changes,
    }


def test_an_announcement_is_told_on_the_status_page_until_it_is_ended(officer, client):
    officer.post(reverse("announcements"), told())
    assert "Das Portal pausiert." in client.get(reverse("status")).content.decode()
    announcement = Announcement.objects.get()
    officer.post(reverse("close_announcement", args=[announcement.key]))
    assert "Das Portal pausiert." not in client.get(reverse("status")).content.decode()
    assert [e.step for e in audit.trail(announcement)] == ["announce", "end_announcement"]


def test_an_end_before_the_start_is_named_at_its_field(officer):
    answer = officer.post(reverse("announcements"), told(ends_at="2030-01-05T05:00"))
    assert "Das Ende liegt vor dem Beginn." in answer.context["form"].errors["ends_at"]
    assert not Announcement.objects.exists()
