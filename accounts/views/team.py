"""The teams of the organisations I work for."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import end_membership
from accounts.actions import invitations as actions
from accounts.forms import InviteForm
from accounts.models import (
    APPLICANT_ROLES,
    VISITOR_ROLES,
    Confirmation,
    Invitation,
    Membership,
    Organisation,
    Role,
)
from accounts.permissions import has_role_for, organisations_of
from core import clock
from core.refusals import RuleViolation


def site_of(request: HttpRequest) -> str:
    """Return the beginning of every address, for links in mails."""
    return request.build_absolute_uri("/").rstrip("/")


@login_required
@require_http_methods(["GET", "POST"])
def team(request: HttpRequest) -> HttpResponse:
    """Who works for my organisations, and who is invited; administrators invite colleagues."""
    mine = Organisation.objects.filter(pk__in=organisations_of(request.user, *APPLICANT_ROLES))
    wanted = request.POST.get("organisation", "")
    form = InviteForm(request.POST) if request.method == "POST" else None
    if form is not None:
        chosen = mine.filter(key=wanted).first()
        if chosen is None or not has_role_for(request.user, chosen, Role.ORG_ADMIN):
            raise PermissionDenied
        if form.is_valid() and invited(request, chosen, form):
            return redirect("team")
    teams = [team_of(organisation, request) for organisation in mine]
    for one in teams:
        one["form"] = form if form and one["organisation"].key == wanted else InviteForm()
    return render(request, "accounts/team.html", {"teams": teams, "form": form})


def invited(request: HttpRequest, organisation: Organisation, form: InviteForm) -> bool:
    """Send the invitation, or bring the refusal back to the form."""
    email, role = form.cleaned_data["email"], form.cleaned_data["role"]
    try:
        actions.invite_member(organisation, email, role, by=request.user, site=site_of(request))
    except RuleViolation as refusal:
        for finding in refusal.findings:
            form.add_error(finding.field or None, finding.sentence)
        return False
    messages.success(request, _("Die Einladung an %s ist unterwegs.") % email)
    return True


def team_of(organisation: Organisation, request: HttpRequest) -> dict[str, Any]:
    """Members and invitations of one organisation as the page shows them."""
    people = organisation.memberships.valid().select_related("person")
    members = list(people.filter(role__in=APPLICANT_ROLES).order_by("person__name", "role", "pk"))
    invitations = organisation.invitations.waiting().exclude(role__in=VISITOR_ROLES)
    return {
        "organisation": organisation,
        "members": members,
        "invitations": invitations.select_related("invited_by"),
        "signatories": sum(member.role == Role.SIGNATORY for member in members),
        "may_administer": has_role_for(request.user, organisation, Role.ORG_ADMIN),
        "deputies": organisation.deputies.filter(valid_until__gte=clock.today())
        .select_related("person", "deputy")
        .order_by("valid_from", "pk"),
        "may_name_deputy": has_role_for(request.user, organisation, Role.ORG_ADMIN, Role.SIGNATORY),
        "confirmation": organisation.confirmations.filter(status__in=Confirmation.OPEN).first(),
    }


@login_required
@require_POST
def remove_member(request: HttpRequest, key: str) -> HttpResponse:
    """End a colleague's role."""
    mine = organisations_of(request.user, *APPLICANT_ROLES)
    membership = get_object_or_404(
        Membership.objects.valid().filter(organisation__in=mine), key=key
    )
    if not has_role_for(request.user, membership.organisation, Role.ORG_ADMIN):
        raise PermissionDenied
    try:
        end_membership(membership, by=request.user)
        messages.success(request, _("Die Rolle ist beendet."))
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("team")


def invitation_for(request: HttpRequest, key: str) -> Invitation:
    """Fetch an invitation of an organisation the person works for."""
    mine = organisations_of(request.user, *APPLICANT_ROLES)
    members = Invitation.objects.exclude(role__in=VISITOR_ROLES).filter(organisation__in=mine)
    return get_object_or_404(members.select_related("organisation"), key=key)


@login_required
@require_POST
def repeat_invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Send a new link; the old one stops working."""
    waiting = invitation_for(request, key)
    try:
        actions.invite_member(
            waiting.organisation,
            waiting.email,
            waiting.role,
            by=request.user,
            site=site_of(request),
        )
        messages.success(request, _("Wir haben einen neuen Link geschickt."))
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("team")


@login_required
@require_POST
def withdraw_invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Take an invitation back."""
    try:
        actions.withdraw_invitation(invitation_for(request, key), by=request.user)
        messages.success(request, _("Die Einladung ist zurückgenommen."))
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("team")
