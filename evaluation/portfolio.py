"""The choice of projects worth most points under the budget of every year and limits on groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from accounts.laender import LAENDER
from applications.models import PlanAmount
from core import jobs
from evaluation.models import Calculation, Candidacy, DecisionShare, FundingDecision
from evaluation.standings import available_budget, judged, standings_of
from programmes.models import BudgetYear, CallVersion
from rulebook.money import split

MILLION = Decimal(1_000_000)
RATE_BEFORE = "0.01"  # of calculations frozen before the call had the setting


def candidates(version: CallVersion) -> list[Candidacy]:
    """Return the fundable candidacies with what the tags need."""
    rows = judged(version).filter(is_fundable=True).order_by("key")
    parts = ("application__organisation", "application__project")
    return list(rows.select_related(*parts).prefetch_related("application__topics"))


def tags_of(candidacy: Candidacy, topics: Mapping[str, str]) -> list[str]:
    """Return the groups a project belongs to, in the words of the page."""
    application = candidacy.application
    organisation = application.organisation
    size = organisation.get_size_class_display() or organisation.get_kind_display()
    named = [topics[one.code] for one in application.topics.all() if one.code in topics]
    phase = application.project.get_phase_display()
    found = [f"Land {LAENDER.get(organisation.land, '')}", f"Größe {size}", f"Phase {phase}"]
    found += [f"Art {organisation.get_kind_display()}", f"Organisation {organisation.name}"]
    return found + [f"Handlungsfeld {name}" for name in named]


def groups(version: CallVersion) -> list[str]:
    """Return every group that a limit may name; an organisation only with several projects."""
    topics = topics_of(version)
    counts = Counter(tag for one in candidates(version) for tag in tags_of(one, topics))
    alone = {tag for tag, many in counts.items() if many == 1 and tag.startswith("Organisation ")}
    return sorted(counts.keys() - alone)


def numbers(version: CallVersion) -> dict[str, Candidacy]:
    """Return the fundable candidacies by the number that people know them by."""
    return {one.application.receipt_number: one for one in candidates(version)}


def either_or(rows: Sequence[Candidacy], keys: Sequence[str]) -> str:
    """Return the choice between projects in words; in the portfolio it is a group of its own.

    Who is no longer fundable when the calculation runs is no alternative any more.
    """
    applications = {one.key: one.application for one in rows}
    named = [
        f"{applications[key].organisation} ({applications[key].receipt_number})"
        for key in keys
        if key in applications
    ]
    return f"Entweder {' oder '.join(named)}" if len(named) > 1 else ""


def topics_of(version: CallVersion) -> dict[str, str]:
    return dict(version.topics.filter(kind="action_field").values_list("code", "name"))


def inputs(calculation: Calculation) -> dict[str, Any]:
    """Return projects with points, costs by year and groups; budgets, limits, the cut-off."""
    version, options = calculation.call_version, calculation.options
    rows, topics = candidates(version), topics_of(version)
    choices = {either_or(rows, keys): keys for keys in options.get("either_or", [])}
    choices.pop("", None)
    years = list(BudgetYear.objects.filter(call=version.call_id).order_by("year"))
    costs = grants([one.application_id for one in rows])
    standings = standings_of(version, available_budget(version))
    return {
        "years": [year.year for year in years],
        "budget": [year.free + held(version, year) for year in years],
        "borderline_rate": version.borderline_rate,
        "limits": [*options.get("limits", []), *([choice, 0, 1] for choice in choices)],
        "cut_off": sorted(row.key for row in standings.funded),
        "projects": [
            {
                "key": one.key,
                "value": one.total,
                "costs": [costs.get((one.application_id, year.year), Decimal(0)) for year in years],
                "tags": tags_of(one, topics)
                + [choice for choice, keys in choices.items() if one.key in keys],
            }
            for one in rows
        ],
    }


def grants(applications: Sequence[int]) -> dict[tuple[int, int], Decimal]:
    """Return the requested grant by application and year."""
    rows = PlanAmount.objects.filter(line__application__in=applications, line__kind="grant")
    sums = rows.values_list("line__application", "year").annotate(sum=Sum("amount")).order_by()
    return {(application, year): amount for application, year, amount in sums}


def held(version: CallVersion, year: BudgetYear) -> Decimal:
    """Return what decisions of this call hold of a year."""
    shares = DecisionShare.objects.filter(
        budget_year=year, decision__candidacy__application__call_version__call=version.call_id
    ).exclude(decision__status=FundingDecision.Status.RETURNED)
    return shares.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def result(frozen: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """Return the choice, marks and prices, what each limit costs and one more million is worth."""
    from rulebook.portfolio import Infeasible, Limit, limit_prices, marked, worth_of_more

    projects = [project_of(one) for one in frozen["projects"]]
    budget = [Decimal(euros) for euros in frozen["budget"]]
    limits = [Limit(*one) for one in frozen["limits"]]
    jobs.report(5, "Die beste Auswahl wird gesucht.")
    rate = borderline_rate(frozen)
    try:
        best = marked(projects, budget, limits, rate, telling(len(projects), 5, 75, "Vorhaben"))
    except Infeasible as reason:
        return {"refusal": str(reason)}
    said = telling(len(limits), 75, 95, "Vorgaben")
    prices = limit_prices(projects, budget, limits, best.chosen, said)
    extra = split(MILLION, budget) if any(budget) else budget
    return {
        "chosen": sorted(best.chosen),
        "value": best.value,
        "marks": best.marks,
        "prices": best.prices,
        "limit_prices": prices,
        "worth_of_million": worth_of_more(projects, budget, limits, extra),
    }


def telling(many: int, start: int, end: int, what: str) -> Callable[[int], None]:
    """Return what says after each price how far the job is, between two percentages."""

    def said(done: int) -> None:
        percent = start + (end - start) * done // many
        jobs.report(percent, f"Preis berechnet für {done} von {many} {what}.")

    return said


def borderline_rate(frozen: Mapping[str, Any]) -> float:
    """Return the share of the value that a borderline project changes at most."""
    return float(frozen.get("borderline_rate", RATE_BEFORE))


def project_of(row: Mapping[str, Any]) -> Any:
    """Return a frozen row as the rulebook's project."""
    from rulebook.portfolio import Project

    costs = tuple(Decimal(cost) for cost in row["costs"])
    return Project(row["key"], Decimal(row["value"]), costs, frozenset(row["tags"]))
