"""The steps of a call, each on its own page: offer, publish, give back."""

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
from django.views.decorators.http import require_http_methods, require_POST

from core.refusals import EditConflict, Finding, RuleViolation
from programmes import overview, permissions
from programmes.actions import correct_call, offer_for_publication, publish_call, return_to_draft
from programmes.forms.steps import NoQuestionForm, ReasonForm, SeenForm
from programmes.models import CallVersion
from programmes.views.draft import REFUSED
from programmes.views.office import linked, page_of, version_for_office


@dataclass(frozen=True)
class StepPage:
    """What one step's page says and does."""

    heading: Any
    explanation: Any
    button: Any
    done: Any
    may: Callable[[CallVersion, Any], bool]
    form: type[forms.Form]
    perform: Callable[[CallVersion, forms.Form, Any], object]


OFFER = StepPage(
    _("Zur Veröffentlichung vorlegen"),
    _("Danach ist der Aufruf nicht mehr zu ändern. Eine zweite Person liest ihn und entscheidet."),
    _("Vorlegen"),
    _("Der Aufruf ist vorgelegt."),
    permissions.may_prepare_calls,
    NoQuestionForm,
    lambda version, form, user: offer_for_publication(version, by=user),
)
PUBLISH = StepPage(
    _("Aufruf veröffentlichen"),
    _("Der Aufruf ist danach für alle sichtbar. Er kann nicht mehr geändert werden."),
    _("Veröffentlichen"),
    _("Der Aufruf ist veröffentlicht."),
    permissions.may_publish_calls,
    SeenForm,
    lambda version, form, user: publish_call(version, seen=form.cleaned_data["seen"], by=user),
)
RETURN = StepPage(
    _("Zur Überarbeitung zurückgeben"),
    _("Der Aufruf wird wieder zum Entwurf. Wer ihn vorgelegt hat, erhält Ihren Grund."),
    _("Zurückgeben"),
    _("Der Aufruf ist zurückgegeben."),
    permissions.may_publish_calls,
    ReasonForm,
    lambda version, form, user: return_to_draft(version, note=form.cleaned_data["note"], by=user),
)


@login_required
@require_POST
def correct(request: HttpRequest, key: str) -> HttpResponse:
    """Begin the next version of a published call."""
    version = version_for_office(request, key)
    if not permissions.may_prepare_calls(version, request.user):
        raise PermissionDenied
    try:
        correct_call(version.call, by=request.user)
    except RuleViolation as refusal:
        messages.warning(request, refusal.findings[0].sentence)
    else:
        messages.success(
            request, _("Die Korrektur ist begonnen. Veröffentlicht ist sie noch nicht.")
        )
    return redirect("office_call", key=key)


@login_required
@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, key: str, page: StepPage) -> HttpResponse:
    """Show what the step does; take it; or say why it is not possible."""
    version = version_for_office(request, key)
    if not page.may(version, request.user):
        raise PermissionDenied
    form = page.form(
        request.POST if request.method == "POST" else None, initial={"seen": version.version}
    )
    findings: list[Finding] = []
    if request.method == "POST" and form.is_valid():
        try:
            page.perform(version, form, request.user)
        except RuleViolation as refusal:
            findings = list(refusal.findings)
        except EditConflict:
            sentence = _("Der Aufruf wurde inzwischen geändert. Lesen Sie ihn bitte noch einmal.")
            findings = [Finding("changed_since", str(sentence))]
        else:
            messages.success(request, page.done)
            return redirect("office_call", key=key)
    context = {
        **page_of(request, version),
        "page": page,
        "form": form,
        "facts": overview.facts_of(version),
        "changes": overview.changes_of(version),
        "against": [linked(finding, key) for finding in findings],
    }
    template = "programmes/office_call_step.html"
    return render(request, template, context, status=REFUSED if findings else 200)
