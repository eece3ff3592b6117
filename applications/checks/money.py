"""The finance plan: it adds up, and stays within rate, caps and minima.

Each rule looks at a plan and its terms only, so the page asks the same rules while somebody types.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from applications.checks.rule import Check, loaded
from applications.finance import Plan, Terms, plan_of, terms_of
from core.refusals import Finding
from core.templatetags.allmende import euro, percent
from core.workflow import Attempt

if TYPE_CHECKING:
    from applications.models import Application

PlanRule = Callable[[Plan, Terms], list[Finding]]


def stored(rule: PlanRule) -> Check:
    """Return the rule as a check of an application's stored plan."""

    def check(application: Application, attempt: Attempt) -> list[Finding]:
        loaded(application)
        return rule(plan_of(application), terms_of(application))

    return check


def evidence(words: Callable[[Plan, Terms], str]) -> Callable[[Application], str]:
    """Return the words about an application's stored plan."""

    def about(application: Application) -> str:
        loaded(application)
        return words(plan_of(application), terms_of(application))

    return about


def adds_up(plan: Plan, terms: Terms) -> list[Finding]:
    """Expenses equal financing in every year, and every year belongs to the call."""
    if not plan.expenses and not plan.financing:
        return [Finding("plan_empty", "Tragen Sie Ausgaben und Finanzierung ein.", "plan")]
    found = [
        Finding("year_outside", f"Im Jahr {year} gibt es keine Förderung.", "plan", str(year))
        for year in plan.years
        if year not in terms.years and (plan.sum("expense", year) or plan.sum("financing", year))
    ]
    return found + gaps_found(plan)


def gaps_found(plan: Plan) -> list[Finding]:
    """Say for the sum, or for the years, what is missing or left over."""
    if not plan.gaps:
        return []
    years = sorted(plan.gaps)
    where = f"im Jahr {years[0]}" if len(years) == 1 else f"in den Jahren {listed(years)}"
    if plan.gap:
        verb = "fehlen" if plan.gap > 0 else "sind zu viel:"
        rest = f"Es {verb} {euro(abs(plan.gap))}, und zwar {where}."
    else:
        rest = f"Die Summe stimmt, aber nicht {where}."
    sentence = (
        f"Die Finanzierung ergibt {euro(plan.financing)}. "
        f"Die Ausgaben betragen {euro(plan.expenses)}. {rest}"
    )
    return [Finding("plan_balance", sentence, "plan", str(years[0]))]


def listed(years: list[int]) -> str:
    """Return "2029, 2030 und 2031"."""
    return f"{', '.join(str(year) for year in years[:-1])} und {years[-1]}"


def within_rate(plan: Plan, terms: Terms) -> list[Finding]:
    """The grant is at most the rate of the eligible expenses, counted up to the cap."""
    allowed = plan.grant_allowed(terms)
    if plan.grant <= allowed:
        return []
    sentence = (
        f"Die Zuwendung darf höchstens {percent(terms.rate)} der zuwendungsfähigen Ausgaben "
        f"betragen{own_rates(terms)} ({euro(allowed)}). Beantragt sind {euro(plan.grant)}."
    )
    return [Finding("rate", sentence, "plan", "grant")]


def own_rates(terms: Terms) -> str:
    """Say that partners in a budget emergency have a rate of their own."""
    other = sorted({rate for rate in terms.partner_rates.values() if rate != terms.rate})
    return ", bei Partnern in Haushaltsnotlage " + percent(other[0]) if other else ""


def within_cap(plan: Plan, terms: Terms) -> list[Finding]:
    """The eligible expenses stay below the cap of the phase."""
    if terms.cap is None or plan.eligible <= terms.cap:
        return []
    sentence = (
        f"Die zuwendungsfähigen Ausgaben betragen {euro(plan.eligible)}. "
        f"In der Phase {terms.phase} sind höchstens {euro(terms.cap)} möglich."
    )
    return [Finding("cap", sentence, "plan", "expense")]


def above_minimum(plan: Plan, terms: Terms) -> list[Finding]:
    """Small grants cost more than they help; an empty plan is told so by another rule."""
    if plan.grant >= terms.minimum_grant or not (plan.expenses or plan.financing):
        return []
    sentence = (
        f"Die Zuwendung muss mindestens {euro(terms.minimum_grant)} betragen. "
        f"Beantragt sind {euro(plan.grant)}."
    )
    return [Finding("minimum_grant", sentence, "plan", "grant")]


def own_share_given(plan: Plan, terms: Terms) -> list[Finding]:
    """The municipality bears its share itself, in money or with its own staff."""
    needed = plan.own_share_needed(terms)
    if plan.own_share >= needed:
        return []
    sentence = (
        f"Eigenmittel und eigenes Personal müssen mindestens {percent(terms.own_share_rate)} der "
        f"zuwendungsfähigen Ausgaben betragen ({euro(needed)}). Es sind {euro(plan.own_share)}."
    )
    return [Finding("own_share", sentence, "plan", "own_cash")]


def public_money_within_costs(plan: Plan, terms: Terms) -> list[Finding]:
    """Bund, Land and EU together pay at most the eligible expenses."""
    if plan.public_money <= plan.eligible:
        return []
    sentence = (
        f"Bund, Land und EU zahlen zusammen {euro(plan.public_money)}. "
        f"Das ist mehr als die zuwendungsfähigen Ausgaben ({euro(plan.eligible)})."
    )
    return [Finding("public_money", sentence, "plan", "grant")]


def balance_evidence(plan: Plan, terms: Terms) -> str:
    if plan.gaps:
        return f"Ausgaben {euro(plan.expenses)}, Finanzierung {euro(plan.financing)}"
    return f"Ausgaben = Finanzierung = {euro(plan.expenses)}"


def rate_evidence(plan: Plan, terms: Terms) -> str:
    allowed = f"{euro(plan.grant_allowed(terms))} ({percent(terms.rate)})"
    return f"{euro(plan.grant)} von höchstens {allowed}"


def cap_evidence(plan: Plan, terms: Terms) -> str:
    cap = euro(terms.cap) if terms.cap is not None else "noch offen"
    return f"Zuwendungsfähig {euro(plan.eligible)}, Obergrenze {cap}"


def grant_evidence(plan: Plan, terms: Terms) -> str:
    return f"Beantragt {euro(plan.grant)}, mindestens {euro(terms.minimum_grant)}"


def own_share_evidence(plan: Plan, terms: Terms) -> str:
    return f"{euro(plan.own_share)}, mindestens {euro(plan.own_share_needed(terms))}"


def public_money_evidence(plan: Plan, terms: Terms) -> str:
    return f"Bund, Land und EU: {euro(plan.public_money)} von {euro(plan.eligible)}"


PLAN_RULES: tuple[PlanRule, ...] = (
    adds_up,
    within_rate,
    within_cap,
    above_minimum,
    own_share_given,
    public_money_within_costs,
)


def findings_in(plan: Plan, terms: Terms) -> list[Finding]:
    """Return what stands against a plan, stored or just typed."""
    return [finding for rule in PLAN_RULES for finding in rule(plan, terms)]
