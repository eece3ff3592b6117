"""Reviewers declare bias before they may read; the office decides in doubt."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core.models import OutboxMail
from core.refusals import RuleViolation
from evaluation import actions
from evaluation.models import Assignment
from tests import cast
from tests.evaluation import casting

pytestmark = pytest.mark.django_db


def assigned() -> Assignment:
    one = casting.candidacy(cast.open_call())
    return actions.assign_reviewer(one, casting.reviewer(), by=cast.officer())


def test_only_the_reviewer_declares():
    assignment = assigned()
    with pytest.raises(PermissionDenied):
        actions.declare(assignment, by=casting.reviewer("Gero").person, answer="clear")
    with pytest.raises(PermissionDenied):
        actions.declare(assignment, by=cast.officer(), answer="clear")


def test_not_biased_opens_the_content_and_is_kept():
    assignment = assigned()
    declared = actions.declare(assignment, by=assignment.reviewer.person, answer="clear")
    assert declared.may_be_read
    assert declared.declarations.get().answer == "clear"


@pytest.mark.parametrize("answer", ["conflict", "unsure"])
def test_biased_and_unsure_need_a_reason_and_go_to_the_office(answer):
    assignment = assigned()
    person = assignment.reviewer.person
    with pytest.raises(RuleViolation):
        actions.declare(assignment, by=person, answer=answer)
    declared = actions.declare(assignment, by=person, answer=answer, reason="Alte Bekannte")
    assert not declared.may_be_read
    assert OutboxMail.objects.filter(recipient=cast.officer().email).exists()


def test_the_office_clears_a_doubt_or_confirms_it():
    assignment = assigned()
    actions.declare(assignment, by=assignment.reviewer.person, answer="unsure", reason="Kollege")
    cleared = actions.decide_conflict(
        assignment, by=cast.officer(), is_biased=False, reason="Zu lange her"
    )
    assert cleared.may_be_read
    biased = actions.decide_conflict(
        cleared, by=cast.officer(), is_biased=True, reason="Doch ein Vertrag"
    )
    assert biased.status == Assignment.Status.CONFLICTED


def test_the_office_cannot_clear_what_nobody_asked():
    with pytest.raises(RuleViolation):
        actions.decide_conflict(assigned(), by=cast.officer(), is_biased=False, reason="Passt")


def test_a_late_conflict_ends_reading_and_takes_the_review_out_of_the_result():
    version = cast.open_call()
    one = casting.in_review(version, casting.reviewer(), casting.reviewer("Gero"))
    first, second = one.assignments.order_by("pk")
    casting.submitted(first, {"U1": 3})
    casting.submitted(second, 4)
    closed = actions.close_review(one, by=cast.officer())
    assert closed.total == Decimal("79.2")
    late = actions.declare(first, by=first.reviewer.person, answer="conflict", reason="Auftrag")
    assert not late.may_be_read
    closed = type(closed).objects.get(pk=closed.pk)
    assert (closed.status, closed.total, closed.is_fundable) == ("in_review", None, None)
    with pytest.raises(RuleViolation):
        actions.close_review(one, by=cast.officer(), note="Ein Gutachten genügt")
    third = actions.assign_reviewer(one, casting.reviewer("Gesa"), by=cast.officer())
    actions.declare(third, by=third.reviewer.person, answer="clear")
    casting.submitted(third, {"U1": 5})
    assert actions.close_review(one, by=cast.officer()).total == Decimal("80.8")


def test_a_declaration_is_never_changed():
    assignment = assigned()
    actions.declare(assignment, by=assignment.reviewer.person, answer="clear")
    with pytest.raises(RuleViolation):
        actions.declare(assignment, by=assignment.reviewer.person, answer="clear")
    with pytest.raises(IntegrityError), transaction.atomic():
        assignment.declarations.update(answer="unsure")
