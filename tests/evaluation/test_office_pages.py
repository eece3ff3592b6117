"""The office's pages: lists, assignment, candidacy, ranking."""

import pytest
from django.test import Client
from django.urls import reverse

from core.refusals import RuleViolation
from evaluation import actions
from evaluation.models import Assignment, Candidacy, Ranking
from tests import cast
from tests.evaluation import casting

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def shown(person, name: str, *arguments, query: str = "", status: int = 200) -> str:
    """Return the page with single spaces, after looking at its status."""
    answer = signed_in(person).get(reverse(name, args=arguments) + query)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def sent(person, name: str, *arguments, **entered):
    return signed_in(person).post(reverse(name, args=arguments), entered)


@pytest.fixture
def version():
    return cast.open_call()


def test_the_selection_counts_the_stages_of_every_call(version):
    casting.admitted(version, "Aalen")
    casting.reviewed(version, "Bonn", 4, 4)
    page = shown(cast.head_of_unit(), "selection")
    assert version.call.title in page
    assert reverse("assignments", args=[version.call.slug]) in page


@pytest.mark.parametrize("name", ["candidacies", "assignments", "ranking"])
def test_pages_of_a_call_are_for_the_office_only(version, name):
    slug = version.call.slug
    assert shown(cast.auditor(), name, slug)
    for stranger in (casting.reviewer().person, cast.editor(), cast.researcher()):
        shown(stranger, name, slug, status=403)
    answer = Client().get(reverse(name, args=[slug]))
    assert answer.status_code == 302


def test_admitted_applications_are_taken_over_by_a_button(version):
    casting.admitted(version)
    slug = version.call.slug
    assert "1 zugelassener Antrag" in shown(cast.officer(), "assignments", slug)
    sent(cast.officer(), "take_over", slug, next="assignments")
    assert Candidacy.objects.count() == 1
    assert sent(cast.head_of_unit(), "take_over", slug).status_code == 403


def test_the_list_searches_filters_and_sorts(version):
    casting.reviewed(version, "Aalen", {"I1": 2}, {"I1": 2})
    casting.reviewed(version, "Bonn", 4, 4)
    slug, office = version.call.slug, cast.officer()
    assert "Aalen" not in shown(office, "candidacies", slug, query="?q=bonn")
    assert "Bonn" not in shown(office, "candidacies", slug, query="?fundable=nein")
    page = shown(office, "candidacies", slug, query="?sort=-punkte")
    assert page.index("Wege für Bonn") < page.index("Wege für Aalen")
    assert "dazu passen" in shown(office, "candidacies", slug, query="?q=xyz")


def test_the_office_sees_who_cannot_be_assigned_and_why(version):
    one = casting.candidacy(version)
    casting.reviewer("Gerda", expertise={"wasser": 3})
    casting.reviewer("Lars Land", land="BB")
    casting.reviewer("Emil Eigen", employer=one.application.organisation)
    page = shown(cast.officer(), "candidacy_reviewers", one.key)
    assert "Wasser/Abwasser 3" in page
    assert "Aus demselben Land (BB)." in page
    assert "Arbeitgeber Eberswalde stellt diesen Antrag." in page


def test_a_reviewer_is_assigned_by_hand_and_removed_with_a_reason(version):
    one, gerda = casting.candidacy(version), casting.reviewer()
    sent(cast.officer(), "candidacy_reviewers", one.key, reviewer=gerda.key)
    assignment = Assignment.objects.get()
    answer = sent(cast.officer(), "remove_assignment", assignment.key)
    assert "Nennen Sie den Grund." in answer.content.decode()
    sent(cast.officer(), "remove_assignment", assignment.key, **{"remove-reason": "Erkrankt"})
    assert Assignment.objects.get().status == "removed"


def test_a_barred_reviewer_is_refused_with_the_reason(version):
    one, lars = casting.candidacy(version), casting.reviewer("Lars Land", land="BB")
    answer = sent(cast.officer(), "candidacy_reviewers", one.key, reviewer=lars.key)
    assert answer.status_code == 409
    assert "Aus demselben Land (BB)." in answer.content.decode()


