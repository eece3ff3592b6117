"""One submitted review in the office: its editions, and what the municipality may read of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.history import history_of
from core.refusals import Finding, RuleViolation
from core.snapshots import thaw
from evaluation import actions
from evaluation.forms.consensus import RedactionForm
from evaluation.forms.office import ReasonForm
from evaluation.models import Review, Score
from evaluation.permissions import may_reopen_review
from evaluation.views.fetching import PARTS, REFUSED, only_office


def submitted_review(request: HttpRequest, key: str) -> Review:
    """Fetch a review that the office may read."""
    only_office(request)
    parts = ("assignment__reviewer__person", *(f"assignment__candidacy__{part}" for part in PARTS))
    seen = Review.objects.visible_to(request.user).select_related(*parts)
    return get_object_or_404(seen.prefetch_related("scores__redaction", "changes"), key=key)


@login_required
@require_GET
def office_review(request: HttpRequest, key: str) -> HttpResponse:
    """Reasons with their redactions, earlier editions, history."""
    return draw(request, submitted_review(request, key))


@login_required
@require_POST
def reopen_review(request: HttpRequest, key: str) -> HttpResponse:
    """Give a review back to its author, with a reason."""
    review = submitted_review(request, key)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return draw(request, review, form)
    try:
        actions.reopen_review(review, by=request.user, reason=form.cleaned_data["reason"])
    except RuleViolation as refusal:
        return draw(request, review, form, refused=refusal.findings)
    messages.success(request, _("Das Gutachten ist wieder offen. Die erste Fassung bleibt."))
    return redirect("candidacy", review.assignment.candidacy.key)


@login_required
@require_POST
def redact_reason(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Write what the municipality reads instead of one reason."""
    review = submitted_review(request, key)
    score = get_object_or_404(Score, review=review, code=code)
    form = RedactionForm(request.POST, prefix=code)
    if not form.is_valid():
        return draw(request, review, form)
    try:
        actions.redact_reason(score, by=request.user, **form.cleaned_data)
    except RuleViolation as refusal:
        return draw(request, review, form, refused=refusal.findings)
    messages.success(request, _("Die Fassung für die Kommune ist festgehalten."))
    return redirect("office_review", key)


def draw(
    request: HttpRequest, review: Review, form: Any = None, refused: Sequence[Finding] = ()
) -> HttpResponse:
    version = review.assignment.candidacy.application.call_version
    scores = {score.code: score for score in review.scores.all()}
    editions = review.editions.select_related("snapshot")
    context = {
        "review": review,
        "candidacy": review.assignment.candidacy,
        "application": review.assignment.candidacy.application,
        "rows": [
            {
                "criterion": criterion,
                "score": scores.get(criterion.code),
                "form": form_for(scores.get(criterion.code), form),
            }
            for criterion in version.criteria.all()
        ],
        "hints": review.assignment.candidacy.fact_errors.all(),
        "editions": [(one, thaw(one.snapshot)) for one in editions],
        "form": form,
        "reopening": form if isinstance(form, ReasonForm) else ReasonForm(),
        "may_correct": may_reopen_review(review, request.user),
        "history": history_of(review),
        "refused": refused,
    }
    status = REFUSED if refused else 200
    return render(request, "evaluation/office_review.html", context, status=status)


def form_for(score: Score | None, sent: Any) -> RedactionForm | None:
    """Return the form of one reason, filled with what stands there now."""
    if score is None:
        return None
    if isinstance(sent, RedactionForm) and sent.prefix == score.code:
        return sent
    return RedactionForm(prefix=score.code, initial={"text": score.public_reason})
