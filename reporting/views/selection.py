"""Filters of the report: two selections side by side, and the list behind every number."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from applications.models import Application
from core.export import csv_response
from reporting.forms import ListForm, SelectionForm
from reporting.permissions import may_read_overview
from reporting.presentation import text_of
from reporting.selection import AWARDED, figures_of, selected

PAGE_SIZE = 50
SORTS = {
    "eingang": "receipt_number",
    "kommune": "organisation__name",
    "land": "organisation__land",
    "betrag": "requested_amount",
    "punkte": "candidacy__total",
    "bewilligt": "candidacy__decision__award__amount",
}
HEAD = (
    "Eingangsnummer",
    "Kommune",
    "Land",
    "Vorhaben",
    "Stand",
    "Beantragt",
    "Punkte",
    "Bewilligt",
)
COLUMNS = (
    *("receipt_number", "organisation__name", "organisation__land", "project__title", "status"),
    *("requested_amount", "candidacy__total", "candidacy__decision__award__amount"),
)


@login_required
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Two selections side by side; every count leads to its list."""
    if not may_read_overview(request.user):
        raise PermissionDenied
    forms = [SelectionForm(request.GET, prefix=prefix) for prefix in ("a", "b")]
    columns = [figures_of(form.asked) for form in forms]
    rows = [
        {
            "name": values[0].name,
            "cells": [{"text": text_of(one.value, one.kind), "url": one.url} for one in values],
        }
        for values in zip(*columns, strict=True)
    ]
    context = {"forms": forms, "rows": rows, "heads": [form.words for form in forms]}
    return render(request, "reporting/compare.html", context)


@login_required
@require_GET
def report_list(request: HttpRequest) -> HttpResponseBase:
    """The applications behind a number, to look at or to save as CSV."""
    if not may_read_overview(request.user):
        raise PermissionDenied
    form = ListForm(request.GET)
    sort = request.GET.get("sort", "")
    column = SORTS.get(sort.removeprefix("-"), "receipt_number")
    found = selected(form.asked) if form.is_valid() else Application.objects.none()
    found = found.order_by(f"-{column}" if sort.startswith("-") else column, "pk")
    if request.GET.get("format") == "csv":
        names = dict(found.model.Status.choices)
        lines = ((*r[:4], names[r[4]], *r[5:]) for r in found.values_list(*COLUMNS).iterator())
        return csv_response("Antraege.csv", HEAD, lines)
    rows = found.select_related("organisation", "project", "candidacy__decision__award")
    context = {
        "form": form,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "active": bool(form.asked),
        "sort": sort,
        "sums": found.order_by().aggregate(requested=Sum("requested_amount"), granted=Sum(AWARDED)),
    }
    return render(request, "reporting/list.html", context)
