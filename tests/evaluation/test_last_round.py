"""Who applies again reads the last round's points and reasons beside the question, nobody else."""

import pytest
from django.urls import reverse

from accounts.models import Role
from applications.actions.drafting import start_application
from evaluation.actions.deciding import approve_decision, approve_rejection
from tests import cast
from tests.applications.drafts import signed_in
from tests.awards import casting as deciding
from tests.evaluation.casting import REASON, pooled

pytestmark = pytest.mark.django_db
HEADING = "Letzte Runde: 4,00 von 5 Punkten"


def decided(outcome: str = "rejection"):
    """Eberswalde's application to the last call, decided by three people."""
    (candidacy,) = deciding.ranked(cast.open_call(), "Eberswalde")
    if outcome == "award":
        decision = deciding.co_signed(candidacy, deciding.award_of(candidacy))
        approve_decision(decision, by=cast.head_of_unit())
    else:
        decision = deciding.co_signed(candidacy, deciding.rejection())
        approve_rejection(decision, by=cast.head_of_unit())
    return candidacy


def next_draft(town: str = "Eberswalde"):
    version = cast.open_call(slug="naechster-aufruf", title="Nächster Aufruf")
    organisation = cast.town(town)
    return start_application(version.call, organisation, by=cast.editor(organisation))[0]


def question_page(draft, person=None, code: str = "ausgangslage") -> str:
    address = reverse("answer", args=[draft.key, code])
    answer = signed_in(person or cast.editor(draft.organisation)).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("outcome", ["rejection", "award"])
def test_points_and_reasons_stand_beside_the_question_that_feeds_the_criterion(outcome):
    decided(outcome)
    draft = next_draft()
    page = question_page(draft)
    assert HEADING in page
    assert REASON.strip() in page
    listed = signed_in(cast.editor()).get(reverse("task_list", args=[draft.key]))
    assert "Ihre letzte Runde" in listed.content.decode()


def test_no_name_of_a_reviewer_is_on_the_page():
    decided()
    page = question_page(next_draft())
    for number in range(2):
        assert pooled(number).person.name not in page


def test_before_the_decision_is_released_nothing_is_told():
    (candidacy,) = deciding.ranked(cast.open_call(), "Eberswalde")
    deciding.co_signed(candidacy, deciding.rejection())
    assert "Letzte Runde" not in question_page(next_draft())


def test_another_town_is_told_nothing():
    decided()
    assert "Letzte Runde" not in question_page(next_draft("Bernau"))


def test_a_guest_of_the_draft_does_not_read_it():
    decided()
    draft = next_draft()
    guest = cast.person("Gitta Gast", Role.GUEST, draft.organisation)
    address = reverse("answer", args=[draft.key, "ausgangslage"])
    assert signed_in(guest).get(address).status_code in (403, 404)


def test_a_question_that_feeds_no_criterion_says_nothing():
    decided()
    draft = next_draft()
    without = draft.call_version.questions.filter(criterion=None).exclude(
        chapter__place="declarations"
    )
    for question in without:
        assert "Letzte Runde" not in question_page(draft, code=question.code)
