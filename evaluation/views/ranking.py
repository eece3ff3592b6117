"""The ranking: live with any budget, as a table file, and frozen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import is_officer
from core.export import csv_response
from core.history import history_of
from core.refusals import Finding, RuleViolation
from evaluation import actions
from evaluation.filters import FrozenPlaceFilter, PlaceFilter
from evaluation.forms.office import BudgetForm, FreezeForm
from evaluation.frozen import is_reproducible, points_by_review
from evaluation.models import Candidacy, Objection, Ranking, Review
from evaluation.scores import lines_missed, yardstick
from evaluation.standings import Standing, Standings, available_budget, judged, standings_of
from evaluation.views.fetching import (
    NAMES,
    PAGE_SIZE,
    PARTS,
    REFUSED,
    entered,
    is_filtered,
    only_office,
    page_of,
    tabs_of,
    version_for,
)
from evaluation.waiting import unjudged_findings
from programmes.models import CallVersion

SORTS = {"rang": "position", "betrag": "amount", "punkte": "total"}
COLUMNS = (
    "Rang",
    "Gleichstand",
    "Eingangsnummer",
    "Kommune",
    "Land",
    "Vorhaben",
    "Punktzahl",
    "Beantragt in Euro",
    "Summe bis hier in Euro",
    "Förderwürdig",
    "Über der Förderlinie",
)


@login_required
@require_GET
def ranking(request: HttpRequest, slug: str) -> HttpResponse:
    """The ranking as it stands, calculated with the available or any other budget."""
    version = version_for(request, slug)
    money = BudgetForm(request.GET)
    available = available_budget(version)
    asked = money.cleaned_data["mittel"] if money.is_valid() else None
    standings = standings_of(version, available if asked is None else asked)
    filters = PlaceFilter(request.GET, queryset=judged(version))
    rows = matching_rows(request, standings, filters)
    page = page_of(request, rows, size=len(rows) or 1 if "alle" in request.GET else PAGE_SIZE)
    previous = rows[page.start_index() - 2] if page.number > 1 else None
    context = {
        "version": version,
        "standings": standings,
        "page": page,
        "lines": lines_of(page.object_list, version, previous, in_order=is_in_order(request)),
        "money": money if asked is not None or money.errors else BudgetForm({"mittel": available}),
        "available": available,
        "form": filters.form,
        "active": is_filtered(filters),
        "is_calculation": asked is not None and asked != available,
        "frozen": version.rankings.order_by("-number"),
        "may_freeze": is_officer(request.user),
        "missing": unjudged_findings(version),
        "tabs": tabs_of(version, "ranking"),
    }
    return render(request, "evaluation/ranking.html", context)


def is_in_order(request: HttpRequest) -> bool:
    """Are the rows in the order of the ranks, so that a line can be drawn?"""
    sort = request.GET.get("sort", "")
    return SORTS.get(sort, "position") == "position" and not sort.startswith("-")


def matching_rows(
    request: HttpRequest, standings: Standings, filters: PlaceFilter
) -> Sequence[Standing]:
    """Return the rows that search and Land leave, in the order asked for; places stay."""
    rows: Sequence[Standing] = standings.rows
    if is_filtered(filters):
        keys = set(filters.qs.values_list("key", flat=True))
        rows = [row for row in rows if row.key in keys]
    sort = request.GET.get("sort", "")
    column = SORTS.get(sort.removeprefix("-"))
    if column:
        rows = sorted(rows, key=lambda r: getattr(r, column), reverse=sort.startswith("-"))
    return rows


def lines_of(
    rows: Sequence[Standing], version: CallVersion, before: Standing | None, *, in_order: bool
) -> list[dict[str, Any]]:
    """Return what the table draws: each row with its candidacy, the line and the band below."""
    named = candidacies_by_key([row.key for row in rows])
    reasons = shortfalls_of([row.key for row in rows if not row.fundable], version)
    lines = []
    for row in rows:
        ends = in_order and not row.funded and (before is None or before.funded)
        band = in_order and not row.fundable and (before is None or before.fundable)
        lines.append(
            {
                "row": row,
                "application": named[row.key].application,
                "candidacy": named[row.key],
                "line_before": ends,
                "band_before": band,
                "shortfalls": reasons.get(row.key, ()),
            }
        )
        before = row
    return lines


def candidacies_by_key(keys: Sequence[str]) -> dict[str, Candidacy]:
    rows = Candidacy.objects.filter(key__in=keys).select_related(*NAMES)
    return {row.key: row for row in rows}


def shortfalls_of(keys: Sequence[str], version: CallVersion) -> dict[str, tuple[str, ...]]:
    """Return why each of these candidacies is not fundable."""
    if not keys:
        return {}
    counting = Review.objects.counting().filter(assignment__candidacy__key__in=keys)
    points, rules = points_by_review(counting), yardstick(version)
    return {key: lines_missed(list(given.values()), rules) for key, given in points.items()}


@login_required
@require_GET
def ranking_table(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The same ranking as a file for spreadsheets."""
    version = version_for(request, slug)
    money = BudgetForm(request.GET)
    asked = money.cleaned_data["mittel"] if money.is_valid() else None
    standings = standings_of(version, available_budget(version) if asked is None else asked)
    rows = matching_rows(request, standings, PlaceFilter(request.GET, queryset=judged(version)))
    return csv_response(f"rangfolge-{slug}.csv", COLUMNS, table_rows(rows))


