"""One candidacy in the office: its reviews side by side, its result, its history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.history import history_of
from core.refusals import RuleViolation
from core.workflow import Attempt, steps_open_to
from evaluation import actions
from evaluation.actions.consensus import stands_against_consensus
from evaluation.forms.office import ConflictDecisionForm, NoteForm, ReasonForm
from evaluation.models import Assignment, Candidacy, Consensus, Review
from evaluation.permissions import may_assign, may_remove_assignment
from evaluation.scores import points_of, result_of, yardstick
from evaluation.views.fetching import PARTS, REFUSED, candidacy_for, entered

STEPS = ("start_review", "close_review")


@login_required
@require_GET
def candidacy(request: HttpRequest, key: str) -> HttpResponse:
    """All submitted reviews side by side; unsubmitted ones only as being written."""
    one = candidacy_for(request, key)
    return render(request, "evaluation/candidacy.html", page_context(request, one))


@login_required
@require_POST
def move_candidacy(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """Start or close the review of one candidacy."""
    one = candidacy_for(request, key)
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        if step == "beginnen":
            actions.start_review(one, by=request.user)
            messages.success(request, _("Die Begutachtung hat begonnen."))
        else:
            actions.close_review(one, by=request.user, note=note)
            messages.success(request, _("Die Begutachtung ist abgeschlossen."))
    except RuleViolation as refusal:
        context = page_context(request, one) | {"refused": refusal.findings, "note_form": form}
        return render(request, "evaluation/candidacy.html", context, status=REFUSED)
    return redirect("candidacy", key)


def page_context(request: HttpRequest, one: Candidacy) -> dict[str, Any]:
    version = one.application.call_version
    people = one.assignments.exclude(status=Assignment.Status.REMOVED)
    reviews = Review.objects.visible_to(request.user).counting().filter(assignment__candidacy=one)
    reviews = reviews.select_related("assignment__reviewer__person").prefetch_related(
        "scores", "changes"
    )
    handed_in = list(reviews.order_by("submitted_at", "pk"))
    steps = steps_open_to(one, Attempt(by=request.user))
    return {
        "candidacy": one,
        "application": one.application,
        "version": version,
        "assignments": people.select_related("reviewer__person", "review").order_by("pk"),
        "reviews": handed_in,
        "rows": side_by_side(version, handed_in),
        "result": result_of([points_of(r) for r in handed_in], yardstick(version))
        if handed_in
        else None,
        "groups": {group.code: group for group in version.criterion_groups.all()},
        "steps": {step.name: step for step in steps if step.name in STEPS},
        "note_form": NoteForm(),
        "may_open_consensus": not stands_against_consensus(one, Attempt(by=request.user)),
        "consensus": consensus_of(one, handed_in),
        "may_assign": may_assign(one, request.user),
    }


def consensus_of(one: Candidacy, reviews: list[Review]) -> dict[str, Any] | None:
    """Return what was said and changed in the discussion, if there is one."""
    found = Consensus.objects.filter(candidacy=one).first()
    if found is None:
        return None
    remarks = found.remarks.select_related("assignment__reviewer__person")
    changes = [(review, change) for review in reviews for change in review.changes.all()]
    return {"opened_at": found.opened_at, "remarks": remarks, "changes": changes}


def side_by_side(version: Any, reviews: list[Review]) -> list[dict[str, Any]]:
    """Return one row for each criterion with every review's points and reason."""
    by_review = [{score.code: score for score in review.scores.all()} for review in reviews]
    return [
        {"criterion": criterion, "scores": [scores.get(criterion.code) for scores in by_review]}
        for criterion in version.criteria.select_related("group")
    ]


@login_required
@require_GET
def candidacy_history(request: HttpRequest, key: str) -> HttpResponse:
    """Who did what with the candidacy, its assignments and its reviews."""
    one = candidacy_for(request, key)
    people = one.assignments.select_related("reviewer__person", "review").order_by("pk")
    reviews = Review.objects.visible_to(request.user)
    readable = set(reviews.filter(assignment__candidacy=one).values_list("pk", flat=True))
    context = {
        "candidacy": one,
        "application": one.application,
        "history": history_of(one),
        "parts": [
            {
                "assignment": assignment,
                "history": history_of(assignment),
                "review": history_of(assignment.review)
                if getattr(assignment, "review", None) and assignment.review.pk in readable
                else None,
            }
            for assignment in people
        ],
    }
    return render(request, "evaluation/candidacy_history.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def assignment(request: HttpRequest, key: str) -> HttpResponse:
    """One assignment in the office: decide on bias."""
    one = office_assignment(request, key)
    form = ConflictDecisionForm(entered(request), assignment=one)
    if request.method == "POST" and form.is_valid():
        biased = form.cleaned_data["decision"] == "biased"
        reason = form.cleaned_data["reason"]
        try:
            actions.decide_conflict(one, by=request.user, is_biased=biased, reason=reason)
            messages.success(request, _("Entschieden und festgehalten."))
            return redirect("candidacy", one.candidacy.key)
        except RuleViolation as refusal:
            return draw_assignment(request, one, form, refused=refusal.findings)
    return draw_assignment(request, one, form)


@login_required
@require_POST
def remove_assignment(request: HttpRequest, key: str) -> HttpResponse:
    """Take an assignment back, with a reason."""
    one = office_assignment(request, key)
    form = ReasonForm(request.POST, prefix="remove")
    if not form.is_valid():
        return draw_assignment(request, one, form, removing=form)
    try:
        actions.remove_assignment(one, by=request.user, reason=form.cleaned_data["reason"])
    except RuleViolation as refusal:
        return draw_assignment(request, one, None, refused=refusal.findings)
    messages.success(request, _("Die Zuteilung ist aufgehoben."))
    return redirect("candidacy", one.candidacy.key)


def office_assignment(request: HttpRequest, key: str) -> Assignment:
    """Fetch an assignment of a candidacy the office may see."""
    seen = Candidacy.objects.visible_to(request.user)
    parts = ("reviewer__person", "review", *(f"candidacy__{part}" for part in PARTS))
    rows = Assignment.objects.filter(candidacy__in=seen).select_related(*parts)
    return get_object_or_404(rows, key=key)


def draw_assignment(request: HttpRequest, one: Assignment, form: Any, **more: Any) -> HttpResponse:
    movable = one.status in Assignment.COUNTING and may_assign(one.candidacy, request.user)
    context = {
        "assignment": one,
        "application": one.candidacy.application,
        "form": form,
        "decision": form if isinstance(form, ConflictDecisionForm) else None,
        "removing": ReasonForm(prefix="remove"),
        "may_decide": movable,
        "may_remove": movable and may_remove_assignment(one, request.user),
        "declarations": one.declarations.all(),
        "opened": one.opened_parts.all(),
        **more,
    }
    status = REFUSED if more.get("refused") else 200
    return render(request, "evaluation/assignment.html", context, status=status)
