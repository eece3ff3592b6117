"""When reviews diverge: discussion, changed points, reopening, what the municipality reads."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from core.refusals import RuleViolation
from core.snapshots import thaw
from evaluation import actions
from evaluation.frozen import is_reproducible
from evaluation.letters import assessment
from evaluation.models import Candidacy, Review, Score, ScoreChange
from tests import cast
from tests.evaluation import casting

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def one() -> Candidacy:
    """Gerda gives 5 points everywhere, Gero 2."""
    candidacy = casting.in_review(cast.open_call(), casting.reviewer(), casting.reviewer("Gero"))
    for assignment, points in zip(candidacy.assignments.order_by("pk"), (5, 2), strict=True):
        casting.submitted(assignment, points)
    return candidacy


def by_name(candidacy: Candidacy, name: str):
    return candidacy.assignments.get(reviewer__person__name__startswith=name)


def test_nobody_reads_the_others_before_the_office_opens_the_discussion(one):
    gero = by_name(one, "Gero")
    url = reverse("consensus", args=[gero.key])
    assert signed_in(gero.reviewer.person).get(url).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.open_consensus(one, by=cast.auditor())
    actions.open_consensus(one, by=cast.officer())
    page = signed_in(gero.reviewer.person).get(url).content.decode()
    assert "Gutachten A" in page
    assert "Ihr Gutachten" in page
    assert "Gerda" not in page


def test_reviews_that_agree_or_are_missing_are_not_discussed():
    candidacy = casting.in_review(cast.open_call(), casting.reviewer(), casting.reviewer("Gero"))
    for assignment in candidacy.assignments.all():
        with pytest.raises(RuleViolation):
            actions.open_consensus(candidacy, by=cast.officer())
        casting.submitted(assignment)
    with pytest.raises(RuleViolation):
        actions.open_consensus(candidacy, by=cast.officer())


def test_changed_points_count_and_the_first_ones_stay(one):
    actions.open_consensus(one, by=cast.officer())
    gero = by_name(one, "Gero")
    client = signed_in(gero.reviewer.person)
    client.post(reverse("add_remark", args=[gero.key]), {"text": "Das überzeugt mich."})
    for criterion in one.application.call_version.criteria.all():
        sent = {"code": criterion.code, "points": "5", "reason": "Nach Beratung."}
        assert client.post(reverse("change_score", args=[gero.key]), sent).status_code == 302
    assert set(Score.objects.filter(review__assignment=gero).values_list("points", flat=True)) == {
        Decimal(2)
    }
    closed = actions.close_review(one, by=cast.officer())
    assert closed.total == 100
    assert not closed.diverges
    ranking = actions.freeze_ranking(
        one.application.call_version, by=cast.officer(), budget=Decimal(1)
    )
    assert is_reproducible(ranking)
    with pytest.raises(RuleViolation):
        actions.add_remark(gero, "Zu spät.", by=gero.reviewer.person)


@pytest.mark.parametrize(
    "sent",
    [
        {"code": "I1", "points": "9", "reason": "Zu viel."},
        {"code": "I1", "points": "3", "reason": " "},
        {"code": "X9", "points": "3", "reason": "Unbekannt."},
    ],
)
def test_points_off_the_scale_or_without_reason_are_not_changed(one, sent):
    actions.open_consensus(one, by=cast.officer())
    gero = by_name(one, "Gero")
    answer = signed_in(gero.reviewer.person).post(reverse("change_score", args=[gero.key]), sent)
    assert answer.status_code in (200, 409)
    assert not ScoreChange.objects.exists()


def test_reopening_keeps_the_first_version(one):
    review = Review.objects.get(assignment=by_name(one, "Gero"))
    url = reverse("reopen_review", args=[review.key])
    signed_in(cast.officer()).post(url, {"reason": "Punkte vertauscht."})
    again = Review.objects.get(pk=review.pk)
    assert again.status == Review.Status.DRAFT
    edition = again.editions.get()
    assert thaw(edition.snapshot)["total"] == "40.000000"
    by = again.assignment.reviewer.person
    judgements = casting.judgements(one.application.call_version, 4)
    actions.record_review(again.assignment, by=by, version=again.version, judgements=judgements)
    actions.submit_review(Review.objects.get(pk=review.pk), by=by)
    assert Review.objects.get(pk=review.pk).total == 80
    page = signed_in(cast.officer()).get(reverse("office_review", args=[review.key]))
    assert "Punkte vertauscht." in page.content.decode()


def test_a_submitted_review_is_not_opened_around_the_edition(one):
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.update(version=9)


def test_who_has_read_the_others_is_not_reopened(one):
    actions.open_consensus(one, by=cast.officer())
    review = Review.objects.get(assignment=by_name(one, "Gero"))
    with pytest.raises(RuleViolation):
        actions.reopen_review(review, by=cast.officer(), reason="Versehen.")


def test_the_municipality_reads_the_redacted_reason_and_never_a_private_note(one):
    gero = by_name(one, "Gero")
    score = Score.objects.get(review__assignment=gero, code="I1")
    url = reverse("redact_reason", args=[score.review.key, "I1"])
    client = signed_in(cast.officer())
    assert client.post(url, {"I1-text": "Ohne Namen.", "I1-reason": ""}).status_code == 200
    client.post(url, {"I1-text": "Ohne Namen.", "I1-reason": "Nennt das eigene Institut."})
    entry = next(e for e in assessment(one)["criteria"] if e["code"] == "I1")
    assert "Ohne Namen." in entry["reasons"]
    assert Score.objects.get(pk=score.pk).reason == score.reason
