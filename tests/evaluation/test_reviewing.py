"""Reviews are written, saved as often as one likes, and handed in once."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core import audit
from core.refusals import EditConflict, RuleViolation
from evaluation import actions
from evaluation.actions.reviewing import Judgement
from evaluation.models import Assignment, Review, Score
from tests import cast
from tests.evaluation import casting

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment() -> Assignment:
    version = cast.open_call()
    one = casting.in_review(version, casting.reviewer(), casting.reviewer("Gero"))
    return one.assignments.get(reviewer__person__name="Gerda Gutachten")


def record(assignment, version=0, by=None, **judgements) -> Review:
    by = by or assignment.reviewer.person
    return actions.record_review(assignment, by=by, version=version, judgements=judgements)


def test_a_review_is_saved_bit_by_bit(assignment):
    review = record(assignment, I1=Judgement(Decimal(4), "Gut.", "nachfragen"))
    review = record(assignment, review.version, I1=Judgement(Decimal(4), "Gut."), I2=Judgement())
    assert review.version == 2
    stored = Score.objects.get(code="I1")
    assert (stored.points, stored.reason, stored.private_note) == (4, "Gut.", "")


def test_how_sure_one_is_is_kept_when_it_is_said_and_only_a_known_level(assignment):
    by = assignment.reviewer.person

    def said(version: int, confidence: str | None) -> Review:
        return actions.record_review(
            assignment, by=by, version=version, judgements={}, confidence=confidence
        )

    assert said(0, "high").confidence == "high"
    assert said(1, None).version == 1, "not said, not changed"
    assert said(1, "low").version == 2
    with pytest.raises(RuleViolation, match="gibt es nicht"):
        said(2, "sehr")
    assert Review.objects.get().confidence == "low"


def test_saving_the_same_again_changes_nothing(assignment):
    review = record(assignment, I1=Judgement(Decimal(4), "Gut."))
    again = record(assignment, review.version, I1=Judgement(Decimal(4), "Gut."))
    assert again.version == review.version
    assert audit.trail(review).count() == 1


def test_an_older_version_never_overwrites_a_newer_one(assignment):
    record(assignment, I1=Judgement(Decimal(4), "Gut."))
    with pytest.raises(EditConflict):
        record(assignment, 0, I1=Judgement(Decimal(1), "Aus dem alten Fenster."))
    assert Score.objects.get(code="I1").points == 4


def test_the_trail_says_which_points_changed_but_keeps_the_reasons_blind(assignment):
    review = record(assignment, I1=Judgement(Decimal(4), "Geheim und gut.", "Notiz"))
    payload = audit.last(review).payload
    assert payload["after"] == {"I1": "4, 15 Zeichen"}
    assert "Geheim" not in str(payload)


def test_only_the_cleared_reviewer_writes(assignment):
    other = assignment.candidacy.assignments.exclude(pk=assignment.pk).get().reviewer.person
    for stranger in (other, cast.officer(), cast.auditor()):
        with pytest.raises(PermissionDenied):
            record(assignment, by=stranger, I1=Judgement(Decimal(4)))
    actions.declare(
        assignment, by=assignment.reviewer.person, answer="conflict", reason="Neuer Vertrag"
    )
    with pytest.raises(PermissionDenied):
        record(assignment, I1=Judgement(Decimal(4)))


@pytest.mark.parametrize("points", ["5.5", "-1", "2.5"])
def test_points_off_the_scale_are_refused(assignment, points):
    with pytest.raises(RuleViolation):
        record(assignment, I1=Judgement(Decimal(points)))
    with pytest.raises(RuleViolation):
        record(assignment, XX=Judgement(Decimal(3)))


def test_half_points_count_when_the_call_allows_them():
    version = cast.open_call(half_points=True)
    one = casting.in_review(version, casting.reviewer(), casting.reviewer("Gero"))
    record(one.assignments.first(), I1=Judgement(Decimal("2.5")))
    assert Score.objects.get().points == Decimal("2.5")


def test_nothing_is_written_before_the_review_starts():
    one = casting.candidacy(cast.open_call())
    assignment = actions.assign_reviewer(one, casting.reviewer(), by=cast.officer())
    actions.declare(assignment, by=assignment.reviewer.person, answer="clear")
    with pytest.raises(RuleViolation, match="noch nicht begonnen"):
        record(assignment, I1=Judgement(Decimal(4)))


def test_an_incomplete_review_is_refused_with_every_reason(assignment):
    review = record(assignment, I1=Judgement(Decimal(5), "Zu kurz."), I2=Judgement(Decimal(3)))
    with pytest.raises(RuleViolation) as refused:
        actions.submit_review(review, by=assignment.reviewer.person)
    found = {(finding.code, finding.field) for finding in refused.value.findings}
    assert ("reason", "I1_reason") in found
    assert ("reason", "I2_reason") in found
    assert ("no_points", "N1_points") in found
    assert ("no_points", "I2_points") not in found


@pytest.mark.parametrize(("points", "needs_more"), [(0, 1), (1, 1), (2, 0), (4, 0), (5, 1)])
def test_very_low_and_the_highest_points_need_a_longer_reason(assignment, points, needs_more):
    judgements = casting.judgements(assignment.candidacy.application.call_version)
    judgements["I1"] = Judgement(Decimal(points), "Ein Satz genügt.")
    review = record(assignment, **judgements)
    by = assignment.reviewer.person
    if needs_more:
        with pytest.raises(RuleViolation, match="mindestens 100 Zeichen"):
            actions.submit_review(review, by=by)
    else:
        assert actions.submit_review(review, by=by).status == "submitted"


def test_a_reason_too_long_for_the_letter_is_kept_but_not_submitted(assignment):
    judgements = casting.judgements(assignment.candidacy.application.call_version)
    judgements["I1"] = Judgement(Decimal(4), "x" * 1502)
    review = record(assignment, **judgements)
    with pytest.raises(RuleViolation, match="um 2 Zeichen"):
        actions.submit_review(review, by=assignment.reviewer.person)


def test_a_submitted_review_has_its_total_and_never_changes(assignment):
    review = casting.submitted(assignment, {"I1": 5})
    assert review.total == 83
    with pytest.raises(RuleViolation, match="bereits „Abgegeben“"):
        record(assignment, review.version, I1=Judgement(Decimal(0)))
    with pytest.raises(RuleViolation):
        actions.submit_review(review, by=assignment.reviewer.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(total=100)
