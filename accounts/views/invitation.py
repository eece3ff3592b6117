"""The page behind the link of an invitation."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions.invitations import RUN_OUT, accept_invitation, join_by_invitation
from accounts.forms import JoinForm
from accounts.models import Invitation, Person
from core.refusals import RuleViolation

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GONE, CONFLICT = 410, 409


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept: somebody new chooses a password, everybody else signs in and presses one button."""
    found = Invitation.objects.usable().with_token(token)
    if found is None:
        return render(request, "accounts/invitation_gone.html", {"sentence": RUN_OUT}, status=GONE)
    is_new = not Person.objects.filter(email__iexact=found.email).exists()
    if not is_new and not request.user.is_authenticated:
        query = urlencode({"next": request.path})
        return redirect(f"{reverse('account_login')}?{query}")
    form = JoinForm(request.POST or None, email=found.email) if is_new else None
    refused: Any = ()
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            return accepted(request, token, form)
        except RuleViolation as refusal:
            refused = refusal.findings
    context = {"invitation": found, "form": form, "refused": refused}
    status = CONFLICT if refused else 200
    return render(request, "accounts/invitation.html", context, status=status)


def accepted(request: HttpRequest, token: str, form: JoinForm | None) -> HttpResponse:
    """Use the link and lead to the work."""
    if form is None:
        accept_invitation(token, by=request.user)
    else:
        known = {name: form.cleaned_data[name] for name in ("name", "password")}
        login(request, join_by_invitation(token, **known), backend=BACKEND)
    messages.success(request, _("Willkommen. Sie gehören jetzt zum Team."))
    return redirect("municipality_home")
