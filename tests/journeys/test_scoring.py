"""A reviewer declares, reads, scores all criteria and hands in, by keyboard alone."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from evaluation import actions
from evaluation.models import Review
from tests import cast
from tests.evaluation import casting
from tests.journeys import reviewing
from tests.journeys.desk import Desk
from tests.journeys.keyboard import KeyboardDesk

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_reviewer_scores_by_keyboard_alone(desk_of: Callable[..., Desk]) -> None:
    candidacy = casting.candidacy(cast.open_call())
    for somebody in (casting.reviewer(), casting.reviewer("Oda Ohnehin")):
        actions.assign_reviewer(candidacy, somebody, by=cast.officer())
    actions.start_review(candidacy, by=cast.officer())
    desk = desk_of(candidacy.assignments.earliest("pk").reviewer.person, kind=KeyboardDesk)
    desk.open("my_reviews")
    title = candidacy.application.project.title
    reviewing.declare_and_review(desk, title, "Eberswalde beschreibt", 3, "Gerda")
    review = Review.objects.get(status=Review.Status.SUBMITTED)
    assert set(review.scores.values_list("points", flat=True)) == {Decimal(3)}
