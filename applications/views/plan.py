"""The finance plan: a table of amounts, a balance reckoned by the server, a page for each line."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications.actions import planning
from applications.checks.money import findings_in
from applications.finance import Plan, terms_of
from applications.forms.plan import LineForm, NewLineForm, PlanForm
from applications.models import Application, PlanLine
from applications.plan_rows import PlanRow, PlanState, plan_as_typed, state_of
from applications.views.drafts import Sheet, draft_for

BLOCKS = (("costs", "expense", "Ausgaben"), ("funding", "financing", "Finanzierung"))


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, key: str) -> HttpResponse:
    """All amounts by row and year; a button of a row saves them first and leads to its page."""
    application = draft_for(request, key)
    state = state_of(application)
    years = application.call_version.years
    form = PlanForm(request.POST or None, state=state, years=years)
    reckoned = plan_as_typed(state.rows, typed_in(form), years)

    def save(form: PlanForm) -> PlanState:
        seen = form.cleaned_data["version"]
        return planning.save_plan(application, form.typed(), seen=seen, by=request.user)

    return Sheet(
        request,
        application,
        "plan",
        "applications/plan.html",
        save=save,
        step="save_plan",
        after=page_after(request, key),
        context={
            **table_of(form, reckoned, wanted_year(request, form, reckoned)),
            **balance_of(application, reckoned),
            "years": years,
        },
    ).answer(form)


def typed_in(form: PlanForm) -> dict[str, dict[int, Any]]:
    """Return what is typed and readable; nothing when the form was only opened."""
    if not form.is_bound:
        return {}
    form.is_valid()
    return form.typed()


def page_after(request: HttpRequest, key: str) -> str:
    """Return where a row's button leads after saving; other buttons go the usual way."""
    asked = request.POST.get("row", "")
    if asked == "new":
        return reverse("new_plan_line", args=[key])
    return reverse("plan_line", args=[key, asked]) if asked else ""


def wanted_year(request: HttpRequest, form: PlanForm, reckoned: Plan) -> int:
    """Return the year that a narrow screen shows: the wrong one, the asked one or the first."""
    asked = request.POST.get("jahr") or request.GET.get("jahr", "")
    years = {str(year): year for year in form.years}
    first_gap = min(set(reckoned.gaps) & set(form.years), default=form.years[0])
    return form.first_year_with_error() or years.get(asked, first_gap)


def table_of(form: PlanForm, reckoned: Plan, shown: int) -> dict[str, Any]:
    """Return the table as the template draws it, side by side with its sums."""
    places = {year: place for place, year in enumerate(form.years, start=1)}
    blocks = [
        {
            "code": code,
            "title": title,
            "rows": [
                {"row": row, "cells": form.cells(row), "total": entry.total}
                for row, entry in zip(form.state.rows, reckoned.entries, strict=True)
                if row.side == side
            ],
            "sums": [(year, reckoned.sum(side, year)) for year in form.years],
            "total": reckoned.sum(side),
        }
        for code, side, title in BLOCKS
    ]
    shown_place = {"shown_year": shown, "shown_place": places[shown]}
    return {"blocks": blocks, "places": places, "wrong": form.errors, **shown_place}


def balance_of(application: Application, reckoned: Plan) -> dict[str, Any]:
    """Return the box above the table: sums, gap, highest grant, and what stands against it."""
    terms = terms_of(application)
    return {
        "reckoned": reckoned,
        "terms": terms,
        "gap_years": reckoned.gaps,
        "grant_allowed": reckoned.grant_allowed(terms),
        "own_share_needed": reckoned.own_share_needed(terms),
        "plan_findings": findings_in(reckoned, terms),
    }


@login_required
@require_POST
def plan_balance(request: HttpRequest, key: str) -> HttpResponse:
    """Reckon with what is typed and save nothing: the part of the page that htmx replaces."""
    application = draft_for(request, key)
    state, years = state_of(application), application.call_version.years
    form = PlanForm(request.POST, state=state, years=years)
    reckoned = plan_as_typed(state.rows, typed_in(form), years)
    context = balance_of(application, reckoned) | {"unreadable": bool(form.errors)}
    return render(request, "applications/_balance.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_plan_line(request: HttpRequest, key: str) -> HttpResponse:
    """Choose which kind of line to add; its page follows."""
    application = draft_for(request, key)
    sheet = Sheet(request, application, "plan", "applications/plan_line_new.html")

    def save(form: NewLineForm) -> PlanLine:
        values = {"kind": form.cleaned_data["kind"], "eligible": True}
        return planning.add_line(application, values, by=request.user)

    form = NewLineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        row = next_row(state_of(application), kind)
        after = reverse("plan_line", args=[key, row])
        return replace(sheet, save=save, after=after).answer(form)
    return sheet.closed() or sheet.draw(form)


def next_row(state: PlanState, kind: str) -> str:
    """Return the key that the next line of this kind gets."""
    stored = [row for row in state.rows if row.kind == kind and row.line]
    return f"{kind}-{len(stored) + 1}" if stored else kind


@login_required
@require_http_methods(["GET", "POST"])
def plan_line(request: HttpRequest, key: str, row: str) -> HttpResponse:
    """What one line is called, what it belongs to, whether it is eligible; or remove it."""
    application = draft_for(request, key)
    found = state_of(application).row(row)
    if found is None:
        raise Http404
    if request.method == "POST" and request.POST.get("then") == "remove":
        return removed(request, application, found)

    def save(form: LineForm) -> PlanLine:
        if found.line:
            return planning.change_line(found.line, form.edit(), by=request.user)
        values = {"kind": found.kind, **form.edit().values}
        return planning.add_line(application, values, by=request.user)

    form = LineForm(
        request.POST or None,
        application=application,
        side=found.side,
        initial=initial_of(found),
    )
    return Sheet(
        request,
        application,
        "plan",
        "applications/plan_line.html",
        save=save,
        step="change_plan_line",
        after=reverse("plan", args=[key]),
        context={"row": found},
    ).answer(form)


def initial_of(row: PlanRow) -> dict[str, Any]:
    if row.line is None:
        return {"eligible": True, "version": 0}
    return {name: getattr(row.line, name) for name in LineForm.base_fields}


def removed(request: HttpRequest, application: Application, row: PlanRow) -> HttpResponse:
    """Remove the line with its amounts and go back to the table."""
    if row.line:
        planning.remove_line(row.line, by=request.user)
        messages.success(request, _("Die Position ist entfernt."))
    return redirect("plan", application.key)
