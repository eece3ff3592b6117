"""Who signs for a signatory of my organisation while they are away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import deputies as actions
from accounts.forms import SigningDeputyForm
from accounts.models import APPLICANT_ROLES, Deputy, Organisation, Role
from accounts.permissions import has_role_for, organisations_of
from core.refusals import RuleViolation

CONFLICT = 409


@login_required
@require_http_methods(["GET", "POST"])
def name_signing_deputy(request: HttpRequest, key: str) -> HttpResponse:
    """The administration names a deputy for every signatory, a signatory for themselves."""
    mine = Organisation.objects.filter(pk__in=organisations_of(request.user, *APPLICANT_ROLES))
    organisation = get_object_or_404(mine, key=key)
    if not has_role_for(request.user, organisation, Role.ORG_ADMIN, Role.SIGNATORY):
        raise PermissionDenied
    form = SigningDeputyForm(
        request.POST if request.method == "POST" else None,
        organisation=organisation,
        by=request.user,
    )
    if request.method == "POST" and form.is_valid() and named(request, organisation, form):
        return redirect("team")
    status = CONFLICT if form.errors else 200
    context = {"organisation": organisation, "form": form}
    return render(request, "accounts/signing_deputy.html", context, status=status)


def named(request: HttpRequest, organisation: Organisation, form: SigningDeputyForm) -> bool:
    """Name the deputy, or bring the refusal back to the form."""
    wish: dict[str, Any] = form.cleaned_data
    days = (wish["valid_from"], wish["valid_until"])
    try:
        actions.name_signing_deputy(
            organisation, wish["person"], wish["deputy"], days, by=request.user
        )
    except RuleViolation as refusal:
        for finding in refusal.findings:
            form.add_error(finding.field or None, finding.sentence)
        return False
    messages.success(request, _("Die Vertretung gilt für die angegebenen Tage."))
    return True


@login_required
@require_POST
def end_signing_deputy(request: HttpRequest, key: str) -> HttpResponse:
    """Back at work earlier."""
    mine = organisations_of(request.user, *APPLICANT_ROLES)
    rows = Deputy.objects.filter(organisation__in=mine).select_related("organisation")
    actions.end_deputy(get_object_or_404(rows, key=key), by=request.user)
    messages.success(request, _("Die Vertretung ist beendet."))
    return redirect("team")
