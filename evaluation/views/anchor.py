"""The calibration round: the office's page with all deviations, a reviewer's page to score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import is_officer, is_reviewer
from core.refusals import EditConflict, Finding, RuleViolation
from core.snapshots import thaw
from evaluation import actions
from evaluation.anchors import SHOWN_FROM, deviations, own_deviation
from evaluation.forms.anchor import AnchorForm
from evaluation.forms.reviewing import ReviewForm
from evaluation.models import Anchor, AnchorReview, Reviewer
from evaluation.reading import Reading
from evaluation.views.fetching import REFUSED, entered, tabs_of, version_for


@login_required
@require_http_methods(["GET", "POST"])
def calibration_round(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the round, or see how far everybody lies from the mean."""
    version = version_for(request, slug)
    visible = Anchor.objects.visible_to(request.user)
    anchor = visible.filter(call_version__call=version.call_id).first()
    form = AnchorForm(entered(request))
    refused: Sequence[Finding] = ()
    if request.method == "POST" and not is_officer(request.user):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_anchor(version, **form.anchor(), by=request.user)
            messages.success(request, _("Die Kalibrierung ist eröffnet."))
            return redirect("calibration_round", slug)
        except RuleViolation as refusal:
            refused = refusal.findings
    context = {
        "version": version,
        "anchor": anchor,
        "rows": deviations(anchor) if anchor else [],
        "codes": list(version.criteria.values_list("code", flat=True)),
        "form": form,
        "refused": refused,
        "may_act": is_officer(request.user),
        "tabs": tabs_of(version, "calculations"),
    }
    status = REFUSED if refused else 200
    return render(request, "evaluation/calibration_round.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def anchor(request: Any, key: str) -> HttpResponse:
    """Read the anchor and score it; afterwards only the own deviation is shown."""
    one = get_object_or_404(Anchor.objects.visible_to(request.user), key=key)
    reviewer = Reviewer.objects.filter(person=request.user).first()
    if not is_reviewer(request.user) or reviewer is None:
        raise PermissionDenied
    review = one.reviews.filter(reviewer=reviewer).prefetch_related("scores").first()
    form = form_for(one, review, entered(request))
    findings: Sequence[Finding] = ()
    if request.method == "POST" and form.is_valid():
        try:
            save(request, one, reviewer, form)
            return redirect("anchor", key)
        except EditConflict as conflict:
            messages.error(request, str(conflict))
            return redirect("anchor", key)
        except RuleViolation as refusal:
            findings = refusal.findings
            review = one.reviews.filter(reviewer=reviewer).first()
            form = form_for(one, review, None)
    return draw(request, one, (review, form), findings)


def form_for(one: Anchor, review: AnchorReview | None, sent: Any) -> ReviewForm:
    version = one.call_version
    stored: dict[str, Any] = {score.code: score for score in review.scores.all()} if review else {}
    return ReviewForm(
        sent,
        criteria=list(version.criteria.select_related("group")),
        stored=stored,
        half_points=version.half_points,
        initial={"version": review.version if review else 0},
    )


def save(request: Any, one: Anchor, reviewer: Reviewer, form: ReviewForm) -> None:
    """Keep the scores, and hand them in when that was asked for."""
    kept = actions.record_anchor_review(
        one,
        reviewer,
        by=request.user,
        version=form.cleaned_data["version"],
        judgements=form.judgements(),
    )
    messages.success(request, _("Gespeichert."))
    if "check" in request.POST:
        actions.submit_anchor_review(kept, by=request.user)
        messages.success(request, _("Ihre Bewertung ist abgegeben."))


def draw(
    request: HttpRequest, one: Anchor, written: tuple[Any, ReviewForm], findings: Sequence[Finding]
) -> HttpResponse:
    review, form = written
    submitted = review is not None and review.status == AnchorReview.Status.SUBMITTED
    submission = one.submission
    reading = Reading(submission, thaw(submission.snapshot)) if submission else None
    context = {
        "anchor": one,
        "reading": reading,
        "feeding": reading.answers_by_criterion if reading else {},
        "form": None if submitted else form,
        "findings": findings,
        "deviation": own_deviation(review) if submitted else None,
        "shown_from": SHOWN_FROM,
        "codes": [criterion.code for criterion in form.criteria],
    }
    status = REFUSED if findings else 200
    return render(request, "evaluation/anchor.html", context, status=status)
