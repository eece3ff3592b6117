"""Calculations beside the ranking: asked for, followed, read. None of them decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import is_officer
from core.jobs_model import Job
from core.refusals import RuleViolation
from core.snapshots import thaw
from evaluation import actions
from evaluation.calculating import is_reproducible
from evaluation.forms.calculations import (
    KNOWN,
    EitherOrFormSet,
    LimitFormSet,
    alternatives_of,
    limits_of,
)
from evaluation.models import Calculation, Candidacy, Reviewer
from evaluation.portfolio import borderline_rate, groups, numbers
from evaluation.views.fetching import PARTS, entered, only_office, page_of, tabs_of, version_for
from programmes.models import CallVersion

MARKS = {
    "core": gettext_lazy("Kern"),
    "borderline": gettext_lazy("Grenzfall"),
    "outside": gettext_lazy("außerhalb"),
}
SORTS = {"rang": "position", "punkte": "total", "bereinigt": "adjusted", "vorhaben": "title"}


@login_required
@require_GET
def calculations(request: HttpRequest, slug: str) -> HttpResponse:
    """What was calculated for a call, the latest first."""
    version = version_for(request, slug)
    rows = Calculation.objects.visible_to(request.user).filter(call_version=version)
    kind = request.GET.get("art", "")
    context = {
        "version": version,
        "page": page_of(request, rows.filter(kind=kind) if kind in Calculation.Kind else rows),
        "kinds": Calculation.Kind.choices,
        "kind": kind,
        "may_act": is_officer(request.user),
        "tabs": tabs_of(version, "calculations"),
    }
    return render(request, "evaluation/calculations.html", context)


@login_required
@require_POST
def ask_statistics(request: HttpRequest, slug: str) -> HttpResponse:
    return asked(request, version_for(request, slug), Calculation.Kind.STATISTICS, {})


@login_required
@require_http_methods(["GET", "POST"])
def ask_portfolio(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter limits for groups and choices between projects, and ask for the best selection."""
    version = version_for(request, slug)
    if not is_officer(request.user):
        raise PermissionDenied
    known, sent = numbers(version), entered(request) or None
    keys = {number: one.key for number, one in known.items()}
    formset = LimitFormSet(sent, form_kwargs={"groups": groups(version)})
    choices = EitherOrFormSet(sent, prefix="oder", form_kwargs={"numbers": keys})
    if request.method == "POST" and all([formset.is_valid(), choices.is_valid()]):
        options = {"limits": limits_of(formset), "either_or": alternatives_of(choices)}
        return asked(request, version, Calculation.Kind.PORTFOLIO, options)
    context = {
        "version": version,
        "formset": formset,
        "more_forms": choices,
        "known": known,
        "list_id": KNOWN,
    }
    return render(request, "evaluation/ask_portfolio.html", context)


