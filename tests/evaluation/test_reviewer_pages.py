"""The reviewer's pages: list, declaration, reading and scoring, handing in."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from evaluation import actions
from evaluation.models import Assignment, Review
from tests import cast
from tests.evaluation import casting

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def assignment() -> Assignment:
    """Gerda's assignment, cleared, in a review that has begun."""
    one = casting.in_review(cast.open_call(), casting.reviewer(), casting.reviewer("Gero"))
    return one.assignments.get(reviewer__person__name="Gerda Gutachten")


@pytest.fixture
def gerda(assignment) -> Client:
    return signed_in(assignment.reviewer.person)


def entered(assignment, version=0, points="4") -> dict[str, str]:
    """Return a complete form as the browser sends it."""
    codes = assignment.candidacy.application.call_version.criteria.values_list("code", flat=True)
    form = {"version": str(version)}
    for code in codes:
        form |= {f"{code}_points": points, f"{code}_reason": casting.REASON, f"{code}_note": ""}
    return form


def new_assignment() -> Assignment:
    partner = "Stadtwerke Eberswalde GmbH"
    one = casting.candidacy(cast.open_call(), partners=(partner,))
    return actions.assign_reviewer(one, casting.reviewer(), by=cast.officer())


def test_the_list_shows_own_assignments_with_their_next_step(gerda, assignment):
    page = gerda.get(reverse("my_reviews")).content.decode()
    assert "Kühle Wege für Eberswalde" in page
    assert reverse("review", args=[assignment.key]) in page
    assert "Kein Antrag passt dazu." in gerda.get("/gutachten/?q=xyz").content.decode()
    assert "Kühle" not in gerda.get("/gutachten/?state=abgegeben").content.decode()


def test_what_is_handed_in_stands_below_what_is_to_do(gerda, assignment):
    version, mine = assignment.candidacy.application.call_version, assignment.reviewer
    later = casting.candidacy(version, "Zossen")
    actions.assign_reviewer(later, mine, by=cast.officer())
    casting.submitted(assignment)
    page = gerda.get(reverse("my_reviews")).content.decode()
    assert page.index("Wege für Zossen") < page.index("Wege für Eberswalde")


def test_everybody_reads_in_an_order_of_their_own():
    """Due on the same day, applications come in the order of the assignments' random keys."""
    version = cast.open_call()
    people = [casting.reviewer(name) for name in ("Gerda", "Gero")]
    for town in ("Aalen", "Bonn", "Cham"):
        candidacy = casting.candidacy(version, town)
        actions.assign_reviewers([(candidacy, one) for one in people], by=cast.officer())
    for reviewer in people:
        shown = signed_in(reviewer.person).get(reverse("my_reviews")).context["page"]
        by_lot = reviewer.assignments.order_by("key")
        assert [one.pk for one in shown] == [one.pk for one in by_lot]


def test_others_have_no_such_list():
    assert signed_in(cast.officer()).get(reverse("my_reviews")).status_code == 403


