"""Admitted applications are taken over, reviewers assigned, reviews started."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Role
from core import audit
from core.models import OutboxMail
from core.refusals import RuleViolation
from evaluation import actions
from evaluation.models import Assignment, Candidacy
from tests import cast
from tests.evaluation import casting

pytestmark = pytest.mark.django_db


def refusal(action, *positional, **named) -> list[str]:
    """Return the codes with which the action is refused."""
    with pytest.raises(RuleViolation) as refused:
        action(*positional, **named)
    return [finding.code for finding in refused.value.findings]


def test_every_admitted_application_becomes_a_candidacy_once():
    version = cast.open_call()
    casting.admitted(version)
    assert len(actions.open_candidacies(version, by=cast.officer())) == 1
    assert actions.open_candidacies(version, by=cast.officer()) == []
    assert audit.last(Candidacy.objects.get()).step == "open_candidacy"


def test_only_an_officer_takes_applications_over():
    with pytest.raises(PermissionDenied):
        actions.open_candidacies(cast.open_call(), by=cast.head_of_unit())


def test_an_assignment_is_due_when_the_call_says_and_the_reviewer_hears_of_it():
    version = cast.open_call()
    one, gerda = casting.candidacy(version), casting.reviewer()
    assignment = actions.assign_reviewer(one, gerda, by=cast.officer())
    assert assignment.due_on == version.review_until
    mail = OutboxMail.objects.get(recipient=gerda.person.email)
    assert str(one) in mail.body
    assert audit.last(assignment).step == "assign_reviewer"


def test_a_reviewer_with_a_tie_is_refused_with_the_reason():
    version = cast.open_call()
    one = casting.candidacy(version)
    town = one.application.organisation
    employed = casting.reviewer("Emil Eigen", employer=town)
    at_home = casting.reviewer("Hedda Heimat", home=town)
    local = casting.reviewer("Lars Land", land="BB")
    member = casting.reviewer("Mira Mitglied")
    cast.person("Mira Mitglied", Role.GUEST, town)
    assign = actions.assign_reviewer
    assert refusal(assign, one, employed, by=cast.officer()) == ["own_organisation"]
    assert refusal(assign, one, at_home, by=cast.officer()) == ["own_organisation"]
    assert refusal(assign, one, local, by=cast.officer()) == ["same_land"]
    assert refusal(assign, one, member, by=cast.officer()) == ["own_organisation"]
    assert not Assignment.objects.exists()


def test_the_same_land_is_no_reason_when_the_call_allows_it():
    one = casting.candidacy(cast.open_call(reviewers_from_same_land=True))
    local = casting.reviewer("Lars Land", land="BB")
    assert actions.assign_reviewer(one, local, by=cast.officer())


def test_nobody_gets_more_than_their_capacity():
    version = cast.open_call()
    busy = casting.reviewer(capacity=1)
    pairs = [(casting.candidacy(version, name), busy) for name in ("Eberswalde", "Cham")]
    assert refusal(actions.assign_reviewers, pairs, by=cast.officer()) == ["full"]
    assert not Assignment.objects.exists(), "all pairs or none"


def test_a_pair_is_assigned_once_but_again_after_it_was_removed():
    one, gerda = casting.candidacy(cast.open_call()), casting.reviewer()
    assignment = actions.assign_reviewer(one, gerda, by=cast.officer())
    again = (actions.assign_reviewer, one, gerda)
    assert refusal(*again, by=cast.officer()) == ["assigned_before"]
    actions.remove_assignment(assignment, by=cast.officer(), reason="Ausgleich der Last")
    assert actions.assign_reviewer(one, gerda, by=cast.officer()).pk != assignment.pk


def test_a_removal_needs_a_reason_which_the_trail_keeps():
    one, gerda = casting.candidacy(cast.open_call()), casting.reviewer()
    assignment = actions.assign_reviewer(one, gerda, by=cast.officer())
    remove = actions.remove_assignment
    assert refusal(remove, assignment, by=cast.officer(), reason="  ") == ["no_reason"]
    remove(assignment, by=cast.officer(), reason="Erkrankt")
    assert audit.last(assignment).payload["note"] == "Erkrankt"


def test_an_assignment_with_a_submitted_review_stays():
    version = cast.open_call()
    one = casting.in_review(version, casting.reviewer(), casting.reviewer("Gero"))
    assignment = one.assignments.first()
    casting.submitted(assignment)
    with pytest.raises(PermissionDenied):
        actions.remove_assignment(assignment, by=cast.officer(), reason="Zu streng")


def test_the_review_starts_only_with_enough_reviewers():
    version = cast.open_call()
    one = casting.candidacy(version)
    actions.assign_reviewer(one, casting.reviewer(), by=cast.officer())
    assert refusal(actions.start_review, one, by=cast.officer()) == ["too_few_reviewers"]
    actions.assign_reviewer(one, casting.reviewer("Gero"), by=cast.officer())
    assert actions.start_review(one, by=cast.officer()).status == "in_review"


def test_a_biased_reviewer_is_not_counted_as_enough():
    one = casting.candidacy(cast.open_call())
    gerda, gero = casting.reviewer(), casting.reviewer("Gero")
    biased = actions.assign_reviewer(one, gerda, by=cast.officer())
    actions.assign_reviewer(one, gero, by=cast.officer())
    actions.declare(biased, by=gerda.person, answer="conflict", reason="Meine Schwester")
    assert refusal(actions.start_review, one, by=cast.officer()) == ["too_few_reviewers"]


def test_all_reviews_that_may_start_are_started_together():
    version = cast.open_call()
    ready = casting.candidacy(version)
    casting.candidacy(version, "Cham")
    for name in ("Gerda", "Gero"):
        actions.assign_reviewer(ready, casting.reviewer(name), by=cast.officer())
    assert actions.start_reviews(version, by=cast.officer()) == (1, 1)


def test_nobody_assigns_in_their_own_case():
    one = casting.candidacy(cast.open_call())
    torn = cast.person("Tim Torn", Role.OFFICER)
    torn = cast.person("Tim Torn", Role.GUEST, one.application.organisation)
    with pytest.raises(PermissionDenied):
        actions.assign_reviewer(one, casting.reviewer(), by=torn)
    with pytest.raises(PermissionDenied):
        actions.start_review(one, by=torn)