def asked(
    request: HttpRequest, version: CallVersion, kind: str, options: dict[str, Any]
) -> HttpResponse:
    try:
        made = actions.ask_calculation(version, kind, options, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
        return redirect("calculations", version.call.slug)
    return redirect("calculation", made.key)


@login_required
@require_GET
def calculation(request: HttpRequest, key: str) -> HttpResponse:
    """One calculation: still in work, or its frozen result; on request computed again."""
    only_office(request)
    rows = Calculation.objects.visible_to(request.user)
    one = get_object_or_404(rows.select_related("snapshot", "call_version__call"), key=key)
    version = one.call_version
    context = {"calculation": one, "version": version, "tabs": tabs_of(version, "calculations")}
    if one.snapshot is None:
        context["job"] = Job.objects.filter(pk=one.job_key).first()
        return render(request, "evaluation/calculation_waiting.html", context)
    checking = "pruefen" in request.GET
    content = thaw(one.snapshot)
    context |= {
        "content": content,
        "inputs": content["inputs"],
        "result": content["result"],
        "checked": checking,
        "same": checking and is_reproducible(one),
    }
    context |= CONTEXTS[one.kind](request, content)
    return render(request, f"evaluation/{one.kind}.html", context)


def statistics_context(request: HttpRequest, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the reviewers with their severity, and the applications with rank and interval."""
    result, calibration = content["result"], content["result"]["calibration"]
    people = Reviewer.objects.filter(key__in=result["reviewers"]).select_related("person")
    names = {one.key: one.person.name for one in people}
    severity = calibration.get("severity", {})
    return {
        "weights": result.get("weights", {}),
        "reviewers": [
            {"name": names.get(key, key), "severity": severity.get(key), **row}
            for key, row in result["reviewers"].items()
        ],
        "page": page_of(request, in_order(request, applications_of(content))),
    }


def applications_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    estimated = content["result"]["calibration"].get("applications", {})
    named = named_candidacies(content["inputs"]["places"])
    return [
        {
            "key": key,
            "position": position,
            "total": float(total),
            "title": named[key].application.project.title,
            "organisation": named[key].application.organisation,
            **estimated.get(key, {}),
        }
        for key, (position, total) in content["inputs"]["places"].items()
        if key in named
    ]


def in_order(request: HttpRequest, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows that match the search, in the order asked for."""
    words = request.GET.get("q", "").casefold()
    sort = request.GET.get("sort", "rang")
    column = SORTS.get(sort.removeprefix("-"), "position")
    found = [row for row in rows if words in f"{row['title']} {row['organisation']}".casefold()]
    return sorted(found, key=lambda row: row.get(column) or 0, reverse=sort.startswith("-"))


def named_candidacies(keys: Any) -> dict[str, Candidacy]:
    rows = Candidacy.objects.filter(key__in=list(keys)).select_related(*PARTS)
    return {row.key: row for row in rows}


def portfolio_context(request: HttpRequest, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the projects with rank cut-off and portfolio side by side, and what limits cost."""
    inputs, result = content["inputs"], content["result"]
    named = named_candidacies(one["key"] for one in inputs["projects"])
    marks, cut_off = result.get("marks", {}), set(inputs["cut_off"])
    rows = [
        {
            "key": one["key"],
            "title": named[one["key"]].application.project.title,
            "organisation": named[one["key"]].application.organisation,
            "total": float(one["value"]),
            "amount": sum(map(float, one["costs"])),
            "mark": MARKS.get(marks.get(one["key"], ""), ""),
            "chosen": one["key"] in result.get("chosen", []),
            "in_rank": one["key"] in cut_off,
            "price": result.get("prices", {}).get(one["key"]),
        }
        for one in inputs["projects"]
    ]
    rows.sort(key=lambda row: -row["total"])
    limits = zip(inputs["limits"], result.get("limit_prices", []), strict=False)
    return {
        "page": page_of(request, in_order(request, rows) if request.GET else rows),
        "limits": [(*limit, price) for limit, price in limits],
        "borderline_rate": borderline_rate(inputs),
        "rank_value": sum(row["total"] for row in rows if row["in_rank"]),
        "rank_count": len(cut_off),
        "differ": sum(row["chosen"] != row["in_rank"] for row in rows),
    }


def proposal_context(request: HttpRequest, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return each application with the reviewers it got, and the pairs that were taken back."""
    inputs, result = content["inputs"], content["result"]
    people = {one["key"]: one["name"] for one in inputs["reviewers"]}
    cases = {one["key"]: one["name"] for one in inputs["applications"]}
    given: dict[str, list[str]] = {}
    for case, reviewer in result.get("pairs", []):
        given.setdefault(case, []).append(people[reviewer])
    words = request.GET.get("q", "").casefold()
    rows = [
        {"key": key, "name": cases[key], "people": sorted(names)}
        for key, names in given.items()
        if all(word in f"{cases[key]} {' '.join(names)}".casefold() for word in words.split())
    ]
    released = [(cases[case], people[one]) for case, one in result.get("released", [])]
    return {
        "page": page_of(request, sorted(rows, key=lambda row: str(row["name"]))),
        "released": released,
        "assigned": len(result.get("pairs", [])),
    }


CONTEXTS = {
    "statistics": statistics_context,
    "portfolio": portfolio_context,
    "proposal": proposal_context,
}
