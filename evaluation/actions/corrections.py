"""What the office may correct about a review: open it again, hide who somebody is."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from core import audit
from core.refusals import Finding, RuleViolation
from core.snapshots import freeze
from core.text import clean
from core.workflow import Attempt, perform
from evaluation import mails
from evaluation.models import Assignment, Redaction, Review, ReviewEdition, Score
from evaluation.permissions import may_reopen_review


@transaction.atomic
def reopen_review(review: Review, *, by: Person, reason: str) -> Review:
    """Let the reviewer change a review that was handed in; what was handed in is frozen."""
    Assignment.objects.select_for_update(of=("self",)).get(pk=review.assignment_id)
    if not reason.strip():
        raise RuleViolation(Finding("no_reason", "Nennen Sie den Grund.", field="reason"))
    review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if review.status == Review.Status.SUBMITTED:
        ReviewEdition.objects.create(
            review=review,
            version=review.version,
            snapshot=freeze(review, "review", content_of(review)),
            reason=clean(reason).strip(),
            reopened_by_key=by.actor_key,
        )
    reopened = perform(review, "reopen", Attempt(by=by, note=clean(reason).strip()))
    mails.announce_reopening(reopened.assignment, reason.strip())
    return reopened


def content_of(review: Review) -> dict[str, Any]:
    """Return what was handed in, without the private notes."""
    return {
        "version": review.version,
        "submitted_at": review.submitted_at,
        "total": review.total,
        "confidence": review.confidence,
        "scores": [
            {"code": score.code, "points": score.points, "reason": score.reason}
            for score in review.scores.order_by("code")
        ],
    }


@transaction.atomic
def redact_reason(score: Score, *, by: Person, text: str, reason: str) -> Redaction:
    """Let the municipality read another text; the original stays."""
    review = Review.objects.select_for_update(of=("self",)).get(pk=score.review_id)
    if not may_reopen_review(review, by):
        raise PermissionDenied
    if review.status != Review.Status.SUBMITTED:
        raise RuleViolation(Finding("draft", "Das Gutachten ist noch nicht abgegeben."))
    values = {"text": clean(text).strip(), "reason": clean(reason).strip()}
    if not all(values.values()):
        raise RuleViolation(Finding("incomplete", "Geben Sie Fassung und Grund an.", field="text"))
    redaction, _ = Redaction.objects.update_or_create(
        score=score, defaults={**values, "redacted_by_key": by.actor_key}
    )
    change = {"after": {"Kriterium": score.code, "note": values["reason"]}}
    audit.record(review, "redact_reason", by=by, change=change)
    return redaction
