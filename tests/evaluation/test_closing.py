"""The review of one candidacy is closed: total, fundable, divergence."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from core import audit
from core.refusals import RuleViolation
from evaluation import actions
from tests import cast
from tests.evaluation import casting

pytestmark = pytest.mark.django_db


def with_reviews(*points):
    """Return a candidacy in review with two reviewers, of whom as many submitted as points."""
    one = casting.in_review(cast.open_call(), casting.reviewer(), casting.reviewer("Gero"))
    for assignment, given in zip(one.assignments.order_by("pk"), points, strict=False):
        casting.submitted(assignment, given)
    return one


def test_the_result_is_the_mean_and_stored_with_its_reasons_in_the_trail():
    closed = actions.close_review(with_reviews(4, {"I1": 3}), by=cast.officer())
    assert (closed.total, closed.is_fundable, closed.diverges) == (Decimal("78.5"), True, False)
    assert closed.tie_breaks == ["66.500000", "3.500000", "4.000000"]
    steps = [event.step for event in audit.trail(closed)]
    assert steps == ["open_candidacy", "start_review", "close_review", "store_result"]


def test_below_a_minimum_nothing_is_fundable():
    closed = actions.close_review(with_reviews({"N1": 2}, {"N1": 2}), by=cast.officer())
    assert closed.total == 74
    assert closed.is_fundable is False


def test_a_missing_review_keeps_it_open():
    with pytest.raises(RuleViolation, match="Es liegen 1 von 2 Gutachten vor"):
        actions.close_review(with_reviews(4), by=cast.officer())


def test_reviews_far_apart_need_a_third_or_a_written_reason():
    one = with_reviews(5, 2)
    with pytest.raises(RuleViolation, match="weichen stark voneinander ab"):
        actions.close_review(one, by=cast.officer())
    closed = actions.close_review(one, by=cast.officer(), note="Die Jury berät den Fall.")
    assert closed.diverges


def test_with_a_third_review_the_median_stands():
    one = with_reviews(5, 2)
    third = actions.assign_reviewer(one, casting.reviewer("Gesa"), by=cast.officer())
    actions.declare(third, by=third.reviewer.person, answer="clear")
    with pytest.raises(RuleViolation, match="Es liegen 2 von 3 Gutachten vor"):
        actions.close_review(one, by=cast.officer(), note="Zwei genügen")
    casting.submitted(third, 4)
    closed = actions.close_review(one, by=cast.officer())
    assert (closed.total, closed.diverges) == (80, True)


def test_only_an_officer_closes():
    with pytest.raises(PermissionDenied):
        actions.close_review(with_reviews(4, 4), by=cast.head_of_unit())


def test_everything_complete_and_agreed_is_closed_together():
    one = with_reviews(4, 4)
    casting.reviewed(one.application.call_version, "Cham", 4, 4)
    assert actions.close_reviews(one.application.call_version, by=cast.officer()) == (1, 0)
