"""The task list says for each section how far it is, by the rules of the self-check."""

from datetime import date

import pytest
from django.urls import reverse

from applications.actions import drafting, rows
from applications.actions.editing import Edit
from applications.models import Application, Indicator, Partner
from applications.progress import progress_of
from core.workflow import Attempt, perform
from programmes.catalogue_in_force import load_catalogue
from tests import cast
from tests.applications.drafts import INDICATOR, new_draft, question, signed_in

pytestmark = pytest.mark.django_db


def states(draft):
    progress = progress_of(Application.objects.get(pk=draft.pk), Attempt(by=cast.editor()))
    return {task.section.code: (task.status, task.hint) for task in progress.tasks}


def page_of(draft, person=None):
    client = signed_in(person or cast.editor())
    return client.get(reverse("task_list", args=[draft.key])).content.decode()


def test_an_empty_draft_has_begun_nothing_and_partners_are_optional():
    draft = new_draft()
    found = {code: status for code, (status, _) in states(draft).items()}
    assert {found.pop("interactions"), found.pop("partners")} == {"Freiwillig"}
    assert found.pop("organisation") == "Fertig"  # the directory knows it
    assert found.pop("contacts") == "In Bearbeitung"  # who begins it is named already
    assert set(found.values()) == {"Noch nicht begonnen"}
    assert "1 von 20 Abschnitten sind fertig" in page_of(draft)


def test_a_half_project_is_in_progress_and_a_whole_one_is_done():
    draft = new_draft()
    drafting.save_project(draft, Edit({"title": "Kühle Wege"}, 1), by=cast.editor())
    assert states(draft)["project"] == (
        "In Bearbeitung",
        "Beschreiben Sie Ihr Vorhaben kurz für die Öffentlichkeit.",
    )
    year = draft.call_version.first_year
    whole = {
        "summary": "Schatten für alle",
        "phase": "strategy",
        "level": "city",
        "starts_on": date(year, 1, 1),
        "ends_on": date(year, 12, 31),
    }
    drafting.save_project(draft, Edit(whole, 2), by=cast.editor())
    assert states(draft)["project"] == ("Fertig", "")


def test_what_is_wrong_is_a_problem_and_says_what():
    draft = new_draft()
    asked = question(draft, "wertschoepfung")
    drafting.save_answer(draft, asked, Edit({"value": "x" * 2038}, 0), by=cast.editor())
    drafting.save_project(draft, Edit({"summary": "x" * 1001}, 1), by=cast.editor())
    found = states(draft)
    assert found["answer-wertschoepfung"][0] == "Es gibt ein Problem"
    assert "38 Zeichen" in found["answer-wertschoepfung"][1]
    assert found["project"] == (
        "Es gibt ein Problem",
        "Kürzen Sie die Kurzbeschreibung um 1 Zeichen.",
    )


def test_an_answer_is_done_when_its_authors_say_so():
    draft = new_draft()
    asked = question(draft, "klima")
    drafting.save_answer(draft, asked, Edit({"value": "Wir messen."}, 0), by=cast.editor())
    assert states(draft)["answer-klima"] == ("In Bearbeitung", "")
    drafting.save_answer(draft, asked, Edit({"done": True}, 1), by=cast.editor())
    assert states(draft)["answer-klima"] == ("Fertig", "")


def test_one_outcome_without_an_output_is_still_in_progress():
    draft = new_draft()
    rows.add_row(draft, Indicator, INDICATOR, by=cast.editor())
    assert states(draft)["indicators"][0] == "In Bearbeitung"
    rows.add_row(draft, Indicator, INDICATOR | {"level": "output"}, by=cast.editor())
    assert states(draft)["indicators"] == ("Fertig", "")


def test_an_optional_section_counts_once_it_is_begun():
    draft = new_draft()
    partner = {"name": "Stadtwerke", "kind": "municipal_company", "role": "Betrieb"}
    rows.add_row(draft, Partner, partner, by=cast.editor())
    assert "2 von 21 Abschnitten sind fertig" in page_of(draft)


def test_submitting_is_named_as_not_possible_yet_but_checking_always_is():
    draft = new_draft()
    text = page_of(draft)
    assert "Noch nicht möglich" in text
    assert "Angaben sind noch offen." in text
    assert reverse("check_application", args=[draft.key]) in text


def test_team_deadline_and_latest_change_stand_beside():
    draft = new_draft()
    cast.signatory()
    text = page_of(draft)
    assert "Noch\xa059\xa0Tage" in text or "Noch\xa060\xa0Tage" in text
    assert "Zoe Zeichnung" in text
    assert "durch: Bearbeitung. Stand 1." in text


def test_a_closed_draft_has_no_links_to_edit():
    draft = new_draft()
    perform(draft, "withdraw", Attempt(by=cast.signatory()))
    text = page_of(draft)
    assert reverse("project", args=[draft.key]) not in text
    assert "kann zurzeit nicht geändert werden" in text


def test_the_office_reads_an_application_on_its_own_page():
    draft = new_draft()
    perform(draft, "withdraw", Attempt(by=cast.signatory()))
    assert signed_in(cast.officer()).get(reverse("task_list", args=[draft.key])).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_rows_does_not_change_the_number_of_queries(
    number, django_assert_num_queries
):
    draft = new_draft()
    for _ in range(number):
        rows.add_row(draft, Indicator, INDICATOR, by=cast.editor())
    client = signed_in(cast.editor())
    load_catalogue(draft.call_version)  # somebody else's page has asked for it
    with django_assert_num_queries(25):
        client.get(reverse("task_list", args=[draft.key]))


def test_the_history_tells_every_change_latest_first_and_checks_the_chain():
    draft = new_draft()
    drafting.save_project(draft, Edit({"title": "Kühle Wege"}, 1), by=cast.editor())
    drafting.save_project(draft, Edit({"title": "Warme Wege"}, 2), by=cast.editor())
    page = signed_in(cast.editor()).get(reverse("application_history", args=[draft.key]))
    text = " ".join(page.content.decode().split())
    assert "Kette geprüft: in Ordnung." in text
    assert [entry.number for entry in page.context["history"].entries] == [3, 2, 1]
    assert "Titel des Vorhabens: Kühle Wege → Warme Wege" in text
    assert "Antrag begonnen" in text


def test_a_long_history_has_pages():
    draft = new_draft()
    for version in range(1, 52):
        edit = Edit({"title": f"Fassung {version}"}, version)
        drafting.save_project(draft, edit, by=cast.editor())
    url = reverse("application_history", args=[draft.key])
    client = signed_in(cast.editor())
    assert len(client.get(url).context["history"].entries) == 50
    assert len(client.get(url, {"page": 2}).context["history"].entries) == 2
