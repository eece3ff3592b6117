"""The steps of a goal system, each on its own page: offer, put in force, give back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from core.refusals import EditConflict, Finding, RuleViolation
from programmes import permissions
from programmes.actions.goals import give_back, offer_goal_system, put_in_force
from programmes.forms.steps import NoQuestionForm, ReasonForm, SeenForm
from programmes.models import GoalSystem
from programmes.views.draft import REFUSED
from programmes.views.goals import page_of, system_for_office, tree_of


@dataclass(frozen=True)
class GoalStep:
    """What one step's page says and does."""

    heading: Any
    explanation: Any
    button: Any
    may: Callable[[Any, Any], bool]
    form: type[forms.Form]
    perform: Callable[[GoalSystem, forms.Form, Any], object]


STEPS = {
    "vorlegen": GoalStep(
        _("Zielsystem vorlegen"),
        _("Danach ist es nicht mehr zu ändern. Eine zweite Person liest es und entscheidet."),
        _("Vorlegen"),
        permissions.may_prepare_calls,
        NoQuestionForm,
        lambda system, form, user: offer_goal_system(system, by=user),
    ),
    "inkraftsetzen": GoalStep(
        _("Zielsystem in Kraft setzen"),
        _("Neue Aufrufe arbeiten danach mit dieser Ausgabe. Sie ändert sich nie mehr."),
        _("In Kraft setzen"),
        permissions.may_publish_calls,
        SeenForm,
        lambda system, form, user: put_in_force(system, seen=form.cleaned_data["seen"], by=user),
    ),
    "zurueckgeben": GoalStep(
        _("Zur Überarbeitung zurückgeben"),
        _("Das Zielsystem wird wieder zum Entwurf. Ihr Grund steht im Verlauf."),
        _("Zurückgeben"),
        permissions.may_publish_calls,
        ReasonForm,
        lambda system, form, user: give_back(system, note=form.cleaned_data["note"], by=user),
    ),
}


@login_required
@require_http_methods(["GET", "POST"])
def take_goal_step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """Show what the step does; take it; or say why it is not possible."""
    system, page = system_for_office(request, key), STEPS[step]
    if not page.may(system, request.user):
        raise PermissionDenied
    typed = request.POST if request.method == "POST" else None
    form = page.form(typed, initial={"seen": system.version})
    findings: list[Finding] = []
    if request.method == "POST" and form.is_valid():
        try:
            page.perform(system, form, request.user)
        except RuleViolation as refusal:
            findings = list(refusal.findings)
        except EditConflict:
            sentence = _("Das Zielsystem wurde inzwischen geändert. Lesen Sie es noch einmal.")
            findings = [Finding("changed_since", str(sentence))]
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("office_goal_system", key=key)
    shown = {"page": page, "form": form, "against": findings, "tree": tree_of(system)}
    context = {**page_of(request, system), **shown}
    template = "programmes/goal_system_step.html"
    return render(request, template, context, status=REFUSED if findings else 200)
