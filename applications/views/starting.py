"""Choosing an organisation to work for, and starting its application."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import join_organisation
from accounts.models import APPLICANT_ROLES, Organisation
from accounts.permissions import may_edit_for, organisations_of
from applications.actions.drafting import start_application as start
from applications.filters import OrganisationFilter
from applications.forms.organisations import StartForm
from applications.views.drafts import typed
from core.refusals import RuleViolation
from programmes.models import Call

PAGE_SIZE = 50


@login_required
@require_http_methods(["GET", "POST"])
def choose_organisation(request: HttpRequest) -> HttpResponse:
    """Search the directory and choose for whom to work; the first person becomes its editor."""
    call = request.POST.get("aufruf") or request.GET.get("aufruf", "")
    refused: Any = ()
    if request.method == "POST":
        organisation = get_object_or_404(Organisation, key=request.POST.get("organisation", ""))
        try:
            if not may_edit_for(request.user, organisation):
                join_organisation(organisation, by=request.user)
            return after_choosing(request, organisation, call)
        except RuleViolation as refusal:
            refused = refusal.findings
    chosen = OrganisationFilter(request.GET, Organisation.objects.may_apply(), request=request)
    searched = any(request.GET.get(name) for name in ("q", "land"))
    found = chosen.qs if searched else Organisation.objects.none()
    context = {
        "mine": my_organisations(request),
        "filter": chosen,
        "searched": searched,
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "call": call,
        "refused": refused,
    }
    return render(request, "applications/choose_organisation.html", context)


def my_organisations(request: HttpRequest) -> list[Organisation]:
    mine = organisations_of(request.user, *APPLICANT_ROLES)
    return list(Organisation.objects.filter(pk__in=mine).order_by("name"))


def after_choosing(request: HttpRequest, organisation: Organisation, call: str) -> HttpResponse:
    """Go on with the call the person came from, else to the municipality's start page."""
    sentence = _("Sie arbeiten jetzt für „%s“.") % organisation.name
    messages.success(request, sentence)
    if call:
        query = urlencode({"organisation": organisation.key})
        return redirect(f"{reverse('start_application', args=[call])}?{query}")
    return redirect("municipality_home")


@login_required
@require_http_methods(["GET", "POST"])
def start_application(request: HttpRequest, slug: str) -> HttpResponse:
    """Start an application to an open call for one of my organisations; one each."""
    call = get_object_or_404(Call.objects.visible_to(request.user), slug=slug)
    mine = my_organisations(request)
    if not mine:
        return redirect(f"{reverse('choose_organisation')}?{urlencode({'aufruf': slug})}")
    preferred = request.GET.get("organisation", "")
    form = StartForm(typed(request), organisations=mine, preferred=preferred)
    refused: Any = ()
    if request.method == "POST" and form.is_valid():
        try:
            application, created = start(call, form.cleaned_data["organisation"], by=request.user)
        except RuleViolation as refusal:
            refused = refusal.findings
        else:
            if not created:
                messages.info(request, _("Für diesen Aufruf gibt es schon einen Antrag: diesen."))
            return redirect("task_list", application.key)
    version = call.published_version
    context = {"call": call, "version": version, "form": form, "refused": refused}
    return render(request, "applications/start.html", context)
