"""The calibration round: the office opens it with one anchor, every reviewer scores it."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from accounts.permissions import is_officer
from applications.models import Application, Submission
from core import audit
from core.refusals import EditConflict, Finding, RuleViolation
from core.text import clean
from core.workflow import Attempt, perform, wrong_moment
from evaluation.actions.reviewing import Judgement, on_scale, step_of
from evaluation.models import Anchor, AnchorReview, AnchorScore, Reviewer
from evaluation.permissions import is_own_profile
from programmes.models import CallVersion


@transaction.atomic
def open_anchor(
    version: CallVersion, *, title: str, text: str = "", submission: Submission | None, by: Person
) -> Anchor:
    """Open the round of a call: with an application of another call, or with the office's text."""
    if not is_officer(by):
        raise PermissionDenied
    if findings := against_anchor(version, text, submission):
        raise RuleViolation(*findings)
    anchor = Anchor.objects.create(
        call_version=version,
        title=clean(title),
        text=clean(text),
        submission=submission,
        opened_by_key=by.actor_key,
    )
    audit.record(anchor, "open_anchor", by=by, change={"after": {"title": anchor.title}})
    return anchor


def against_anchor(version: CallVersion, text: str, submission: Submission | None) -> list[Finding]:
    """Return why the round cannot begin with this anchor."""
    if Anchor.objects.filter(call_version__call=version.call_id).exists():
        return [Finding("anchor", "Dieser Aufruf hat schon eine Kalibrierung.")]
    if submission is None:
        empty = Finding(
            "text", "Schreiben Sie einen Text oder nennen Sie einen Antrag.", "", "text"
        )
        return [] if text.strip() else [empty]
    if competes(submission.application, version):
        sentence = "Dieser Antrag steht selbst im Wettbewerb dieses Aufrufs."
        return [Finding("competes", sentence, "", "number")]
    return []


def competes(application: Application, version: CallVersion) -> bool:
    return application.call_version.call_id == version.call_id


@transaction.atomic
def record_anchor_review(
    anchor: Anchor,
    reviewer: Reviewer,
    *,
    by: Person,
    version: int,
    judgements: Mapping[str, Judgement],
) -> AnchorReview:
    """Keep the scores as they stand; `version` is 0 before the first time."""
    if not is_own_profile(reviewer, by):
        raise PermissionDenied
    Reviewer.objects.select_for_update(of=("self",)).get(pk=reviewer.pk)
    review = AnchorReview.objects.filter(anchor=anchor, reviewer=reviewer).first()
    review = review or AnchorReview(anchor=anchor, reviewer=reviewer, version=0)
    if review.status != AnchorReview.Status.DRAFT:
        raise RuleViolation(wrong_moment(review, "submit"))
    if version != review.version:
        raise EditConflict(review)
    if findings := beside_the_scale(anchor.call_version, judgements):
        raise RuleViolation(*findings)
    review.version += 1
    review.save()
    keep_scores(review, judgements)
    audit.record(review, "record_review", by=by, change={"after": {"version": review.version}})
    return review


def beside_the_scale(version: CallVersion, judgements: Mapping[str, Judgement]) -> list[Finding]:
    criteria, step = {one.code: one for one in version.criteria.all()}, step_of(version)
    return [
        Finding("points", f"{code}: Diesen Punktwert gibt es nicht.", "anchor", f"{code}_points")
        for code, one in judgements.items()
        if not on_scale(one.points, criteria.get(code), step)
    ]


def keep_scores(review: AnchorReview, judgements: Mapping[str, Judgement]) -> None:
    AnchorScore.objects.bulk_create(
        [
            AnchorScore(
                review=review,
                code=code,
                points=one.points,
                reason=clean(one.reason),
                private_note=clean(one.private_note),
            )
            for code, one in judgements.items()
        ],
        update_conflicts=True,
        unique_fields=["review", "code"],
        update_fields=["points", "reason", "private_note"],
    )


def submit_anchor_review(review: AnchorReview, *, by: Person) -> AnchorReview:
    """Hand the scores in: from now on they cannot be changed."""
    return perform(review, "submit", Attempt(by=by))
