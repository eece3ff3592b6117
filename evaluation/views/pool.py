"""The pool in the office: who is in it, how busy they are, whom to invite, what to pay for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import is_officer
from core.export import csv_response
from core.history import history_of
from core.refusals import Finding, RuleViolation
from evaluation import actions
from evaluation.filters import ReviewerFilter, busy
from evaluation.forms.pool import InvitationForm
from evaluation.models import Assignment, Review, Reviewer
from evaluation.pool import topic_names
from evaluation.views.fetching import (
    PARTS,
    REFUSED,
    entered,
    is_filtered,
    only_office,
    page_of,
    version_for,
)

FEE_COLUMNS = ("Person", "E-Mail", "Aufruf", "Eingangsnummer", "Abgegeben", "Zählt")


@login_required
@require_GET
def reviewers(request: HttpRequest) -> HttpResponse:
    """The whole pool with its work at this moment."""
    only_office(request)
    pool = busy(Reviewer.objects.visible_to(request.user)).select_related("person", "employer")
    filters = ReviewerFilter(request.GET, queryset=pool.prefetch_related("expertise"))
    context = {
        "form": filters.form,
        "page": page_of(request, filters.qs),
        "active": is_filtered(filters),
        "topics": topic_names(),
        "may_act": is_officer(request.user),
    }
    return render(request, "evaluation/reviewers.html", context)


@login_required
@require_GET
def reviewer(request: HttpRequest, key: str) -> HttpResponse:
    """One person of the pool: profile, ties, assignments, history."""
    only_office(request)
    visible = Reviewer.objects.visible_to(request.user)
    rows = visible.select_related("person", "employer", "home")
    one = get_object_or_404(rows.prefetch_related("expertise", "ties__organisation"), key=key)
    parts = ("review", *(f"candidacy__{part}" for part in PARTS))
    own = Assignment.objects.visible_to(request.user).filter(reviewer=one).select_related(*parts)
    context = {
        "reviewer": one,
        "page": page_of(request, own.order_by("-assigned_at", "-pk")),
        "topics": topic_names(),
        "history": history_of(one),
    }
    return render(request, "evaluation/reviewer.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def invite_reviewer(request: HttpRequest) -> HttpResponse:
    """Ask somebody to join the pool."""
    if not is_officer(request.user):
        raise PermissionDenied
    form = InvitationForm(entered(request))
    refused: Sequence[Finding] = ()
    if request.method == "POST" and form.is_valid():
        try:
            invited = actions.invite_reviewer(**form.cleaned_data, by=request.user)
            messages.success(request, _("Eingeladen: %s.") % invited)
            return redirect("reviewers")
        except RuleViolation as refusal:
            refused = refusal.findings
    context = {"form": form, "refused": refused}
    status = REFUSED if refused else 200
    return render(request, "evaluation/invite_reviewer.html", context, status=status)


@login_required
@require_POST
def remind_reviewers(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to everybody whose work is due soon."""
    version = version_for(request, slug)
    told = actions.remind_reviewers(version, by=request.user)
    sentence = ngettext("%d Person ist erinnert.", "%d Personen sind erinnert.", told)
    messages.success(request, sentence % told)
    return redirect("assignments", slug)


@login_required
@require_GET
def submitted_reviews(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every review handed in for a call, for the fees."""
    version = version_for(request, slug)
    reviews = Review.objects.visible_to(request.user).filter(
        status=Review.Status.SUBMITTED,
        assignment__candidacy__application__call_version__call=version.call_id,
    )
    return csv_response(f"gutachten-{slug}.csv", FEE_COLUMNS, fee_rows(reviews))


def fee_rows(reviews: Any) -> Iterator[tuple[Any, ...]]:
    parts = ("assignment__reviewer__person", "assignment__candidacy__application__call_version")
    order = ("assignment__reviewer__person__name", "submitted_at", "pk")
    for review in reviews.select_related(*parts, f"{parts[1]}__call").order_by(*order):
        assignment = review.assignment
        application = assignment.candidacy.application
        yield (
            assignment.reviewer.person.name,
            assignment.reviewer.person.email,
            application.call_version.call.title,
            application.receipt_number,
            review.submitted_at,
            assignment.status == Assignment.Status.CLEARED,
        )
