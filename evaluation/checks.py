"""What stands against starting, closing, ranking and deciding: one function per rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.forms import too_long
from core.refusals import Finding
from core.workflow import Attempt
from evaluation.scores import counting_points, points_of, result_of, yardstick

if TYPE_CHECKING:
    from evaluation.models import AnchorReview, AnchorScore, Candidacy, Review, Score
    from programmes.models import Criterion

REASON_LIMIT = 1500  # the reasons of all criteria fit into a letter that people read
THIRD_REVIEW = 3  # with a third review the median stands, and nothing is left to settle
FEW_POINTS = 1


def enough_reviewers(candidacy: Candidacy, attempt: Attempt) -> list[Finding]:
    """As many reviewers as the call promises, biased and removed ones not counted."""
    needed = candidacy.application.call_version.reviews_per_application
    assigned = candidacy.assignments.counting().count()
    if assigned >= needed:
        return []
    sentence = f"Es sind {assigned} von {needed} nötigen Gutachten zugeteilt."
    return [Finding("too_few_reviewers", sentence, "assignments")]


def review_is_running(review: Review, attempt: Attempt) -> list[Finding]:
    candidacy = review.assignment.candidacy
    if candidacy.status == candidacy.Status.IN_REVIEW:
        return []
    sentence = "Die Begutachtung dieses Antrags hat noch nicht begonnen."
    if candidacy.status != candidacy.Status.ADMITTED:
        sentence = "Die Begutachtung dieses Antrags ist abgeschlossen."
    return [Finding("review_closed", sentence)]


def every_criterion_scored(review: Review, attempt: Attempt) -> list[Finding]:
    given = points_of(review)
    return [
        Finding("no_points", f"{code}: Wählen Sie einen Punktwert.", "review", f"{code}_points")
        for code in (criterion.code for criterion in criteria_of(review))
        if code not in given
    ]


def every_score_reasoned(review: Review, attempt: Attempt) -> list[Finding]:
    """Every score has a reason; very low and the highest scores need a longer one."""
    least = review.assignment.candidacy.application.call_version.reason_length
    scores = {score.code: score for score in review.scores.all()}
    found = [
        (criterion.code, reason_fault(scores.get(criterion.code), criterion, least))
        for criterion in criteria_of(review)
    ]
    return [
        Finding("reason", f"{code}: {fault}", "review", f"{code}_reason")
        for code, fault in found
        if fault
    ]


def anchor_is_scored(review: Review, attempt: Attempt) -> list[Finding]:
    """Where the call has a calibration round, everybody scores its anchor first."""
    assignment = review.assignment
    version = assignment.candidacy.application.call_version
    anchor = getattr(version, "anchor", None)
    begun_before = anchor is not None and review.pk and review.started_at < anchor.opened_at
    if anchor is None or begun_before:
        return []
    if anchor.reviews.filter(reviewer=assignment.reviewer_id, status="submitted").exists():
        return []
    return [Finding("anchor", "Bewerten Sie zuerst den Antrag der Kalibrierung.")]


def whole_anchor_scored(review: AnchorReview, attempt: Attempt) -> list[Finding]:
    """Points and a reason for every criterion, by the same rule as for any review."""
    version = review.anchor.call_version
    scores = {score.code: score for score in review.scores.all()}
    found = []
    for criterion in version.criteria.all():
        code, score = criterion.code, scores.get(criterion.code)
        if score is None or score.points is None:
            sentence = f"{code}: Wählen Sie einen Punktwert."
            found.append(Finding("no_points", sentence, "anchor", f"{code}_points"))
        if fault := reason_fault(score, criterion, version.reason_length):
            found.append(Finding("reason", f"{code}: {fault}", "anchor", f"{code}_reason"))
    return found


def reason_fault(score: Score | AnchorScore | None, criterion: Criterion, least: int) -> str:
    """Say what is wrong with the reason for one criterion; empty when nothing is."""
    reason = score.reason.strip() if score else ""
    if not reason:
        return "Begründen Sie den Punktwert."
    if fault := too_long(reason, REASON_LIMIT):
        return f"{fault}."
    points = score.points if score else None
    extreme = points is not None and (points <= FEW_POINTS or points >= criterion.maximum)
    if extreme and len(reason) < least:
        return (
            f"Begründen Sie 0, 1 und die höchste Punktzahl mit mindestens {least} Zeichen. "
            f"Es sind {len(reason)}."
        )
    return ""


def criteria_of(review: Review) -> list[Criterion]:
    return list(review.assignment.candidacy.application.call_version.criteria.all())


def every_review_submitted(candidacy: Candidacy, attempt: Attempt) -> list[Finding]:
    """Enough reviews are in, and nobody who counts is still writing."""
    needed = candidacy.application.call_version.reviews_per_application
    counting = candidacy.assignments.counting()
    submitted = counting.filter(status="cleared", review__status="submitted").count()
    expected = max(needed, counting.count())
    if submitted >= expected:
        return []
    sentence = f"Es liegen {submitted} von {expected} Gutachten vor."
    return [Finding("reviews_missing", sentence, "reviews")]


def divergence_settled(candidacy: Candidacy, attempt: Attempt) -> list[Finding]:
    """Two reviews far apart need a third one, or a written reason why not."""
    if attempt.note.strip() or every_review_submitted(candidacy, attempt):
        return []
    reviews = counting_points(candidacy)
    rules = yardstick(candidacy.application.call_version)
    if len(reviews) >= THIRD_REVIEW or not result_of(reviews, rules).diverges:
        return []
    sentence = (
        "Die Gutachten weichen stark voneinander ab. Teilen Sie ein drittes Gutachten zu, "
        "oder begründen Sie, warum es ohne geht."
    )
    return [Finding("divergence", sentence, "reviews", "note")]


def no_consensus_yet(review: Review, attempt: Attempt) -> list[Finding]:
    """Whoever has read the others changes points only on record, in the discussion."""
    if not hasattr(review.assignment.candidacy, "consensus"):
        return []
    sentence = "Die Beratung hat begonnen. Punkte werden jetzt dort geändert, mit Begründung."
    return [Finding("consensus", sentence)]


REVIEW_START_CHECKS: tuple[Any, ...] = (enough_reviewers,)
ANCHOR_CHECKS: tuple[Any, ...] = (whole_anchor_scored,)
REVIEW_CHECKS: tuple[Any, ...] = (
    review_is_running,
    anchor_is_scored,
    every_criterion_scored,
    every_score_reasoned,
)
REOPEN_CHECKS: tuple[Any, ...] = (review_is_running, no_consensus_yet)
RANKING_CHECKS: tuple[Any, ...] = (every_review_submitted, divergence_settled)
