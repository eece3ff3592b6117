"""Revise what was submitted, or give the revision up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.actions import revision as actions
from applications.views.submission import own_application
from core.refusals import RuleViolation


@login_required
@require_POST
def open_revision(request: HttpRequest, key: str) -> HttpResponse:
    """Open the working copy of a submitted application, or answer what the office asks for."""
    application = own_application(request, key)
    if application.is_copy:
        raise PermissionDenied
    try:
        copy = actions.open_revision(application, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
        return redirect("check_application", key)
    messages.success(request, _("Sie arbeiten jetzt an einer Kopie. Eingereicht ist noch nichts."))
    return redirect("task_list", copy.key)


@login_required
@require_POST
def discard_revision(request: HttpRequest, key: str) -> HttpResponse:
    """Give the revision up; what was submitted counts."""
    copy = own_application(request, key)
    try:
        actions.discard_revision(copy, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
        return redirect("check_application", key)
    messages.success(request, _("Die Überarbeitung ist verworfen. Ihre Einreichung gilt."))
    return redirect("check_application", copy.main.key)
