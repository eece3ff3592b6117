"""Who judges what: the table of a call, one candidacy's reviewers, the proposal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import is_officer
from core.refusals import Finding, RuleViolation
from evaluation import actions, frozen_proposal
from evaluation.conflicts import ReviewerFacts, obstacles
from evaluation.filters import StaffingFilter, staffed
from evaluation.forms.office import PairsForm
from evaluation.models import Assignment, Candidacy, Reviewer
from evaluation.permissions import may_assign
from evaluation.pool import (
    case_of,
    cases_open_to,
    open_candidacies,
    reviewers_of,
    with_facts,
)
from evaluation.proposal import expertise_on, prices, rules_in_the_way
from evaluation.repair import repair
from evaluation.views.fetching import (
    PARTS,
    REFUSED,
    candidacy_for,
    entered,
    is_filtered,
    page_of,
    tabs_of,
    version_for,
)
from evaluation.waiting import admitted_without_candidacy
from programmes.models import CallVersion
from rulebook.receipts import fingerprint


@login_required
@require_GET
def assignments(request: HttpRequest, slug: str) -> HttpResponse:
    """Every candidacy that may get reviewers, with those it has."""
    version = version_for(request, slug)
    current = Assignment.objects.exclude(status=Assignment.Status.REMOVED)
    people = current.select_related("reviewer__person", "review").order_by("pk")
    rows = staffed(open_candidacies(request.user, version)).select_related(*PARTS)
    rows = rows.prefetch_related(Prefetch("assignments", queryset=people))
    filters = StaffingFilter(request.GET, queryset=rows)
    context = {
        "version": version,
        "form": filters.form,
        "page": page_of(request, filters.qs),
        "active": is_filtered(filters),
        "waiting": admitted_without_candidacy(version),
        "may_act": is_officer(request.user),
        "pool": Reviewer.objects.count(),
        "tabs": tabs_of(version, "assignments"),
    }
    return render(request, "evaluation/assignments.html", context)


@login_required
@require_POST
def start_all(request: HttpRequest, slug: str) -> HttpResponse:
    """Start every review that has enough reviewers."""
    version = version_for(request, slug)
    started, left = actions.start_reviews(version, by=request.user)
    sentence = ngettext(
        "%(count)d Begutachtung hat begonnen.", "%(count)d Begutachtungen haben begonnen.", started
    )
    messages.success(request, sentence % {"count": started})
    if left:
        messages.info(request, _("Noch nicht möglich: %d. Es fehlen Gutachten.") % left)
    return redirect("assignments", slug)


@login_required
@require_http_methods(["GET", "POST"])
def assignment_proposal(request: HttpRequest, slug: str) -> HttpResponse:
    """Calculate a proposal and show it; applying it assigns exactly what was shown."""
    version = version_for(request, slug)
    if not is_officer(request.user):
        raise PermissionDenied
    form = PairsForm(entered(request))
    refused: Sequence[Finding] = ()
    if request.method == "POST" and form.is_valid():
        try:
            done = applied(request, version, **form.cleaned_data)
            messages.success(request, _("Zugeteilt: %d Gutachten.") % len(done))
            return redirect("assignments", slug)
        except RuleViolation as refusal:
            refused = refusal.findings
    pool, cases = reviewers_of(version), cases_open_to(request.user, version)
    fair = "gerecht" in request.GET
    repaired = repair(pool, cases, fair=fair)
    proposal = repaired.proposal
    with_prices = "preise" in request.GET and proposal.suggestions
    context = {
        "version": version,
        "proposal": proposal,
        "repaired": repaired,
        "fair": fair,
        "seen": fingerprint(frozen_proposal.inputs(pool, cases, fair=fair)),
        "in_the_way": [] if proposal.suggestions else rules_in_the_way(pool, cases),
        "prices": prices(pool, cases, proposal) if with_prices else {},
        "groups": grouped(proposal.suggestions),
        "refused": refused,
        "form": form if form.errors else None,
        "topics": {topic.code: topic.name for topic in version.topics.all()},
    }
    status = REFUSED if refused else 200
    return render(request, "evaluation/assignment_proposal.html", context, status=status)


def applied(
    request: Any, version: CallVersion, pairs: Any, released: Any, seen: str
) -> list[Assignment]:
    """Apply a proposal, which is frozen, or changes by hand."""
    if not seen:
        return actions.reassign(pairs, released, by=request.user)
    fair = "gerecht" in request.GET
    shown = (pairs, released)
    return actions.apply_proposal(version, shown, by=request.user, fair=fair, seen=seen)


def grouped(suggestions: Any) -> list[dict[str, Any]]:
    """Return the suggestions case by case."""
    groups: dict[str, dict[str, Any]] = {}
    for one in suggestions:
        group = groups.setdefault(one.case.key, {"case": one.case, "suggestions": []})
        group["suggestions"].append(one)
    return list(groups.values())


@login_required
@require_http_methods(["GET", "POST"])
def candidacy_reviewers(request: HttpRequest, key: str) -> HttpResponse:
    """The whole pool for one candidacy: who suits, who cannot and why."""
    candidacy = candidacy_for(request, key)
    if not may_assign(candidacy, request.user):
        raise PermissionDenied
    refused: Sequence[Finding] = ()
    if request.method == "POST":
        reviewer = get_object_or_404(Reviewer, key=request.POST.get("reviewer", ""))
        try:
            actions.assign_reviewer(candidacy, reviewer, by=request.user)
            messages.success(request, _("Zugeteilt: %s.") % reviewer)
            return redirect("candidacy_reviewers", key)
        except RuleViolation as refusal:
            refused = refusal.findings
    context = {
        "candidacy": candidacy,
        "application": candidacy.application,
        "refused": refused,
        **people_for(request, candidacy),
    }
    status = REFUSED if refused else 200
    return render(request, "evaluation/candidacy_reviewers.html", context, status=status)


def people_for(request: HttpRequest, candidacy: Candidacy) -> dict[str, Any]:
    """Return those who may be asked, best first, and the others with every reason."""
    version = candidacy.application.call_version
    case = case_of(with_facts(Candidacy.objects.filter(pk=candidacy.pk)).get())
    query = request.GET.get("q", "").strip().casefold()
    pool = [one for one in reviewers_of(version) if query in one.name.casefold()]
    judged = [(one, list(obstacles(one, case))) for one in pool]
    free = [(one, expertise_on(one, case)) for one, reasons in judged if not reasons]
    current = candidacy.assignments.exclude(status=Assignment.Status.REMOVED)
    return {
        "query": request.GET.get("q", ""),
        "page": page_of(request, sorted(free, key=suitability)),
        "barred": [(one, reasons) for one, reasons in judged if reasons],
        "assigned": current.select_related("reviewer__person").order_by("pk"),
        "topics": {topic.code: topic.name for topic in version.topics.all()},
    }


def suitability(person: tuple[ReviewerFacts, dict[str, int]]) -> tuple[int, float, str]:
    """Sort by expertise, then by how busy somebody is, then by name."""
    reviewer, expertise = person
    return -sum(expertise.values()), reviewer.load / max(1, reviewer.capacity), reviewer.name
