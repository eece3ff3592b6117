"""The office gives more time: the extensions of a call, a proposal, its confirmation."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import may_read_office
from applications.actions import extension as actions
from applications.forms.extension import ExtensionForm
from applications.models import DeadlineExtension
from applications.permissions import is_second_for_extension, may_extend
from applications.views.drafts import typed
from core.refusals import RuleViolation
from programmes.models import Call

CONFLICT = 409


@login_required
@require_http_methods(["GET", "POST"])
def extensions(request: HttpRequest, key: str) -> HttpResponse:
    """All extensions of the call, and the form that proposes one."""
    if not may_read_office(request.user):
        raise PermissionDenied
    call = get_object_or_404(Call.objects.visible_to(request.user), key=key)
    version = call.published_version
    may = version is not None and may_extend(version, request.user)
    form = ExtensionForm(typed(request), version=version) if version and may else None
    refused: Any = ()
    if request.method == "POST" and not (version and form):
        raise PermissionDenied
    if request.method == "POST" and version and form and form.is_valid():
        try:
            actions.propose_extension(version, form.wanted(), by=request.user)
        except RuleViolation as refusal:
            refused = refusal.findings
        else:
            messages.success(request, _("Vorgeschlagen. Eine zweite Person bestätigt."))
            return redirect("extensions", key)
    known = DeadlineExtension.objects.filter(call_version__call=call)
    rows = [
        (one, one.status == "proposed" and is_second_for_extension(one, request.user))
        for one in known.select_related("application__organisation")
    ]
    context = {"call": call, "version": version, "rows": rows, "form": form, "refused": refused}
    status = CONFLICT if refused else 200
    return render(request, "applications/extensions.html", context, status=status)


@login_required
@require_POST
def confirm_extension(request: HttpRequest, key: str) -> HttpResponse:
    done = _("Die Frist ist verlängert. Alle, die an einem Entwurf arbeiten, erhalten eine E-Mail.")
    return decided(request, key, actions.confirm_extension, done)


@login_required
@require_POST
def decline_extension(request: HttpRequest, key: str) -> HttpResponse:
    return decided(request, key, actions.decline_extension, _("Der Vorschlag ist abgelehnt."))


def decided(
    request: HttpRequest, key: str, step: Callable[..., DeadlineExtension], done: str
) -> HttpResponse:
    """Confirm or decline, then back to the list."""
    if not may_read_office(request.user):
        raise PermissionDenied
    extension = get_object_or_404(DeadlineExtension.objects.select_related("call_version"), key=key)
    try:
        step(extension, by=request.user)
        messages.success(request, done)
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("extensions", extension.call_version.call.key)
