"""Bank accounts of one's own organisations: entered, and confirmed by a second person."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import APPLICANT_ROLES, Organisation
from accounts.permissions import organisations_of
from awards.actions.bank import confirm_account, enter_account, refuse_account
from awards.forms.money import AccountForm
from awards.models import BankAccount
from awards.permissions import may_confirm_account
from core.refusals import RuleViolation


@login_required
@require_http_methods(["GET", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts of my organisations; a new one is entered here."""
    numbers = organisations_of(request.user, *APPLICANT_ROLES)
    own = list(Organisation.objects.filter(pk__in=numbers).order_by("name"))
    if not own:
        raise PermissionDenied
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = [one for one in own if one.key == request.POST.get("organisation")] or own
        try:
            enter_account(chosen[0], by=request.user, **form.cleaned_data)
        except RuleViolation as refusal:
            for finding in refusal.findings:
                form.add_error(finding.field or None, str(finding))
        else:
            messages.success(request, _("Eingetragen. Eine zweite Person muss bestätigen."))
            return redirect("bank_accounts")
    rows = BankAccount.objects.filter(organisation__in=own).select_related("organisation")
    return render(request, "awards/bank_accounts.html", {"form": form, "rows": rows, "own": own})


@login_required
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, key: str) -> HttpResponse:
    """Compare one account and confirm or discard it, after signing in once more."""
    own = organisations_of(request.user, *APPLICANT_ROLES)
    one = get_object_or_404(BankAccount.objects.filter(organisation__in=own), key=key)
    return compared(request, one)


@reauthentication_required
def compared(request: HttpRequest, one: BankAccount) -> HttpResponse:
    """Show the account, or do what was chosen."""
    if request.method == "POST":
        try:
            if "verwerfen" in request.POST:
                refuse_account(one, by=request.user)
                messages.success(request, _("Verworfen. Auf dieses Konto wird nichts gezahlt."))
            else:
                confirm_account(one, by=request.user)
                messages.success(request, _("Bestätigt."))
        except RuleViolation as refusal:
            for finding in refusal.findings:
                messages.error(request, str(finding))
        return redirect("bank_accounts")
    context = {"account": one, "may_confirm": may_confirm_account(one, request.user)}
    return render(request, "awards/bank_account.html", context)
