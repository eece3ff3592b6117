"""The matrix of applications and reviewers: who reads what, who may not, and changes by hand.

Changes are shown first and applied afterwards, by the same step as a proposal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import is_officer
from core.refusals import Finding
from evaluation.conflicts import CaseFacts, ReviewerFacts, conflicts, obstacles
from evaluation.pool import (
    case_of,
    cases_open_to,
    open_candidacies,
    reviewers_of,
    with_facts,
)
from evaluation.proposal import expertise_on
from evaluation.views.fetching import page_of, tabs_of, version_for
from programmes.models import CallVersion

ROWS, COLUMNS = 25, 10


@dataclass(frozen=True)
class Cell:
    """One pair: assigned or not, changeable or not, and what to say about it."""

    pair: str
    level: int
    is_assigned: bool
    is_open: bool
    is_fixed: bool
    said: str


@login_required
@require_http_methods(["GET", "POST"])
def assignment_matrix(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a part of the matrix; what was ticked otherwise is shown as a preview."""
    version = version_for(request, slug)
    if request.method == "POST":
        return preview(request, version)
    columns = page_of(Columns(request), reviewers_of(version), size=COLUMNS)
    rows = with_facts(open_candidacies(request.user, version)).order_by(
        "application__receipt_number"
    )
    page = page_of(request, rows, size=ROWS)
    context = {
        "version": version,
        "page": page,
        "columns": columns,
        "rows": [(row.key, *drawn(case_of(row), columns.object_list)) for row in page],
        "may_act": is_officer(request.user),
        "tabs": tabs_of(version, "assignments"),
    }
    return render(request, "evaluation/assignment_matrix.html", context)


class Columns:
    """The page of the reviewers, which has a parameter of its own."""

    def __init__(self, request: HttpRequest) -> None:
        self.GET = {"page": request.GET.get("personen", "1")}


def drawn(case: CaseFacts, people: Sequence[ReviewerFacts]) -> tuple[CaseFacts, list[Cell]]:
    return case, [cell_of(case, reviewer) for reviewer in people]


def cell_of(case: CaseFacts, reviewer: ReviewerFacts) -> Cell:
    held, unbegun = reviewer.key in case.held, reviewer.key in case.unbegun
    bars = [found.sentence for found in conflicts(reviewer, case)]
    hindrance = "" if held else reviewer.hindrance
    said = " ".join([*bars, hindrance]).strip()
    return Cell(
        pair=f"{case.key}:{reviewer.key}",
        level=sum(expertise_on(reviewer, case).values()),
        is_assigned=held,
        is_open=unbegun if held else not said,
        is_fixed=reviewer.key in case.fixed,
        said=_("zugeteilt und begonnen") if held and not unbegun else said,
    )


def preview(request: HttpRequest, version: CallVersion) -> HttpResponse:
    """Say what would change and what stands against it; nothing is saved yet."""
    if not is_officer(request.user):
        raise PermissionDenied
    ticked, shown = (set(request.POST.getlist(name)) for name in ("pair", "assigned"))
    cases = {case.key: case for case in cases_open_to(request.user, version)}
    pool = {reviewer.key: reviewer for reviewer in reviewers_of(version)}
    released = known_pairs(sorted(shown - ticked), cases, pool)
    pool = relieved(pool, released)
    added = known_pairs(sorted(ticked - shown), cases, pool)
    problems = against(added, pool)
    context = {
        "version": version,
        "added": added,
        "released": released,
        "pairs": as_text(added),
        "released_pairs": as_text(released),
        "problems": problems,
        "tabs": tabs_of(version, "assignments"),
    }
    return render(request, "evaluation/assignment_preview.html", context)


Pair = tuple[CaseFacts, ReviewerFacts]


def known_pairs(
    texts: Sequence[str], cases: dict[str, CaseFacts], pool: dict[str, ReviewerFacts]
) -> list[Pair]:
    """Return the pairs that were sent; what does not exist or is not open is left out."""
    keys = [text.partition(":")[::2] for text in texts]
    return [(cases[case], pool[one]) for case, one in keys if case in cases and one in pool]


def relieved(pool: dict[str, ReviewerFacts], released: Sequence[Pair]) -> dict[str, ReviewerFacts]:
    """Return the pool with the load that is left once these pairs are taken back."""
    lighter = dict(pool)
    for _case, reviewer in released:
        one = lighter[reviewer.key]
        lighter[reviewer.key] = replace(one, load=max(0, one.load - 1))
    return lighter


def against(added: Sequence[Pair], pool: dict[str, ReviewerFacts]) -> list[Finding]:
    """Return every reason against a pair, counting the pairs before it as load."""
    loads = dict(pool)
    found = []
    for case, reviewer in added:
        facts = loads[reviewer.key]
        found += [
            Finding(one.code, f"{facts.name}, {case.name}: {one.sentence}")
            for one in obstacles(facts, case)
        ]
        loads[reviewer.key] = replace(facts, load=facts.load + 1)
    return found


def as_text(pairs: Sequence[Pair]) -> str:
    return " ".join(f"{case.key}:{reviewer.key}" for case, reviewer in pairs)
