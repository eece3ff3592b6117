"""The office sees the applicant's pages as they are: only to read, and every look is on record."""

from functools import partial

import pytest
from django.urls import get_resolver, reverse
from lxml import html

from applications.actions.correspondence import begin_conversation
from applications.checks.correspondence import Words
from applications.models import Application, MessageReading, Submission
from applications.views.mirror import PAGES
from core import audit
from core.models import AuditEvent
from tests import cast
from tests.applications.complete import pdf_file, submitted
from tests.applications.drafts import new_draft, signed_in

pytestmark = pytest.mark.django_db


def page_of(application: Application, page: str) -> str:
    address = reverse("applicants_page", args=[application.key, page])
    answer = signed_in(cast.officer()).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def main_text(page: str) -> str:
    """Return the words of the page's own part, the same way for both people."""
    (main,) = html.fromstring(page).xpath("//main//div[contains(@class, 'al-cols')]")
    return " ".join(main.text_content().split())


@pytest.mark.parametrize("page", PAGES)
def test_the_office_reads_word_for_word_what_a_signatory_reads(page):
    application = submitted()
    own = reverse(PAGES[page][1], args=[application.key])
    theirs = signed_in(cast.signatory()).get(own).content.decode()
    assert main_text(page_of(application, page)) == main_text(theirs)


@pytest.mark.parametrize("page", PAGES)
def test_every_look_is_in_the_history_that_the_applicant_reads(page):
    application = submitted()
    before = audit.last(application).number
    page_of(application, page)
    (event,) = audit.trail(application).filter(number__gt=before)
    assert (event.step, event.payload["note"]) == ("look_as_applicant", str(PAGES[page][0]))
    history = reverse("application_history", args=[application.key])
    assert "Seite der Kommune angesehen" in signed_in(cast.editor()).get(history).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_every_control_is_switched_off_and_every_form_is_refused(page):
    application = submitted()
    drawn = html.fromstring(page_of(application, page))
    (mirror,) = drawn.xpath("//fieldset[@class='al-mirror']")
    assert mirror.get("disabled") is not None
    before = counts()
    officer = signed_in(cast.officer())
    for form in mirror.xpath(".//form[@method='post']"):
        assert officer.post(form.get("action")).status_code in (403, 404)
    assert counts() == before


def test_the_view_shows_forms_so_that_the_tests_above_have_something_to_refuse():
    drawn = html.fromstring(page_of(submitted(), "antrag"))
    assert drawn.xpath("//fieldset[@class='al-mirror']//form[contains(@action, 'ueberarbeiten')]")


def test_no_address_of_the_applicant_lets_an_officer_write():
    application = submitted()
    officer, before = signed_in(cast.officer()), counts()
    answers = {url: officer.post(url).status_code for url in applicants_addresses(application)}
    led_away = [url for url, status in answers.items() if status not in (403, 404, 405)]
    assert led_away == [url for url in answers if url.endswith("/unterlage/projektplan/entfernen/")]
    assert len(answers) > 40
    assert counts() == before, "also where the moment is wrong before the person is"


def test_the_view_itself_takes_no_writing_method():
    application = submitted()
    officer = signed_in(cast.officer())
    for page in PAGES:
        address = reverse("applicants_page", args=[application.key, page])
        for method in ("post", "put", "patch", "delete"):
            assert getattr(officer, method)(address).status_code == 405


def applicants_addresses(application: Application) -> list[str]:
    """Every address below /antrag/KEY/, with something for its other parts."""
    found = []
    for pattern in get_resolver().url_patterns:
        for one in getattr(pattern, "url_patterns", [pattern]):
            route = str(getattr(one, "pattern", ""))
            if route.startswith("antrag/<str:key>/") and one.name:
                parts = one.pattern.converters
                filled = {name: "1" if name == "position" else "projektplan" for name in parts}
                found.append(reverse(one.name, kwargs=filled | {"key": application.key}))
    return found


def counts() -> tuple:
    """What a write would change: status, submissions, the length of all trails."""
    rows = tuple(Application.with_copies.values_list("pk", "status", "version").order_by("pk"))
    return rows, Submission.objects.count(), AuditEvent.objects.count()


def test_links_stay_inside_the_view_or_lead_nowhere():
    application = submitted()
    drawn = html.fromstring(page_of(application, "antrag"))
    officer = signed_in(cast.officer())
    links = drawn.xpath("//a/@href[starts-with(., '/antrag/') or starts-with(., '/programm/')]")
    assert {officer.get(link.partition("#")[0]).status_code for link in links} == {200}
    assert drawn.xpath("//a[@aria-disabled]/span[contains(., 'Zurückziehen')]")


def test_the_office_reads_the_correspondence_as_the_town_does_and_marks_nothing_as_read():
    application = submitted()
    write = partial(begin_conversation, application, by=cast.officer())
    message = write("Beginn", Words("Ab wann?", files=[pdf_file("plan.pdf")]))
    write("Verdacht", Words("Prüfen.", kind="note", is_internal=True))
    key = message.conversation.key
    assert "Verdacht" not in page_of(application, "schriftwechsel")
    assert f"/schriftwechsel/{key}/" in page_of(application, "schriftwechsel")
    seen = reverse("applicants_conversation", args=[application.key, key])
    page = signed_in(cast.officer()).get(seen).content.decode()
    assert not MessageReading.objects.exists()
    last = audit.last(application)
    assert (last.step, last.payload["note"]) == ("look_as_applicant", "Schriftwechsel: Beginn")
    own = reverse("conversation", args=[application.key, key])
    theirs = signed_in(cast.signatory()).get(own).content.decode()
    assert main_text(page) == main_text(theirs)
    (file,) = html.fromstring(page).xpath("//main//a[. = 'plan.pdf']/@href")
    assert signed_in(cast.officer()).get(file)["Content-Type"] == "application/pdf"
    assert signed_in(cast.officer()).post(seen).status_code == 405


def test_a_draft_stays_the_towns_own():
    draft = new_draft()
    for page in PAGES:
        address = reverse("applicants_page", args=[draft.key, page])
        assert signed_in(cast.officer()).get(address).status_code == 404


def test_an_officer_of_the_same_town_is_led_to_the_real_page():
    application = submitted()
    cast.person("Olaf Ordentlich", "editor", application.organisation)
    address = reverse("applicants_view", args=[application.key])
    answer = signed_in(cast.officer()).get(address)
    assert answer.url == reverse("task_list", args=[application.key])


def test_a_look_never_counts_as_the_change_that_set_the_status():
    application = submitted()
    page_of(application, "aufgaben")
    assert "Zeichnungsberechtigt" in audit.who_and_when(application)
