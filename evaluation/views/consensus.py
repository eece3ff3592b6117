"""The discussion of the reviewers of one candidacy: side by side, without names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.refusals import Finding, RuleViolation
from evaluation import actions
from evaluation.forms.consensus import RemarkForm, ScoreChangeForm
from evaluation.models import Assignment, Candidacy, Review
from evaluation.permissions import may_consult
from evaluation.scores import points_of, result_of, yardstick
from evaluation.views.candidacy import side_by_side
from evaluation.views.fetching import REFUSED, candidacy_for
from evaluation.views.reviewing import heading, own_assignment

LETTERS = "ABCDEFGHIJ"


@login_required
@require_GET
def consensus(request: HttpRequest, key: str) -> HttpResponse:
    """All reviews of the candidacy, the discussion, and what was changed."""
    return draw(request, taking_part(request, key))


@login_required
@require_POST
def add_remark(request: HttpRequest, key: str) -> HttpResponse:
    assignment = taking_part(request, key)
    form = RemarkForm(request.POST)

    def act() -> None:
        actions.add_remark(assignment, form.cleaned_data["text"], by=request.user)

    return attempted(request, assignment, form, act)


@login_required
@require_POST
def change_score(request: HttpRequest, key: str) -> HttpResponse:
    assignment = taking_part(request, key)
    version = assignment.candidacy.application.call_version
    form = ScoreChangeForm(request.POST, version=version)

    def act() -> None:
        actions.change_score(assignment, *form.values(), by=request.user)

    return attempted(request, assignment, form, act)


def taking_part(request: HttpRequest, key: str) -> Assignment:
    """Fetch one's own assignment once the discussion is open to it."""
    assignment = own_assignment(request, key)
    if not may_consult(assignment, request.user):
        raise PermissionDenied
    return assignment


def attempted(
    request: HttpRequest, assignment: Assignment, form: Any, act: Callable[[], None]
) -> HttpResponse:
    """Do what a valid form asks for, else show the page with what stands against it."""
    if not form.is_valid():
        return draw(request, assignment, form)
    try:
        act()
    except RuleViolation as refusal:
        return draw(request, assignment, form, refused=refusal.findings)
    messages.success(request, _("Festgehalten."))
    return redirect("consensus", assignment.key)


def draw(
    request: HttpRequest, assignment: Assignment, form: Any = None, refused: Sequence[Finding] = ()
) -> HttpResponse:
    candidacy = assignment.candidacy
    version = candidacy.application.call_version
    reviews = counting_reviews(candidacy)
    names = names_for(reviews, assignment)
    remarks = candidacy.consensus.remarks.all()
    changes = [change for review in reviews for change in review.changes.all()]
    context = {
        **heading(assignment, "consensus"),
        "names": [names[review.assignment_id] for review in reviews],
        "rows": side_by_side(version, reviews),
        "totals": [result_of([points_of(r)], yardstick(version)).total for r in reviews],
        "remarks": [(names.get(one.assignment_id, _("Ausgeschieden")), one) for one in remarks],
        "changes": [(names[one.review.assignment_id], one) for one in changes],
        "form": form,
        "remark_form": form if isinstance(form, RemarkForm) else RemarkForm(),
        "change_form": form
        if isinstance(form, ScoreChangeForm)
        else ScoreChangeForm(version=version),
        "is_running": candidacy.status == Candidacy.Status.IN_REVIEW,
        "refused": refused,
    }
    status = REFUSED if refused else 200
    return render(request, "evaluation/consensus.html", context, status=status)


def counting_reviews(candidacy: Candidacy) -> list[Review]:
    rows = Review.objects.counting().filter(assignment__candidacy=candidacy)
    return list(rows.prefetch_related("scores__redaction", "changes__review").order_by("pk"))


def names_for(reviews: Sequence[Review], own: Assignment) -> dict[int, str]:
    """Nobody learns who the others are: they are letters, the same on every page."""
    return {
        review.assignment_id: _("Ihr Gutachten")
        if review.assignment_id == own.pk
        else _("Gutachten %s") % letter
        for review, letter in zip(reviews, LETTERS, strict=False)
    }


@login_required
@require_POST
def open_consensus(request: HttpRequest, key: str) -> HttpResponse:
    """The office lets the reviewers of a candidacy discuss."""
    one = candidacy_for(request, key)
    try:
        actions.open_consensus(one, by=request.user)
        messages.success(request, _("Die Beratung ist eröffnet. Die Gutachtenden sind informiert."))
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("candidacy", key)
