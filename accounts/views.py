"""The team of an organisation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import add_member, end_membership
from accounts.forms import MemberForm
from accounts.models import APPLICANT_ROLES, Membership, Organisation, Person, Role
from accounts.permissions import has_role_for, organisations_of
from core.refusals import RuleViolation


@login_required
@require_http_methods(["GET", "POST"])
def team(request: HttpRequest) -> HttpResponse:
    """Who works for my organisations; administrators add colleagues."""
    mine = Organisation.objects.filter(pk__in=organisations_of(request.user, *APPLICANT_ROLES))
    teams = [team_of(organisation, request) for organisation in mine]
    wanted = request.POST.get("organisation", "")
    chosen = next((team for team in teams if team["organisation"].key == wanted), None)
    form = MemberForm(request.POST or None)
    if request.method == "POST":
        if chosen is None or not chosen["may_administer"]:
            raise PermissionDenied
        if form.is_valid() and added(chosen["organisation"], form, request.user):
            messages.success(request, _("Die Person gehört jetzt zum Team."))
            return redirect("team")
    return render(request, "accounts/team.html", {"teams": teams, "form": form})


def added(organisation: Organisation, form: MemberForm, by: Person) -> bool:
    """Add the person, or bring the refusal back to the form."""
    try:
        add_member(organisation, form.cleaned_data["email"], form.cleaned_data["role"], by=by)
    except RuleViolation as refusal:
        for finding in refusal.findings:
            form.add_error(finding.field or None, finding.sentence)
        return False
    return True


def team_of(organisation: Organisation, request: HttpRequest) -> dict[str, object]:
    """Members of one organisation as the page shows them."""
    people = organisation.memberships.valid().select_related("person").order_by("role", "pk")
    members = [membership for membership in people if membership.role in APPLICANT_ROLES]
    return {
        "organisation": organisation,
        "members": members,
        "signatories": sum(member.role == Role.SIGNATORY for member in members),
        "may_administer": has_role_for(request.user, organisation, Role.ORG_ADMIN),
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
