"""The decision on one candidacy: proposed, co-signed, approved by three different people."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import may_read_office
from applications.finance import plan_of, terms_of
from awards.actions import approve_award, co_sign_award
from awards.filters import decisions_matching, ordered
from awards.folder import signatures_of
from awards.forms import DecisionFilterForm, NoteForm, ProposalForm
from core.history import history_of
from core.refusals import RuleViolation
from core.workflow import Attempt, steps_open_to
from evaluation.actions.deciding import (
    approve_rejection,
    propose_decision,
    return_decision,
)
from evaluation.models import Candidacy, FundingDecision
from evaluation.permissions import may_propose
from evaluation.signed_text import checksum_of

PAGE_SIZE = 50


@login_required
@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    """All decisions: the signature folder of budget officer and head of unit."""
    if not may_read_office(request.user):
        raise PermissionDenied
    form = DecisionFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = decisions_matching(FundingDecision.objects.visible_to(request.user), asked)
    rows = ordered(rows, request.GET.get("sort", ""))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "active": any(asked.values())}
    return render(request, "awards/decisions.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, key: str) -> HttpResponse:
    """Propose a decision, or see the one that stands, with the money of each year."""
    mine = Candidacy.objects.visible_to(request.user)
    parts = ("application__organisation", "application__project", "application__call_version__call")
    candidacy = get_object_or_404(mine.select_related(*parts), key=key)
    context = page_of(request, candidacy)
    if request.method == "POST":
        form = ProposalForm(request.POST, years=[row.year for row in context["budget"]])
        context["form"] = form
        if form.is_valid() and (answer := proposed(request, candidacy, context)):
            return answer
    return render(request, "awards/decision.html", context)


def proposed(
    request: HttpRequest, candidacy: Candidacy, context: dict[str, Any]
) -> HttpResponse | None:
    """Hand in the proposal; refusals come back to the form."""
    form = context["form"]
    try:
        propose_decision(candidacy, form.proposal(), by=request.user)
    except RuleViolation as refusal:
        for finding in refusal.findings:
            form.add_error(finding.field if finding.field in form.fields else None, str(finding))
        return None
    messages.success(request, _("Vorgeschlagen. Die Mittel sind vorgemerkt."))
    return redirect("decision", key=candidacy.key)


def page_of(request: HttpRequest, candidacy: Candidacy) -> dict[str, Any]:
    """What the decision page shows: case, place, budget, decision and next steps."""
    standing = FundingDecision.objects.filter(candidacy=candidacy).first()
    budget = list(candidacy.application.call_version.call.budget_years.all())
    open_for_proposal = candidacy.status == Candidacy.Status.RANKED and (
        standing is None or standing.status == FundingDecision.Status.RETURNED
    )
    may = open_for_proposal and may_propose(candidacy, request.user)
    plan = plan_of(candidacy.application)
    steps = list(steps_open_to(standing, Attempt(by=request.user))) if standing else []
    return {
        "candidacy": candidacy,
        "application": candidacy.application,
        "place": candidacy.places.select_related("ranking").order_by("-ranking__number").first(),
        "budget": budget,
        "decision": standing,
        "shares": {s.budget_year_id: s.amount for s in standing.shares.all()} if standing else {},
        "steps": {step.name: step for step in steps if step.name != "propose_again"},
        "note_form": NoteForm(),
        "panel": candidacy.panel_items.exclude(result="").select_related("session"),
        "signatures": signatures_of(standing) if standing else [],
        "checksum": checksum_of(standing) if standing else "",
        "form": starting_form(candidacy, plan, [row.year for row in budget]) if may else None,
        "history": history_of(standing) if standing else None,
    }


def starting_form(candidacy: Candidacy, plan: Any, years: list[int]) -> ProposalForm:
    """Prefill the proposal from the application: nothing is typed twice."""
    grants: dict[int, Decimal] = {}
    for entry in plan.entries:
        if entry.kind == "grant":
            for year, amount in entry.amounts.items():
                grants[year] = grants.get(year, Decimal(0)) + amount
    initial = {
        "eligible_amount": candidacy.application.eligible_amount,
        "rate": terms_of(candidacy.application).rate,
        **{f"year_{year}": grants.get(year, Decimal(0)) for year in years},
    }
    return ProposalForm(initial=initial, years=years)


@login_required
@require_POST
def decide(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """Co-sign, approve or return a decision."""
    standing = get_object_or_404(FundingDecision.objects.visible_to(request.user), key=key)
    form = NoteForm(request.POST)
    asked = {
        "note": form.cleaned_data["note"] if form.is_valid() else "",
        "seen": request.POST.get("seen", ""),
    }
    try:
        messages.success(request, taken(standing, step, request.user, asked))
    except RuleViolation as refusal:
        for finding in refusal.findings:
            messages.error(request, str(finding))
    return redirect("decision", key=standing.candidacy.key)


def taken(standing: FundingDecision, step: str, user: Any, asked: dict[str, str]) -> str:
    """Take the step and say what happened."""
    if step == "mitzeichnen":
        co_sign_award(standing, by=user, **asked)
        return _("Mitgezeichnet.")
    if step == "zurueckgeben":
        return_decision(standing, by=user, **asked)
        return _("Zurückgegeben. Die vorgemerkten Mittel sind wieder frei.")
    if standing.outcome == FundingDecision.Outcome.AWARD:
        approve_award(standing, by=user, **asked)
        return _("Freigegeben. Der Zuwendungsbescheid ist erstellt.")
    approve_rejection(standing, by=user, **asked)
    return _("Freigegeben. Das Ablehnungsschreiben ist erstellt.")
