"""After payment: use, interest, and the table of base rates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import is_officer, may_read_office
from awards.actions.using import (
    charge_interest,
    enter_base_rate,
    propose_interest,
    record_use,
    waive_interest,
)
from awards.forms.money import BaseRateForm, UseForm
from awards.models import BaseRate, InterestClaim, Payment, PaymentRequest
from core.refusals import RuleViolation


def payment_for(request: HttpRequest, key: str) -> Payment:
    """Return a payment whose request this person may see."""
    mine = PaymentRequest.objects.visible_to(request.user)
    return get_object_or_404(Payment.objects.filter(request__in=mine), key=key)


def attempted(request: HttpRequest, step: Callable[[], Any], said: str) -> None:
    """Take a step and say what came of it."""
    try:
        step()
    except RuleViolation as refusal:
        for finding in refusal.findings:
            messages.error(request, str(finding))
    else:
        messages.success(request, said)


@login_required
@require_POST
def use(request: HttpRequest, key: str) -> HttpResponse:
    """State that money was used."""
    payment = payment_for(request, key)
    form = UseForm(request.POST)
    if form.is_valid():
        entered = form.cleaned_data
        attempted(
            request,
            lambda: record_use(payment, by=request.user, **entered),
            _("Verwendung eingetragen."),
        )
    else:
        messages.error(request, _("Geben Sie Tag und Betrag der Verwendung an."))
    return redirect("payment_request", key=payment.request.key)


@login_required
@require_POST
def interest(request: HttpRequest, key: str) -> HttpResponse:
    """Propose interest on money used late."""
    payment = payment_for(request, key)
    said = _("Zinsen vorgeschlagen. Entscheiden muss eine zweite Person.")
    attempted(request, lambda: propose_interest(payment, by=request.user), said)
    return redirect("payment_request", key=payment.request.key)


@login_required
@require_POST
def interest_step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """Charge or waive proposed interest."""
    claim = get_object_or_404(InterestClaim.objects.visible_to(request.user), key=key)
    steps = {"festsetzen": charge_interest, "absehen": waive_interest}
    if step not in steps:
        raise Http404
    note = request.POST.get("note", "")
    said = _("Entschieden.")
    attempted(request, lambda: steps[step](claim, by=request.user, note=note), said)
    return redirect("payment_request", key=claim.payment.request.key)


@login_required
@require_http_methods(["GET", "POST"])
def base_rates(request: HttpRequest) -> HttpResponse:
    """The base rates; an officer enters the next one."""
    may_enter = is_officer(request.user)
    if not may_read_office(request.user) or (request.method == "POST" and not may_enter):
        raise PermissionDenied
    form = BaseRateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entered = form.cleaned_data
        first = date(entered["year"], int(entered["half"]), 1)
        rate = (first, entered["percent"], entered["source"])
        attempted(request, lambda: enter_base_rate(*rate, by=request.user), _("Eingetragen."))
        return redirect("base_rates")
    context = {"rates": BaseRate.objects.all(), "form": form if may_enter else None}
    return render(request, "awards/base_rates.html", context)
