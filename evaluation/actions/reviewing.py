"""Reviews are written, handed in and brought together to one result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from accounts.permissions import is_officer
from core import audit
from core.refusals import EditConflict, Finding, RuleViolation
from core.text import clean
from core.workflow import Attempt, perform, wrong_moment
from evaluation.actions.assignment import lock_call
from evaluation.checks import anchor_is_scored, review_is_running
from evaluation.models import Assignment, Candidacy, Review, Score
from evaluation.permissions import may_write_review
from evaluation.scores import counting_points, result_of, yardstick
from programmes.models import CallVersion, Criterion


@dataclass(frozen=True)
class Judgement:
    """What a reviewer says on one criterion."""

    points: Decimal | None = None
    reason: str = ""
    private_note: str = ""


@transaction.atomic
def record_review(
    assignment: Assignment,
    *,
    by: Person,
    version: int,
    judgements: Mapping[str, Judgement],
    confidence: str | None = None,
) -> Review:
    """Keep the review as it stands, complete or not; `version` is 0 before the first time.

    `confidence` is how sure the reviewer is; None leaves it as it was. It changes no score.
    """
    review = locked_draft(assignment, by)
    if version != (review.version if review.pk else 0):
        raise EditConflict(review)
    attempt = Attempt(by=by)
    refusals = review_is_running(review, attempt) + anchor_is_scored(review, attempt)
    if findings := refusals + off_the_scale(review, judgements):
        raise RuleViolation(*findings)
    if review.pk is None:
        review.save()
    changed = changed_scores(review, judgements)
    before, review.confidence = review.confidence, known_confidence(review, confidence)
    if changed or version == 0 or review.confidence != before:
        keep(review, changed, by)
    return review


def known_confidence(review: Review, wanted: str | None) -> str:
    """Return one of the levels, or that none is given."""
    if wanted is None:
        return review.confidence
    if wanted not in ("", *Review.Confidence.values):
        raise RuleViolation(Finding("confidence", "Diese Angabe gibt es nicht.", "confidence"))
    return wanted


def locked_draft(assignment: Assignment, by: Person) -> Review:
    """Return the assignment's review, new or locked, if this person may write it now."""
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    review = Review.objects.select_for_update(of=("self",)).filter(assignment=assignment).first()
    review = review or Review(assignment=assignment, version=0)
    if review.status != Review.Status.DRAFT:
        raise RuleViolation(wrong_moment(review, "submit"))
    if not may_write_review(review, by):
        raise PermissionDenied
    return review


def off_the_scale(review: Review, judgements: Mapping[str, Judgement]) -> list[Finding]:
    """Points are those of a criterion of the call, in whole or, if it says so, half steps."""
    version = review.assignment.candidacy.application.call_version
    criteria = {criterion.code: criterion for criterion in version.criteria.all()}
    step = step_of(version)
    return [
        Finding("points", f"{code}: Diesen Punktwert gibt es nicht.", "review", f"{code}_points")
        for code, judgement in judgements.items()
        if not on_scale(judgement.points, criteria.get(code), step)
    ]


def step_of(version: CallVersion) -> Decimal:
    return Decimal("0.5") if version.half_points else Decimal(1)


def on_scale(points: Decimal | None, criterion: Criterion | None, step: Decimal) -> bool:
    if criterion is None:
        return False
    return points is None or (0 <= points <= criterion.maximum and points % step == 0)


def changed_scores(review: Review, judgements: Mapping[str, Judgement]) -> list[Score]:
    """Return the scores that differ from what is stored, changed but not saved."""
    stored_scores = {score.code: score for score in review.scores.all()}
    changed = []
    for code, judgement in judgements.items():
        score = stored_scores.get(code) or Score(review=review, code=code)
        before = content_of(score)
        score.points = judgement.points
        score.reason, score.private_note = clean(judgement.reason), clean(judgement.private_note)
        if content_of(score) != before:
            changed.append(score)
    return changed


def content_of(score: Score) -> dict[str, Any]:
    return asdict(Judgement(score.points, score.reason, score.private_note))


def keep(review: Review, changed: list[Score], by: Person) -> None:
    """Save the scores; the trail says which points changed and how long the reasons are."""
    known = {score.code: score.points for score in review.scores.all()}
    Score.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["review", "code"],
        update_fields=["points", "reason", "private_note"],
    )
    review.version += 1
    review.save(update_fields=["version", "confidence"])
    change = {
        "before": {score.code: known.get(score.code) for score in changed},
        "after": {s.code: f"{s.points}, {len(s.reason)} Zeichen" for s in changed},
    }
    audit.record(review, "record_review", by=by, change=change)


@transaction.atomic
def submit_review(review: Review, *, by: Person) -> Review:
    """Hand a review in: from now on it counts and cannot be changed."""
    Assignment.objects.select_for_update(of=("self",)).get(pk=review.assignment_id)
    return perform(review, "submit", Attempt(by=by))


@transaction.atomic
def close_review(candidacy: Candidacy, *, by: Person, note: str = "") -> Candidacy:
    """Close the review of one candidacy and store what its reviews say together."""
    lock_call(candidacy.application.call_version)
    closed = perform(candidacy, "close_review", Attempt(by=by, note=note.strip()))
    result = result_of(counting_points(closed), yardstick(closed.application.call_version))
    closed.total, closed.is_fundable = result.total, result.is_fundable
    closed.diverges = result.diverges
    closed.tie_breaks = [str(value) for value in result.tie_breaks]
    stored = ("total", "is_fundable", "diverges", "tie_breaks")
    closed.save(update_fields=stored)
    after = {name: getattr(closed, name) for name in stored}
    audit.record(closed, "store_result", by=by, change={"after": after})
    return closed


@transaction.atomic
def close_reviews(version: CallVersion, *, by: Person) -> tuple[int, int]:
    """Close every review that is complete and agrees; return how many, and how many remain."""
    if not is_officer(by):
        raise PermissionDenied
    running = Candidacy.objects.filter(
        application__call_version__call=version.call_id, status=Candidacy.Status.IN_REVIEW
    )
    done = refused = 0
    for candidacy in running:
        try:
            close_review(candidacy, by=by)
            done += 1
        except (RuleViolation, PermissionDenied):
            refused += 1
    return done, refused
