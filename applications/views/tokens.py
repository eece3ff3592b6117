"""Access of programs: the own tokens, a new one shown once, and taking one back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import APPLICANT_ROLES
from accounts.permissions import has_role
from applications.actions import tokens as actions
from applications.forms.tokens import TokenForm
from applications.models import ApiToken
from applications.views.drafts import typed
from core import clock
from core.refusals import RuleViolation

CONFLICT = 409
PAGE_SIZE = 50


@login_required
@require_http_methods(["GET", "POST"])
def api_tokens(request: HttpRequest) -> HttpResponse:
    """All own tokens, and the form for another one."""
    person: Any = request.user
    if not has_role(person, *APPLICANT_ROLES):
        raise PermissionDenied
    form = TokenForm(typed(request), person=person)
    refused: Any = ()
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            membership = form.cleaned_data["membership"]
            _token, secret = actions.create_token(membership, form.access(), by=person)
            form = TokenForm(person=person)
        except RuleViolation as refusal:
            refused = refusal.findings
    own = ApiToken.objects.filter(membership__person=person)
    page = Paginator(own.select_related("membership__organisation"), PAGE_SIZE)
    context = {
        "form": form,
        "page": page.get_page(request.GET.get("page")),
        "refused": refused,
        "secret": secret,
        "today": clock.today(),
        "scopes": dict(ApiToken.Scope.choices),
    }
    status = CONFLICT if refused else 200
    answer = render(request, "applications/api_tokens.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_POST
def revoke_api_token(request: HttpRequest, key: str) -> HttpResponse:
    """From now on the token opens nothing."""
    person: Any = request.user
    token = get_object_or_404(ApiToken, key=key, membership__person=person)
    actions.revoke_token(token, by=person)
    messages.success(request, _("Der Zugangsschlüssel „%s“ gilt nicht mehr.") % token.name)
    return redirect("api_tokens")
