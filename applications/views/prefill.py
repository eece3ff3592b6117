"""Begin with what an earlier application of the same organisation says."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.actions.prefill import earlier_of
from applications.actions.prefill import prefill as take_over
from applications.forms.prefill import PrefillForm
from applications.views.drafts import draft_for, title_of, typed
from core.refusals import RuleViolation

CONFLICT = 409


@login_required
@require_http_methods(["GET", "POST"])
def prefill(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the earlier application; afterwards everything can be changed."""
    application = draft_for(request, key)
    earlier = list(earlier_of(application))
    form = PrefillForm(typed(request), earlier=earlier)
    refused: Any = ()
    if request.method == "POST" and form.is_valid():
        try:
            take_over(application, form.cleaned_data["source"], by=request.user)
        except RuleViolation as refusal:
            refused = refusal.findings
        else:
            messages.success(request, _("Übernommen. Prüfen Sie bitte jeden Abschnitt."))
            return redirect("task_list", key)
    context = {
        "application": application,
        "title": title_of(application),
        "earlier": earlier,
        "form": form,
        "refused": refused,
    }
    status = CONFLICT if refused else 200
    return render(request, "applications/prefill.html", context, status=status)