def table_rows(rows: Sequence[Standing]) -> Iterator[tuple[Any, ...]]:
    named = candidacies_by_key([row.key for row in rows])
    for row in rows:
        application = named[row.key].application
        yield (
            row.position,
            row.tied,
            application.receipt_number,
            application.organisation.name,
            application.organisation.land,
            application.project.title,
            row.total.normalize(),
            row.amount,
            row.running,
            row.fundable,
            row.funded,
        )


@login_required
@require_http_methods(["GET", "POST"])
def freeze_ranking(request: HttpRequest, slug: str) -> HttpResponse:
    """Freeze the ranking with the money it distributes."""
    version = version_for(request, slug)
    if not is_officer(request.user):
        raise PermissionDenied
    form = FreezeForm(entered(request), initial={"budget": available_budget(version)})
    refused: Sequence[Finding] = ()
    if request.method == "POST" and form.is_valid():
        try:
            frozen = actions.freeze_ranking(version, by=request.user, **form.cleaned_data)
            messages.success(request, _("Die Rangfolge ist eingefroren."))
            return redirect("frozen_ranking", frozen.key)
        except RuleViolation as refusal:
            refused = refusal.findings
    context = {
        "version": version,
        "form": form,
        "refused": refused,
        "missing": unjudged_findings(version),
        "standings": standings_of(version, available_budget(version)),
    }
    status = REFUSED if refused else 200
    return render(request, "evaluation/freeze_ranking.html", context, status=status)


@login_required
@require_GET
def frozen_ranking(request: HttpRequest, key: str) -> HttpResponse:
    """A frozen ranking; on request it is calculated again from the stored scores."""
    only_office(request)
    rows = Ranking.objects.visible_to(request.user).select_related("call_version__call", "snapshot")
    frozen = get_object_or_404(rows, key=key)
    parts = tuple(f"candidacy__{part}" for part in PARTS)
    filters = FrozenPlaceFilter(request.GET, queryset=frozen.places.select_related(*parts))
    checking = "pruefen" in request.GET
    context = {
        "ranking": frozen,
        "version": frozen.call_version,
        "form": filters.form,
        "page": page_of(request, filters.qs),
        "active": is_filtered(filters),
        "checked": checking,
        "same": checking and is_reproducible(frozen),
        "history": history_of(frozen),
        "sessions": frozen.sessions.all(),
        "may_prepare": is_officer(request.user),
        "objections": Objection.objects.visible_to(request.user)
        .filter(application__call_version__call=frozen.call_version.call_id)
        .select_related("application__organisation"),
        "tabs": tabs_of(frozen.call_version, "ranking"),
    }
    return render(request, "evaluation/frozen_ranking.html", context)
