"""What the administration costs: the office enters it, the figure G1 shows it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reporting import actions
from reporting.forms import CostForm
from reporting.permissions import may_enter_costs, may_read_overview
from reporting.views.report import version_for


@login_required
@require_http_methods(["GET", "POST"])
def administration_costs(request: HttpRequest, slug: str) -> HttpResponse:
    """The costs of every year; an officer enters or corrects one."""
    may_enter = may_enter_costs(request.user)
    if not may_read_overview(request.user) or (request.method == "POST" and not may_enter):
        raise PermissionDenied
    version = version_for(request, slug)
    form = CostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.save_cost(version.call, actions.Cost(**form.cleaned_data), by=request.user)
        messages.success(request, _("Eingetragen. Die nächste Berechnung berücksichtigt es."))
        return redirect("administration_costs", slug=slug)
    costs = version.call.administration_costs.all()
    context = {
        "version": version,
        "costs": costs,
        "total": sum(cost.amount for cost in costs),
        "form": form if may_enter else None,
    }
    return render(request, "reporting/costs.html", context)
