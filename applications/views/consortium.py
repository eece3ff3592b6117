"""The lead's page of one partner: people, sharing, resolution and rate, leaving."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.views.team import site_of
from applications.actions import consortium as actions
from applications.consortium import money_of, requirements_for, state_of
from applications.forms.consortium import (
    LeavingForm,
    PartnerPersonForm,
    PartnerTermsForm,
    SharingForm,
    terms_in_words,
)
from applications.models import Application, Partner, PartnerPerson
from applications.views.documents import document_rows
from applications.views.drafts import CONFLICT, Sheet, draft_for, sections_for, title_of, typed
from core.refusals import EditConflict, RuleViolation


def partner_for(request: HttpRequest, key: str, position: int) -> tuple[Application, Partner]:
    """Fetch a partner of an application that this person may edit."""
    application = draft_for(request, key)
    rows = Partner.objects.select_related("organisation")
    partner = get_object_or_404(rows, application=application, position=position)
    partner.application = application
    return application, partner


@login_required
@require_GET
def partner_role(request: HttpRequest, key: str, position: int) -> HttpResponse:
    """Everything about one partner."""
    application, partner = partner_for(request, key, position)
    return partner_page(request, application, partner)


def partner_page(
    request: HttpRequest, application: Application, partner: Partner, **more: Any
) -> HttpResponse:
    """Draw the page; a form with errors or a refusal comes with `more`."""
    sections = sections_for(application)
    context = {
        "application": application,
        "title": title_of(application),
        "partner": partner,
        "state": state_of(partner),
        "people": partner.people_now(),
        "money": money_of(partner),
        "terms": terms_in_words(partner),
        "documents": document_rows(application, requirements_for(partner)),
        "invite": PartnerPersonForm(None),
        "sharing": SharingForm(None, sections=sections, shared=partner.shared_sections),
        "is_open": application.is_editable,
    } | more
    status = CONFLICT if more.get("refused") else 200
    return render(request, "applications/partner_role.html", context, status=status)


@login_required
@require_POST
def invite_partner_person(request: HttpRequest, key: str, position: int) -> HttpResponse:
    """Send a link to somebody of the partner; one who is bound elsewhere is told now."""
    application, partner = partner_for(request, key, position)
    form = PartnerPersonForm(typed(request))
    if not form.is_valid():
        return partner_page(request, application, partner, invite=form, form=form)
    email = form.cleaned_data["email"]
    try:
        actions.invite_partner_person(partner, email, by=request.user, site=site_of(request))
    except RuleViolation as refusal:
        return partner_page(request, application, partner, invite=form, refused=refusal.findings)
    messages.success(request, _("Die Einladung an %s ist unterwegs.") % email)
    return redirect("partner_role", key, position)


@login_required
@require_POST
def end_partner_person(request: HttpRequest, key: str, person_key: str) -> HttpResponse:
    """End the access of one person."""
    application = draft_for(request, key)
    rows = PartnerPerson.objects.filter(application=application.main).select_related("partner")
    person = get_object_or_404(rows.exclude(partner=None), key=person_key)
    actions.end_partner_person(person, by=request.user)
    messages.success(request, _("Der Zugang ist beendet."))
    position = person.partner.position if person.partner else 0
    return redirect("partner_role", key, position)


@login_required
@require_POST
def share_with_partner(request: HttpRequest, key: str, position: int) -> HttpResponse:
    """Say which sections the partner's people may read."""
    application, partner = partner_for(request, key, position)
    sections = sections_for(application)
    form = SharingForm(typed(request), sections=sections, shared=partner.shared_sections)
    if not form.is_valid():
        return partner_page(request, application, partner, sharing=form, form=form)
    chosen, seen = form.cleaned_data["sections"], form.seen_before()
    try:
        actions.share_with_partner(partner, chosen, seen=seen, by=request.user)
        messages.success(request, _("Ihre Auswahl ist gespeichert."))
    except EditConflict:
        messages.error(request, _("Jemand hat das gerade geändert. Bitte prüfen Sie den Stand."))
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("partner_role", key, position)


@login_required
@require_http_methods(["GET", "POST"])
def partner_terms(request: HttpRequest, key: str, position: int) -> HttpResponse:
    """Resolution, agreement and requested rate of the partner."""
    application, partner = partner_for(request, key, position)

    def save(form: PartnerTermsForm) -> Partner:
        return actions.save_partner_terms(partner, form.edit(), by=request.user)

    return Sheet(
        request,
        application,
        "partners",
        "applications/partner_terms.html",
        save=save,
        step="change_partner",
        after=reverse("partner_role", args=[key, position]),
        context={"partner": partner},
    ).answer(
        PartnerTermsForm(
            typed(request),
            application=application,
            initial={name: getattr(partner, name) for name in PartnerTermsForm.base_fields},
        )
    )


@login_required
@require_http_methods(["GET", "POST"])
def part_with_partner(request: HttpRequest, key: str, position: int) -> HttpResponse:
    """A partner leaves; its lines and documents go to the lead or to another partner."""
    application, partner = partner_for(request, key, position)
    form = LeavingForm(typed(request), partner=partner, application=application)
    sheet = Sheet(request, application, "partners", "applications/partner_leaving.html")
    context = {"partner": partner, "money": money_of(partner)}
    if request.method != "POST" or not form.is_valid():
        return sheet.closed() or sheet.draw(form, **context)
    try:
        actions.part_with_partner(partner, by=request.user, **form.cleaned_data)
    except RuleViolation as refusal:
        return sheet.draw(form, status=CONFLICT, refused=refusal.findings, **context)
    messages.success(request, _("„%s“ ist ausgeschieden.") % partner)
    return redirect("partners", key)