def test_before_the_declaration_only_names_and_title_are_shown():
    assignment = new_assignment()
    client = signed_in(assignment.reviewer.person)
    answer = client.get(reverse("review", args=[assignment.key]), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("conflict", args=[assignment.key])
    assert "Stadtwerke Eberswalde GmbH" in page
    assert "Eberswalde beschreibt" not in page


def test_a_doubt_needs_a_reason_and_waits_for_the_office():
    assignment = new_assignment()
    client, url = signed_in(assignment.reviewer.person), reverse("conflict", args=[assignment.key])
    page = client.post(url, {"answer": "unsure"}).content.decode()
    assert "Nennen Sie den Grund." in page
    client.post(url, {"answer": "unsure", "reason": "Kollege"})
    assert Assignment.objects.get().status == "unsure"
    assert "Die Programmstelle entscheidet" in client.get(url).content.decode()


def test_no_answer_is_chosen_beforehand_and_one_is_needed():
    assignment = new_assignment()
    client, url = signed_in(assignment.reviewer.person), reverse("conflict", args=[assignment.key])
    assert " checked" not in client.get(url).content.decode()
    assert "Wählen Sie eine Antwort." in client.post(url).content.decode()


def test_after_reading_only_a_late_conflict_can_be_declared(gerda, assignment):
    url = reverse("conflict", args=[assignment.key])
    page = gerda.get(url).content.decode()
    assert 'value="conflict"' in page
    assert 'value="clear"' not in page
    gerda.post(url, {"answer": "conflict", "reason": "Neuer Auftrag"})
    answer = gerda.get(reverse("review", args=[assignment.key]))
    assert answer["Location"] == url


def test_the_page_shows_anchors_and_links_to_the_answers(gerda, assignment):
    page = gerda.get(reverse("review", args=[assignment.key])).content.decode()
    assert "Zwei Felder sind verbunden, die Schnittstellen sind benannt." in page
    assert 'href="#antwort-integration"' in page
    assert 'id="antwort-integration"' in page
    assert page.count('<fieldset class="al-score"') == 11


def test_saving_works_without_script_and_leads_to_the_check(gerda, assignment):
    url = reverse("review", args=[assignment.key])
    answer = gerda.post(url, entered(assignment) | {"check": "1", "confidence": "medium"})
    assert answer["Location"] == reverse("submit_review", args=[assignment.key])
    page = gerda.get(answer["Location"]).content.decode()
    assert "Eigene Sicherheit: mittel" in page
    assert "Alle Kriterien sind bewertet und begründet." in page
    assert "Ihre bisherigen Punkte" not in page, "there are none yet"
    gerda.post(answer["Location"])
    assert Review.objects.get().status == "submitted"
    gero = assignment.candidacy.assignments.exclude(pk=assignment.pk).get()
    casting.submitted(gero, 2)
    page = gerda.get(answer["Location"]).content.decode()
    assert "Mittel 4,0 in 1 abgegebenen Gutachten" in page, "one's own points only"
    assert re.search(r"4 Punkte: \d+-mal", page)
    assert "2 Punkte:" not in page
    page = gerda.get(url).content.decode()
    assert "kann nicht mehr geändert werden" in page
    assert "<fieldset" not in page


def test_the_check_links_to_what_is_open(gerda, assignment):
    form = entered(assignment) | {"I1_points": "", "N1_points": "5", "N1_reason": "Kurz."}
    gerda.post(reverse("review", args=[assignment.key]), form)
    url = reverse("submit_review", args=[assignment.key])
    page = gerda.get(url).content.decode()
    review = reverse("review", args=[assignment.key])
    assert f'href="{review}#id_I1_points"' in page
    assert f'href="{review}#id_N1_reason"' in page
    assert "Gutachten abgeben</span>" not in page
    gerda.post(url)
    assert Review.objects.get().status == "draft"


def test_autosave_answers_with_the_new_version(gerda, assignment):
    url, header = reverse("review", args=[assignment.key]), {"X-Autosave": "1"}
    answer = gerda.post(url, entered(assignment), headers=header)
    assert answer.json()["version"] == 1
    assert "saved_at" in answer.json()
    late = gerda.post(url, entered(assignment, points="2"), headers=header)
    assert late.status_code == 409
    assert "Ein anderes Fenster" in late.json()["message"]


def test_two_windows_are_shown_side_by_side_and_nothing_is_lost(gerda, assignment):
    url = reverse("review", args=[assignment.key])
    gerda.post(url, entered(assignment))
    other = entered(assignment) | {"I1_reason": "Aus dem zweiten Fenster.", "I1_points": "3"}
    answer = gerda.post(url, other)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "zweiten" in page
    assert 'name="version" value="1"' in page
    gerda.post(url, other | {"version": "1"})
    assert Review.objects.get().scores.get(code="I1").reason == "Aus dem zweiten Fenster."


def test_a_forged_point_value_is_shown_as_an_error(gerda, assignment):
    url = reverse("review", args=[assignment.key])
    answer = gerda.post(url, entered(assignment) | {"I1_points": "7"})
    assert "Fehler:" in answer.content.decode()
    assert not Review.objects.exists()


def test_others_get_no_page_of_this_assignment(assignment):
    for stranger, status in ((casting.pooled(9).person, 404), (cast.officer(), 403)):
        for name in ("review", "conflict", "submit_review"):
            answer = signed_in(stranger).get(reverse(name, args=[assignment.key]))
            assert answer.status_code == status


def test_pages_are_kept_out_of_every_cache(gerda, assignment):
    answer = gerda.get(reverse("review", args=[assignment.key]))
    assert answer["Cache-Control"] == "no-store"
