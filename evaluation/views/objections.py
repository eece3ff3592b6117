"""Objections and actions against a rejection: recorded by the office with dates and outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import may_read_office
from applications.models import Application
from core.refusals import Finding, RuleViolation
from evaluation import actions
from evaluation.actions.objections import is_rejected
from evaluation.forms.objections import ObjectionForm, OutcomeForm
from evaluation.models import Objection
from evaluation.permissions import may_record_objection
from evaluation.views.fetching import REFUSED

PARTS = ("organisation", "project", "call_version__call", "candidacy")


def application_for(request: HttpRequest, key: str) -> Application:
    """Fetch an application of the office, rejected formally or after review."""
    if not may_read_office(request.user):
        raise Http404
    visible = Application.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related(*PARTS), key=key)


@login_required
@require_http_methods(["GET", "POST"])
def objections(request: HttpRequest, key: str) -> HttpResponse:
    """What was brought against the decision, and a form for more."""
    one = application_for(request, key)
    if request.method == "GET":
        return draw(request, one)
    form = ObjectionForm(request.POST)

    def act() -> None:
        actions.record_objection(one, **form.cleaned_data, by=request.user)

    return attempted(request, one, form, act)


@login_required
@require_POST
def decide_objection(request: HttpRequest, key: str) -> HttpResponse:
    """Enter how an objection ended."""
    seen = Objection.objects.visible_to(request.user)
    parts = tuple(f"application__{part}" for part in PARTS)
    objection = get_object_or_404(seen.select_related(*parts), key=key)
    form = OutcomeForm(request.POST, prefix=objection.key)

    def act() -> None:
        actions.decide_objection(objection, **form.cleaned_data, by=request.user)

    return attempted(request, objection.application, form, act)


def attempted(
    request: HttpRequest, one: Application, form: Any, act: Callable[[], None]
) -> HttpResponse:
    """Do what a valid form asks for, else show the page with what stands against it."""
    if not form.is_valid():
        return draw(request, one, form)
    try:
        act()
    except RuleViolation as refusal:
        return draw(request, one, form, refused=refusal.findings)
    messages.success(request, _("Festgehalten."))
    return redirect("objections", one.key)


def draw(
    request: HttpRequest, one: Application, form: Any = None, refused: Sequence[Finding] = ()
) -> HttpResponse:
    context = {
        "application": one,
        "candidacy": getattr(one, "candidacy", None),
        "rows": [(row, form_for(row, form)) for row in one.objections.all()],
        "form": form,
        "new": form if isinstance(form, ObjectionForm) else ObjectionForm(),
        "may_act": may_record_objection(one, request.user),
        "may_record": is_rejected(one),
        "refused": refused,
    }
    status = REFUSED if refused else 200
    return render(request, "evaluation/objections.html", context, status=status)


def form_for(objection: Objection, sent: Any) -> OutcomeForm | None:
    """Return the form for the outcome while it is open."""
    if objection.outcome != Objection.Outcome.OPEN:
        return None
    mine = isinstance(sent, OutcomeForm) and sent.prefix == objection.key
    return sent if mine else OutcomeForm(prefix=objection.key)
