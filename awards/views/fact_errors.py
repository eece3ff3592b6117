"""Errors of fact: the municipality's page with its hints, and the office's with its answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards.actions import fact_errors as actions
from awards.fact_errors import open_until
from awards.filters import DECISION_PARTS, decided_for
from awards.forms.fact_errors import FactAnswerForm, FactErrorForm, ReopeningForm
from core import clock
from core.refusals import RuleViolation
from evaluation.models import FactError, FundingDecision
from evaluation.permissions import may_assign, may_revoke_rejection

CONFLICT = 409


@login_required
@require_http_methods(["GET", "POST"])
def fact_errors(request: HttpRequest, key: str) -> HttpResponse:
    """My hints with their answers, and a form while the period runs."""
    mine = decided_for(request.user).select_related(*DECISION_PARTS)
    decision = get_object_or_404(mine, key=key)
    version = decision.candidacy.application.call_version
    form = FactErrorForm(request.POST if request.method == "POST" else None, version=version)
    if request.method == "POST" and form.is_valid():
        try:
            actions.point_out(decision, **form.cleaned_data, by=request.user)
            messages.success(request, _("Ihr Hinweis ist eingegangen. Sie bekommen eine Antwort."))
            return redirect("fact_errors", key)
        except RuleViolation as refusal:
            for finding in refusal.findings:
                form.add_error(finding.field or None, str(finding))
    until = open_until(decision)
    context = {
        "decision": decision,
        "application": decision.candidacy.application,
        "hints": decision.candidacy.fact_errors.all(),
        "form": form,
        "until": until,
        "is_open": until is not None and clock.today() <= until,
    }
    return render(request, "awards/fact_errors.html", context)


def decision_for(request: HttpRequest, key: str) -> FundingDecision:
    seen = FundingDecision.objects.visible_to(request.user).select_related(*DECISION_PARTS)
    return get_object_or_404(seen, key=key)


@login_required
@require_GET
def office_fact_errors(request: HttpRequest, key: str) -> HttpResponse:
    """All hints of one case, with a form for each that waits for its answer."""
    return draw(request, decision_for(request, key))


@login_required
@require_POST
def answer_fact_error(request: HttpRequest, key: str) -> HttpResponse:
    seen = FundingDecision.objects.visible_to(request.user)
    hint = get_object_or_404(FactError.objects.filter(candidacy__decision__in=seen), key=key)
    decision = decision_for(request, hint.candidacy.decision.key)
    form = FactAnswerForm(request.POST, prefix=hint.key)
    if not form.is_valid():
        return draw(request, decision, form)
    entered = form.cleaned_data
    try:
        actions.answer_fact_error(
            hint, right=entered["verdict"] == "right", answer=entered["answer"], by=request.user
        )
    except RuleViolation as refusal:
        form.add_error(None, str(refusal))
        return draw(request, decision, form, status=CONFLICT)
    messages.success(request, _("Beantwortet. Die Kommune ist informiert."))
    return redirect("office_fact_errors", decision.key)


@login_required
@require_POST
def reopen_after_error(request: HttpRequest, key: str) -> HttpResponse:
    """Revoke the rejection and review again."""
    decision = decision_for(request, key)
    form = ReopeningForm(request.POST)
    if not form.is_valid():
        return draw(request, decision, form)
    try:
        actions.reopen_after_error(decision, note=form.cleaned_data["note"], by=request.user)
    except RuleViolation as refusal:
        form.add_error(None, str(refusal))
        return draw(request, decision, form, status=CONFLICT)
    messages.success(request, _("Die Ablehnung ist aufgehoben, die Begutachtung wieder offen."))
    return redirect("candidacy", decision.candidacy.key)


def draw(
    request: HttpRequest, decision: FundingDecision, sent: Any = None, status: int = 200
) -> HttpResponse:
    may_answer = may_assign(decision.candidacy, request.user)
    is_rejected = decision.candidacy.status == "rejected"
    right = decision.candidacy.fact_errors.filter(verdict=FactError.Verdict.RIGHT).exists()
    context = {
        "decision": decision,
        "candidacy": decision.candidacy,
        "application": decision.candidacy.application,
        "rows": [
            (hint, form_for(hint, sent) if may_answer and hint.is_open else None)
            for hint in decision.candidacy.fact_errors.all()
        ],
        "form": sent,
        "reopening": sent if isinstance(sent, ReopeningForm) else ReopeningForm(),
        "may_reopen": right and is_rejected and may_revoke_rejection(decision, request.user),
        "is_right": right and is_rejected,
    }
    return render(request, "awards/office_fact_errors.html", context, status=status)


def form_for(hint: FactError, sent: Any) -> FactAnswerForm:
    mine = isinstance(sent, FactAnswerForm) and sent.prefix == hint.key
    return sent if mine else FactAnswerForm(prefix=hint.key)
