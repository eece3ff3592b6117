"""Confirm an organisation: its people enter the code, the office sends it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actions import confirmation as actions
from accounts.filters import ConfirmationFilter
from accounts.forms import ClosingForm, CodeForm, PlaceForm
from accounts.models import APPLICANT_ROLES, Confirmation, Organisation
from accounts.permissions import may_confirm_organisation, may_read_office, organisations_of
from core.history import history_of
from core.pages import inbox_tabs
from core.refusals import RuleViolation
from core.templatetags.allmende import number

CONFLICT, PAGE_SIZE = 409, 50


@login_required
@require_http_methods(["GET", "POST"])
def confirm_organisation(request: HttpRequest, key: str) -> HttpResponse:
    """Where the request stands; with the code in hand, the field for it."""
    mine = Organisation.objects.filter(pk__in=organisations_of(request.user, *APPLICANT_ROLES))
    organisation = get_object_or_404(mine, key=key)
    waiting = organisation.confirmations.filter(status__in=Confirmation.OPEN).first()
    form = CodeForm(request.POST if request.method == "POST" and waiting else None)
    if request.method == "POST" and waiting is None:
        actions.request_confirmation(organisation, by=request.user)
        return redirect("confirm_organisation", key)
    if waiting and form.is_valid():
        try:
            actions.enter_code(waiting, form.cleaned_data["code"], by=request.user)
            messages.success(request, _("„%s“ ist bestätigt.") % organisation)
            return redirect("team")
        except RuleViolation as refusal:
            for finding in refusal.findings:
                form.add_error(finding.field or None, finding.sentence)
    context = {"organisation": organisation, "confirmation": waiting, "form": form}
    return render(request, "accounts/confirm_organisation.html", context)


def confirmation_for(request: HttpRequest, key: str) -> Confirmation:
    """Fetch a request for the office; other people have the page of their organisation."""
    if not may_read_office(request.user):
        raise PermissionDenied
    rows = Confirmation.objects.select_related("organisation", "requested_by")
    return get_object_or_404(rows, key=key)


@login_required
@require_GET
def confirmations(request: HttpRequest) -> HttpResponse:
    """All requests; the open ones first."""
    if not may_read_office(request.user):
        raise PermissionDenied
    rows = Confirmation.objects.select_related("organisation", "requested_by")
    chosen = ConfirmationFilter(request.GET, rows, request=request)
    page = Paginator(chosen.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    many = page.paginator.count
    context = {
        "filter": chosen,
        "page": page,
        "hits": ngettext("%(many)s Anfrage", "%(many)s Anfragen", many) % {"many": number(many)},
        "active": any(request.GET.get(name) for name in ("q", "status")),
        "tabs": inbox_tabs("confirmations"),
    }
    return render(request, "accounts/confirmations.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def confirmation(request: HttpRequest, key: str) -> HttpResponse:
    """One request; an officer names a published place and gets the code, once."""
    found = confirmation_for(request, key)
    if request.method == "POST" and not may_confirm_organisation(found, request.user):
        raise PermissionDenied
    form = PlaceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            place = actions.Place(**form.cleaned_data)
            code = actions.send_code(found, place, by=request.user)
            context = {"confirmation": confirmation_for(request, key), "code": code}
            return render(request, "accounts/confirmation_code.html", context)
        except RuleViolation as refusal:
            return confirmation_page(request, found, form, refused=refusal.findings)
    return confirmation_page(request, found, form)


def confirmation_page(
    request: HttpRequest, found: Confirmation, form: PlaceForm, *, refused: Any = ()
) -> HttpResponse:
    context = {
        "confirmation": found,
        "form": form,
        "closing": ClosingForm(auto_id="close_%s"),
        "refused": refused,
        "may_send": found.status in found.OPEN and may_confirm_organisation(found, request.user),
        "history": history_of(found),
    }
    status = CONFLICT if refused else 200
    return render(request, "accounts/confirmation.html", context, status=status)


@login_required
@require_POST
def close_confirmation(request: HttpRequest, key: str) -> HttpResponse:
    """Nobody at the organisation knows of the request."""
    found, form = confirmation_for(request, key), ClosingForm(request.POST)
    if not may_confirm_organisation(found, request.user):
        raise PermissionDenied
    if not form.is_valid():
        messages.error(request, _("Nennen Sie den Grund."))
        return redirect("confirmation", key)
    try:
        actions.close_confirmation(found, note=form.cleaned_data["note"], by=request.user)
        messages.success(request, _("Die Anfrage ist ohne Bestätigung beendet."))
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("confirmation", key)