def test_reviews_start_and_close_by_button(version):
    one = casting.candidacy(version)
    slug, office = version.call.slug, cast.officer()
    assert "0 von 2 nötigen Gutachten" in shown(office, "candidacy", one.key)
    for name in ("Gerda", "Gero"):
        somebody = casting.reviewer(name)
        assignment = actions.assign_reviewer(one, somebody, by=office)
        actions.declare(assignment, by=somebody.person, answer="clear")
    sent(office, "start_all_reviews", slug)
    for assignment, points in zip(one.assignments.order_by("pk"), (5, 2), strict=True):
        casting.submitted(assignment, points)
    assert sent(office, "move_candidacy", one.key, "abschliessen").status_code == 409
    answer = sent(office, "move_candidacy", one.key, "abschliessen", note="Die Jury berät.")
    assert answer.status_code == 302
    page = shown(office, "candidacy", one.key)
    assert "70,0" in page
    assert "Gutachten weichen ab" in page


def test_unsubmitted_reviews_are_shown_only_as_being_written(version):
    one = casting.in_review(version, casting.reviewer(), casting.reviewer("Gero"))
    first = one.assignments.first()
    actions.record_review(
        first,
        by=first.reviewer.person,
        version=0,
        judgements=casting.judgements(version, 4) | {"I1": casting.secret("HALBFERTIG")},
    )
    page = shown(cast.officer(), "candidacy", one.key)
    assert "in Arbeit" in page
    for name in ("candidacy", "candidacy_history"):
        assert "HALBFERTIG" not in shown(cast.officer(), name, one.key)


def test_the_office_decides_on_a_doubt(version):
    one, gerda = casting.candidacy(version), casting.reviewer()
    assignment = actions.assign_reviewer(one, gerda, by=cast.officer())
    actions.declare(assignment, by=gerda.person, answer="unsure", reason="Alter Kollege")
    assert "Alter Kollege" in shown(cast.officer(), "assignment", assignment.key)
    sent(cast.officer(), "assignment", assignment.key, decision="clear", reason="Zu lange her")
    assert Assignment.objects.get().status == "cleared"


def test_the_ranking_draws_the_line_where_the_asked_money_ends(version):
    for name in ("Aalen", "Bonn"):
        casting.reviewed(version, name, 4 if name == "Bonn" else 5, 4 if name == "Bonn" else 5)
    casting.reviewed(version, "Cham", {"I1": 2}, {"I1": 2})
    slug = version.call.slug
    page = shown(cast.officer(), "ranking", slug, query="?mittel=1.500.000")
    assert "Rechnung, keine Entscheidung" in page
    assert "Förderlinie · 1 Vorhaben" in page
    assert page.index("Wege für Aalen") < page.index("Förderlinie ·") < page.index("für Bonn")
    assert "I1 Sektorübergreifende Integration: 2, mindestens 3." in page
    assert "Förderlinie ·" not in shown(cast.officer(), "ranking", slug, query="?sort=betrag")


def test_the_table_file_shields_formulas(version):
    casting.reviewed(version, "=HYPERLINK(1)", 4, 4)
    answer = signed_in(cast.officer()).get(reverse("ranking_table", args=[version.call.slug]))
    text = answer.getvalue().decode()
    assert text.startswith("\ufeff")
    assert '"\'=HYPERLINK(1)"' in text
    assert '"80"' in text


def test_the_ranking_is_frozen_by_button_and_can_be_checked(version):
    casting.reviewed(version, "Aalen", 5, 5)
    slug = version.call.slug
    assert sent(cast.head_of_unit(), "freeze_ranking", slug).status_code == 403
    sent(cast.officer(), "freeze_ranking", slug, budget="96.000.000")
    frozen = Ranking.objects.get()
    page = shown(cast.auditor(), "frozen_ranking", frozen.key, query="?pruefen")
    assert "ergeben dieselbe Rangfolge" in page


def test_an_incomplete_ranking_asks_for_a_reason(version):
    casting.reviewed(version, "Aalen", 5, 5)
    casting.candidacy(version, "Bonn")
    slug = version.call.slug
    answer = sent(cast.officer(), "freeze_ranking", slug, budget="96.000.000")
    assert answer.status_code == 409
    assert "1 Antrag ist noch nicht fertig begutachtet." in answer.content.decode()


def test_strangers_find_no_candidacy(version):
    one = casting.candidacy(version)
    for name in ("candidacy", "candidacy_history", "candidacy_reviewers"):
        shown(casting.pooled(1).person, name, one.key, status=404)
        shown(casting.signatory(one.application.organisation), name, one.key, status=404)


def test_an_officer_does_not_act_in_an_own_case(version):
    one = casting.candidacy(version)
    cast.person("Tim Torn", "officer")
    torn = cast.person("Tim Torn", "guest", one.application.organisation)
    shown(torn, "candidacy_reviewers", one.key, status=403)
    with pytest.raises(RuleViolation):
        actions.freeze_ranking(version, by=torn, budget=cast.euros("1"))
