"""A reviewer's own entry of the pool: invitation, profile, ties, introduction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import is_reviewer
from core.refusals import EditConflict, Finding
from evaluation import actions
from evaluation.forms.pool import ProfileForm, TieForm
from evaluation.models import Assignment, Reviewer
from evaluation.pool import topic_names
from evaluation.views.fetching import REFUSED, entered


def own_entry(request: HttpRequest) -> Reviewer:
    if not is_reviewer(request.user):
        raise PermissionDenied
    rows = Reviewer.objects.select_related("person", "employer", "home")
    return get_object_or_404(rows, person=request.user)


@login_required
@require_http_methods(["GET", "POST"])
def my_profile(request: HttpRequest) -> HttpResponse:
    """What I know, where I live and work, when I am away."""
    reviewer = own_entry(request)
    form = ProfileForm(entered(request), reviewer=reviewer, topics=topic_names())
    refused: Sequence[Finding] = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_profile(
                reviewer,
                form.profile(),
                form.expertise(),
                by=request.user,
                version=form.cleaned_data["version"],
            )
            messages.success(request, _("Gespeichert."))
            return redirect("my_profile")
        except EditConflict:
            sentence = _("Ein anderes Fenster hat Ihr Profil inzwischen gespeichert.")
            refused = (Finding("edit_conflict", sentence),)
    return draw(request, reviewer, form, refused=refused)


def draw(
    request: HttpRequest, reviewer: Reviewer, form: Any, *, refused: Sequence[Finding] = ()
) -> HttpResponse:
    """Draw the page; a tie that cannot be read shows its own errors."""
    about_tie = isinstance(form, TieForm)
    profile = ProfileForm(None, reviewer=reviewer, topics=topic_names()) if about_tie else form
    own = Assignment.objects.visible_to(request.user).filter(reviewer=reviewer)
    context = {
        "reviewer": reviewer,
        "form": form,
        "profile": profile,
        "tie_form": form if about_tie else TieForm(),
        "ties": reviewer.ties.filter(ended_on=None).select_related("organisation"),
        "open_work": own.open_work().count(),
        "handed_in": own.filter(review__status="submitted").count(),
        "refused": refused,
    }
    status = REFUSED if refused else 200
    return render(request, "evaluation/my_profile.html", context, status=status)


@login_required
@require_POST
def accept_invitation(request: HttpRequest) -> HttpResponse:
    actions.accept_invitation(own_entry(request), by=request.user)
    messages.success(request, _("Vielen Dank. Die Programmstelle kann Ihnen Anträge zuteilen."))
    return redirect("my_profile")


@login_required
@require_POST
def confirm_training(request: HttpRequest) -> HttpResponse:
    actions.confirm_training(own_entry(request), by=request.user)
    messages.success(request, _("Festgehalten."))
    return redirect("my_profile")


@login_required
@require_POST
def add_tie(request: HttpRequest) -> HttpResponse:
    """Name an organisation whose applications I must not judge."""
    reviewer = own_entry(request)
    form = TieForm(request.POST)
    if not form.is_valid():
        return draw(request, reviewer, form)
    actions.add_tie(reviewer, **form.cleaned_data, by=request.user)
    messages.success(request, _("Die Bindung ist festgehalten."))
    return redirect("my_profile")


@login_required
@require_POST
def end_tie(request: HttpRequest, key: str) -> HttpResponse:
    tie = get_object_or_404(own_entry(request).ties.filter(ended_on=None), key=key)
    actions.end_tie(tie, by=request.user)
    messages.success(request, _("Die Bindung ist beendet. Sie wirkt noch drei Jahre nach."))
    return redirect("my_profile")
