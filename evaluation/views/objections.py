"""Objections and actions against a rejection: recorded by the office with dates and outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.refusals import Finding, RuleViolation
from evaluation import actions
from evaluation.forms.objections import ObjectionForm, OutcomeForm
from evaluation.models import Candidacy, Objection
from evaluation.permissions import may_assign
from evaluation.views.fetching import PARTS, REFUSED, candidacy_for


@login_required
@require_http_methods(["GET", "POST"])
def objections(request: HttpRequest, key: str) -> HttpResponse:
    """What was brought against the decision, and a form for more."""
    one = candidacy_for(request, key)
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
    parts = tuple(f"candidacy__{part}" for part in PARTS)
    objection = get_object_or_404(seen.select_related(*parts), key=key)
    form = OutcomeForm(request.POST, prefix=objection.key)

    def act() -> None:
        actions.decide_objection(objection, **form.cleaned_data, by=request.user)

    return attempted(request, objection.candidacy, form, act)


def attempted(
    request: HttpRequest, one: Candidacy, form: Any, act: Callable[[], None]
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
    request: HttpRequest, one: Candidacy, form: Any = None, refused: Sequence[Finding] = ()
) -> HttpResponse:
    context = {
        "candidacy": one,
        "application": one.application,
        "rows": [(row, form_for(row, form)) for row in one.objections.all()],
        "form": form,
        "new": form if isinstance(form, ObjectionForm) else ObjectionForm(),
        "may_act": may_assign(one, request.user),
        "may_record": one.status == Candidacy.Status.REJECTED,
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
