"""The goal system: for everyone to read, for the office to edit and put in force."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.history import history_of
from core.refusals import RuleViolation
from core.workflow import Attempt, steps_open_to
from programmes import permissions
from programmes.actions.goals import (
    add_goal_row,
    begin_goal_system,
    edit_goal_row,
    remove_goal_row,
)
from programmes.forms.base import DraftForm
from programmes.forms.goals import CatalogueIndicatorForm, GoalForm
from programmes.models import CatalogueIndicator, Goal, GoalSystem, GuidelineVersion
from programmes.views.draft import REFUSED, saved
from programmes.views.office import refuse_others

ROWS: dict[str, tuple[type[DraftForm], Any, Any]] = {
    "ziel": (GoalForm, _("Ziel hinzufügen"), Goal),
    "indikator": (CatalogueIndicatorForm, _("Indikator hinzufügen"), CatalogueIndicator),
}
STEP_ADDRESSES = {"offer": "vorlegen", "put_in_force": "inkraftsetzen", "give_back": "zurueckgeben"}


def tree_of(system: GoalSystem) -> list[dict[str, Any]]:
    """Return the goals with their sub-goals and indicators, in three queries."""
    goals = list(system.goals.prefetch_related("indicators"))
    tops = [goal for goal in goals if goal.parent_id is None]
    return [
        {"goal": top, "below": [goal for goal in goals if goal.parent_id == top.pk]} for top in tops
    ]


@require_GET
def goals(request: HttpRequest) -> HttpResponse:
    """What the programme wants to reach and how it is measured."""
    latest: dict[int, GoalSystem] = {}
    rows = GoalSystem.objects.in_force().select_related("guideline_version__programme")
    for system in rows.order_by("-guideline_version__number", "-number"):
        latest.setdefault(system.guideline_version.programme_id, system)
    systems = [(system, tree_of(system)) for system in latest.values()]
    return render(request, "programmes/goals.html", {"systems": systems})


@login_required
@require_GET
def office_goals(request: HttpRequest) -> HttpResponse:
    """All editions by guideline version."""
    refuse_others(request)
    guidelines = GuidelineVersion.objects.select_related("programme")
    context = {
        "guidelines": guidelines.prefetch_related("goal_systems"),
        "may_prepare": permissions.may_prepare_calls(None, request.user),
    }
    return render(request, "programmes/office_goals.html", context)


@login_required
@require_POST
def begin_goals(request: HttpRequest, key: str) -> HttpResponse:
    """Begin the next edition, or go on with the one that is being prepared."""
    refuse_others(request)
    guideline = get_object_or_404(GuidelineVersion, key=key)
    system = begin_goal_system(guideline, by=request.user)
    return redirect("office_goal_system", key=system.key)


@login_required
@require_GET
def office_goal_system(request: HttpRequest, key: str) -> HttpResponse:
    """One edition with everything, what stands against it, and the next step."""
    system = system_for_office(request, key)
    steps = steps_open_to(system, Attempt(by=request.user))
    offers = [
        {"step": step, "url": reverse("goal_system_step", args=[key, STEP_ADDRESSES[step.name]])}
        for step in steps
    ]
    context = {**page_of(request, system), "tree": tree_of(system), "offers": offers}
    return render(request, "programmes/office_goal_system.html", context)


@login_required
@require_GET
def goal_system_history(request: HttpRequest, key: str) -> HttpResponse:
    """Who changed what, when."""
    system = system_for_office(request, key)
    context = {**page_of(request, system), "history": history_of(system, Goal, CatalogueIndicator)}
    return render(request, "programmes/goal_system_history.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def goal_row_add(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Add a goal or an indicator."""
    system = system_for_editing(request, key)
    form_class, heading, model = ROWS[kind]
    form = form_class(system, request.POST if request.method == "POST" else None)

    def save(form: DraftForm) -> None:
        add_goal_row(system, model, fields=form.values(), by=request.user)

    return saved(request, form, save, row_page(request, system, heading))


@login_required
@require_http_methods(["GET", "POST"])
def goal_row(request: HttpRequest, key: str, kind: str, code: str) -> HttpResponse:
    """Change a goal or an indicator."""
    system = system_for_editing(request, key)
    row, form_class = row_of(system, kind, code), ROWS[kind][0]
    page = row_page(request, system, str(row))
    page["remove_url"] = reverse("goal_row_remove", args=[key, kind, code])
    form = form_class(system, request.POST if request.method == "POST" else None, instance=row)

    def save(form: DraftForm) -> None:
        edit_goal_row(system, row, fields=form.values(), seen=form.seen_mark, by=request.user)

    return saved(request, form, save, page)


@login_required
@require_http_methods(["GET", "POST"])
def goal_row_remove(request: HttpRequest, key: str, kind: str, code: str) -> HttpResponse:
    """Ask once, then remove; the trail keeps what the row said."""
    system = system_for_editing(request, key)
    row = row_of(system, kind, code)
    page = row_page(request, system, str(row))
    if request.method == "POST":
        try:
            remove_goal_row(system, row, by=request.user)
        except RuleViolation as refusal:
            page["refused"] = refusal.findings
        else:
            messages.success(request, _("Der Eintrag ist entfernt."))
            return redirect(page["back"])
    status = REFUSED if "refused" in page else 200
    return render(request, "programmes/goal_row_remove.html", page, status=status)


def system_for_office(request: HttpRequest, key: str) -> GoalSystem:
    """Return the edition; 403 to the wrong role, 404 when there is none."""
    rows = GoalSystem.objects.visible_to(request.user).select_related("guideline_version")
    system = get_object_or_404(rows, key=key)
    refuse_others(request)
    return system


def system_for_editing(request: HttpRequest, key: str) -> GoalSystem:
    system = system_for_office(request, key)
    if not permissions.may_prepare_calls(system, request.user):
        raise PermissionDenied
    return system


def row_of(system: GoalSystem, kind: str, code: str) -> Any:
    if kind == "ziel":
        return get_object_or_404(system.goals, code=code)
    found = CatalogueIndicator.objects.filter(goal__goal_system=system, code=code).first()
    if found is None:
        raise Http404
    return found


def page_of(request: HttpRequest, system: GoalSystem) -> dict[str, Any]:
    """What every office page of an edition knows."""
    is_draft = system.status == GoalSystem.Status.DRAFT
    return {
        "system": system,
        "may_edit": is_draft and permissions.may_prepare_calls(system, request.user),
    }


def row_page(request: HttpRequest, system: GoalSystem, heading: Any) -> dict[str, Any]:
    return {
        **page_of(request, system),
        "heading": heading,
        "template": "programmes/goal_row.html",
        "back": reverse("office_goal_system", args=[system.key]),
    }
