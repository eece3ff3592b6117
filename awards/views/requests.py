"""Payment requests: the list, writing one, and the steps of both sides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import is_cashier, may_read_office
from awards.actions.requests import (
    check_request,
    order_payment,
    return_request,
    save_request,
    start_request,
    submit_request,
)
from awards.drawing import drawable
from awards.forms.money import (
    ApprovalForm,
    BillFormSet,
    RequestFilterForm,
    RequestForm,
    UseForm,
)
from awards.models import Award, Payment, PaymentRequest
from awards.money_filters import REQUEST_SORTS, requests_matching, sorted_by
from awards.permissions import may_decide_interest, may_prepare_request, may_propose_interest
from core.history import history_of
from core.refusals import EditConflict, RuleViolation
from core.workflow import Attempt, steps_open_to

PAGE_SIZE = 50
EDITABLE = (PaymentRequest.Status.DRAFT, PaymentRequest.Status.RETURNED)
SAID = {
    "einreichen": gettext_lazy("Eingereicht. Die Programmstelle prüft Ihre Mittelanforderung."),
    "pruefen": gettext_lazy("Als sachlich richtig gezeichnet. Anordnen muss eine zweite Person."),
    "zurueckgeben": gettext_lazy("Zurückgegeben."),
    "anordnen": gettext_lazy("Angeordnet. Die Kasse nimmt die Zahlung in ihre nächste Datei auf."),
}


@login_required
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """All payment requests that this person may see."""
    form = RequestFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = requests_matching(PaymentRequest.objects.visible_to(request.user), asked)
    rows = sorted_by(rows, request.GET.get("sort", ""), REQUEST_SORTS)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "active": any(asked.values()),
        "office": may_read_office(request.user),
    }
    return render(request, "awards/payment_requests.html", context)


@login_required
@require_POST
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a payment request of an award."""
    award = get_object_or_404(Award.objects.visible_to(request.user), key=key)
    try:
        made = start_request(award, by=request.user)
    except RuleViolation as refusal:
        for finding in refusal.findings:
            messages.error(request, str(finding))
        return redirect("award", key=key)
    return redirect("payment_request", key=made.key)


@login_required
@require_http_methods(["GET", "POST"])
def payment_request(request: HttpRequest, key: str) -> HttpResponse:
    """One request: written by the recipient, read and signed by everyone else."""
    one = found(request, key)
    if request.method == "POST" and not may_prepare_request(one.award, request.user):
        raise PermissionDenied
    editable = one.status in EDITABLE and may_prepare_request(one.award, request.user)
    form = RequestForm(request.POST or None, request=one, initial=initial_of(one))
    bills = BillFormSet(request.POST or None, initial=bills_of(one))
    if request.method == "POST":
        answer = saved(request, one, form, bills)
        if answer:
            return answer
    steps = {step.name: step for step in steps_open_to(one, Attempt(by=request.user))}
    payments = one.payments.prefetch_related("uses").select_related("interest_claim", "file")
    context = {
        "payment_request": one,
        "award": one.award,
        "form": form if editable else None,
        "formset": bills if editable and not one.award.is_paid_by_milestones else None,
        "limit": drawable(one) if one.status in EDITABLE else None,
        "steps": steps,
        "approval_form": ApprovalForm(initial={"approved": one.approved_amount}),
        "use_form": UseForm(),
        "payments": payments,
        "may_use": may_prepare_request(one.award, request.user),
        "may_propose": any(may_propose_interest(p, request.user) for p in payments),
        "decidable": decidable(payments, request.user),
        "cashier": is_cashier(request.user),
        "history": history_of(one),
    }
    return render(request, "awards/payment_request.html", context)


def decidable(payments: Iterable[Payment], user: Any) -> set[str]:
    """Return the keys of the proposed interest that this person may decide."""
    claims = [one.interest_claim for one in payments if hasattr(one, "interest_claim")]
    return {
        claim.key
        for claim in claims
        if claim.status == claim.Status.PROPOSED and may_decide_interest(claim, user)
    }


def found(request: HttpRequest, key: str) -> PaymentRequest:
    """Return a request that this person may see."""
    mine = PaymentRequest.objects.visible_to(request.user)
    parts = ("award__organisation", "tranche__budget_year", "bank_account")
    return get_object_or_404(mine.select_related(*parts), key=key)


def initial_of(one: PaymentRequest) -> dict[str, Any]:
    names = ("tranche", "spent", "extra_income", "amount", "remark", "version")
    chosen = one.bills.exclude(milestone=None).values_list("milestone", flat=True)
    return {name: getattr(one, name) for name in names} | {"milestones": list(chosen)}


def bills_of(one: PaymentRequest) -> list[dict[str, Any]]:
    return list(one.bills.values("purpose", "due_on", "amount"))


def saved(request: HttpRequest, one: PaymentRequest, form: Any, bills: Any) -> HttpResponse | None:
    """Store what was entered; what is wrong comes back to the form."""
    by_milestones = one.award.is_paid_by_milestones
    if not (form.is_valid() and (by_milestones or bills.is_valid())):
        return None
    entered = form.chosen() if by_milestones else [bill for row in bills if (bill := row.bill())]
    wish, version = form.wish(entered), form.cleaned_data["version"]
    try:
        save_request(one, wish, by=request.user, version=version)
    except EditConflict:
        form.add_error(None, _("Jemand hat die Anforderung inzwischen geändert. Laden Sie neu."))
        return None
    except RuleViolation as refusal:
        for finding in refusal.findings:
            form.add_error(None, str(finding))
        return None
    messages.success(request, _("Gespeichert."))
    return redirect("payment_request", key=one.key)


@login_required
@require_POST
def request_step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """Sign, check, order or return a request."""
    one = found(request, key)
    if step not in SAID:
        raise Http404
    try:
        if taken(request, one, step):
            messages.success(request, SAID[step])
    except RuleViolation as refusal:
        for finding in refusal.findings:
            messages.error(request, str(finding))
    return redirect("payment_request", key=key)


def taken(request: HttpRequest, one: PaymentRequest, step: str) -> bool:
    """Take the step; False when the amount cannot be read."""
    note = request.POST.get("note", "")
    if step == "einreichen":
        submit_request(one, by=request.user)
    elif step == "zurueckgeben":
        return_request(one, by=request.user, note=note)
    elif step == "anordnen":
        order_payment(one, by=request.user, note=note)
    else:
        form = ApprovalForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Geben Sie an, welcher Betrag anerkannt wird."))
            return False
        approved = form.cleaned_data["approved"]
        check_request(one, by=request.user, approved=approved, cut_reason=note)
    return True
