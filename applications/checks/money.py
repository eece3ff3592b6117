"""The finance plan: it adds up, and stays within rate, caps and minima."""

from __future__ import annotations

from typing import TYPE_CHECKING

from applications.checks.rule import loaded
from applications.finance import Plan, Terms, plan_of, terms_of
from core.refusals import Finding
from core.templatetags.allmende import euro, percent
from core.workflow import Attempt

if TYPE_CHECKING:
    from applications.models import Application

EMPTY = Finding("plan_empty", "Tragen Sie Ausgaben und Finanzierung ein.", "plan")


def plan_and_terms(application: Application) -> tuple[Plan, Terms]:
    loaded(application)
    return plan_of(application), terms_of(application)


def plan_adds_up(application: Application, attempt: Attempt) -> list[Finding]:
    """Expenses equal financing in every year, and every year belongs to the call."""
    plan = plan_of(loaded(application))
    if not plan.expenses and not plan.financing:
        return [EMPTY]
    found = [
        Finding("year_outside", f"Im Jahr {year} gibt es keine Förderung.", "plan", str(year))
        for year in plan.years
        if year not in application.call_version.years
        and (plan.sum("expense", year) or plan.sum("financing", year))
    ]
    return found + gaps_found(plan)


def gaps_found(plan: Plan) -> list[Finding]:
    """Say for the sum, or for the years, what is missing or left over."""
    if not plan.gaps:
        return []
    years = sorted(plan.gaps)
    where = f"im Jahr {years[0]}" if len(years) == 1 else f"in den Jahren {listed(years)}"
    if plan.gap:
        kind = "fehlen" if plan.gap > 0 else "sind zu viel"
        rest = f"Es {kind} {euro(abs(plan.gap))}, und zwar {where}."
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


def plan_evidence(application: Application) -> str:
    plan = plan_of(loaded(application))
    if plan.gaps:
        return f"Ausgaben {euro(plan.expenses)}, Finanzierung {euro(plan.financing)}"
    return f"Ausgaben = Finanzierung = {euro(plan.expenses)}"


def within_rate(application: Application, attempt: Attempt) -> list[Finding]:
    """The grant is at most the rate of the eligible expenses, counted up to the cap."""
    plan, terms = plan_and_terms(application)
    allowed = plan.grant_allowed(terms)
    if plan.grant <= allowed:
        return []
    sentence = (
        f"Die Zuwendung darf höchstens {percent(terms.rate)} der zuwendungsfähigen Ausgaben "
        f"betragen ({euro(allowed)}). Beantragt sind {euro(plan.grant)}."
    )
    return [Finding("rate", sentence, "plan", "grant")]


def rate_evidence(application: Application) -> str:
    plan, terms = plan_and_terms(application)
    allowed = f"{euro(plan.grant_allowed(terms))} ({percent(terms.rate)})"
    return f"{euro(plan.grant)} von höchstens {allowed}"


def within_cap(application: Application, attempt: Attempt) -> list[Finding]:
    """The eligible expenses stay below the cap of the phase."""
    plan, terms = plan_and_terms(application)
    if terms.cap is None or plan.eligible <= terms.cap:
        return []
    sentence = (
        f"Die zuwendungsfähigen Ausgaben betragen {euro(plan.eligible)}. "
        f"In der Phase {application.project.get_phase_display()} sind höchstens "
        f"{euro(terms.cap)} möglich."
    )
    return [Finding("cap", sentence, "plan", "eligible")]


def cap_evidence(application: Application) -> str:
    plan, terms = plan_and_terms(application)
    cap = euro(terms.cap) if terms.cap is not None else "noch offen"
    return f"Zuwendungsfähig {euro(plan.eligible)}, Obergrenze {cap}"


def above_minimum(application: Application, attempt: Attempt) -> list[Finding]:
    """Small grants cost more than they help."""
    plan, terms = plan_and_terms(application)
    if plan.grant >= terms.minimum_grant:
        return []
    sentence = (
        f"Die Zuwendung muss mindestens {euro(terms.minimum_grant)} betragen. "
        f"Beantragt sind {euro(plan.grant)}."
    )
    return [Finding("minimum_grant", sentence, "plan", "grant")]


def own_share_given(application: Application, attempt: Attempt) -> list[Finding]:
    """The municipality bears its share itself, in money or with its own staff."""
    plan, terms = plan_and_terms(application)
    needed = plan.own_share_needed(terms)
    if plan.own_share >= needed:
        return []
    sentence = (
        f"Eigenmittel und eigenes Personal müssen mindestens {percent(terms.own_share_rate)} der "
        f"zuwendungsfähigen Ausgaben betragen ({euro(needed)}). Es sind {euro(plan.own_share)}."
    )
    return [Finding("own_share", sentence, "plan", "own_cash")]


def own_share_evidence(application: Application) -> str:
    plan, terms = plan_and_terms(application)
    return f"{euro(plan.own_share)}, mindestens {euro(plan.own_share_needed(terms))}"


def public_money_within_costs(application: Application, attempt: Attempt) -> list[Finding]:
    """Bund, Land and EU together pay at most the eligible expenses."""
    plan = plan_of(loaded(application))
    if plan.public_money <= plan.eligible:
        return []
    sentence = (
        f"Bund, Land und EU zahlen zusammen {euro(plan.public_money)}. "
        f"Das ist mehr als die zuwendungsfähigen Ausgaben ({euro(plan.eligible)})."
    )
    return [Finding("public_money", sentence, "plan", "grant")]


def grant_evidence(application: Application) -> str:
    return f"Beantragt {euro(plan_of(loaded(application)).grant)}"


def public_money_evidence(application: Application) -> str:
    plan = plan_of(loaded(application))
    return f"Bund, Land und EU: {euro(plan.public_money)} von {euro(plan.eligible)}"
