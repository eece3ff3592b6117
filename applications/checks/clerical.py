"""Probable slips of the pen: what looks typed wrong, and what was probably meant.

They never stand against anything: the rule they belong to does or does not. The authority is to
suggest the correction of what was obviously only stated wrongly by mistake (§ 25 (1) VwVfG), so
applicant and officer are shown the same. The arithmetic is in `rulebook/slips.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from applications.checks.attachments import missing_attachments
from applications.checks.rule import answers_of, loaded
from applications.finance import ZERO, Plan, Terms, plan_of, terms_of
from applications.plan_rows import PlanRow, state_of
from applications.state_aid import aid_sums
from core import clock
from core.refusals import Finding
from core.templatetags.allmende import euro, percent
from rulebook.slips import Slip, slip_between, slip_in_digits

if TYPE_CHECKING:
    from applications.models import Application

FEWEST_OTHER_YEARS = 2
PAIR = 2
KINDS = {
    Slip.FACTOR: "Das Komma steht vermutlich an der falschen Stelle",
    Slip.SWAPPED: "Zwei Ziffern sind vermutlich vertauscht",
    Slip.DIGIT: "Eine Ziffer ist vermutlich falsch",
}


@dataclass(frozen=True)
class Suspect:
    """One amount of the plan that would explain something if it were another."""

    row: PlanRow
    year: int
    meant: Decimal
    kind: Slip

    def finding(self, about: str) -> Finding:
        typed = self.row.amounts[self.year]
        sentence = (
            f"{KINDS[self.kind]}: „{self.row.label}“ {self.year} beträgt {euro(typed)}. "
            f"Mit {euro(self.meant)} {'geht der Plan auf' if about else 'passt es zu den anderen'}."
        )
        return Finding(about, sentence, "plan", f"amount-{self.row.key}-{self.year}")


def slips(application: Application) -> list[Finding]:
    """Return every probable slip; its code is the code of the finding it explains, or empty."""
    loaded(application)
    return [
        *plan_slips(application),
        *date_slips(application),
        *missing_attachments(application),
        *aid_above_ceiling(application),
    ]


def aid_above_ceiling(application: Application) -> Iterator[Finding]:
    """More earlier aid than could be granted: an amount, a day or a Regulation may be wrong."""
    if answers_of(application).get("beihilfe") == "yes":
        for one in aid_sums(application, clock.today()):
            if one.is_above:
                yield Finding("", str(one), "aids")


def plan_slips(application: Application) -> Iterator[Finding]:
    plan, terms = plan_of(application), terms_of(application)
    rows = state_of(application).rows
    yield from balance_slips(plan, rows)
    yield from rate_slips(plan, terms, rows)
    yield from decimal_slips(rows)


def balance_slips(plan: Plan, rows: Iterable[PlanRow]) -> Iterator[Finding]:
    """Expenses and financing differ: one amount would explain it, or two years are mixed up."""
    gaps = plan.gaps
    if not plan.expenses or not plan.financing:
        return
    if len(gaps) == PAIR and plan.gap == 0:
        first, second = sorted(gaps)
        sentence = (
            f"{euro(abs(gaps[first]))} stehen vermutlich im falschen Jahr: "
            f"{first} und {second} unterscheiden sich um denselben Betrag."
        )
        yield Finding("plan_balance", sentence, "plan", str(first))
        return
    for year, gap in gaps.items():
        suspects = list(suspects_for(rows, year, gap))
        kind = min((one.kind for one in suspects), key=list(Slip).index, default=None)
        alike = [one for one in suspects if one.kind == kind]
        if len(alike) == 1:
            yield alike[0].finding("plan_balance")
        elif alike and kind:
            names = " und ".join(f"„{one.row.label}“" for one in alike)
            sentence = f"{KINDS[kind]}: {year} weichen die Summen um {euro(abs(gap))} ab. "
            where = f"amount-{alike[0].row.key}-{year}"
            yield Finding("plan_balance", f"{sentence}Prüfen Sie {names}.", "plan", where)


def suspects_for(rows: Iterable[PlanRow], year: int, gap: Decimal) -> Iterator[Suspect]:
    """Yield each amount that one slip away from another would close the gap of its year."""
    for row in rows:
        typed = row.amounts.get(year, ZERO)
        meant = typed - gap if row.side == "expense" else typed + gap
        if kind := slip_between(typed, meant):
            yield Suspect(row, year, meant, kind)


def rate_slips(plan: Plan, terms: Terms, rows: Iterable[PlanRow]) -> Iterator[Finding]:
    """More is applied for than the rate allows: say by how much, at the largest amount."""
    over = plan.grant - plan.grant_allowed(terms)
    grants = [row for row in rows if row.kind == "grant" and row.amounts]
    if over <= 0 or not grants or not plan.eligible:
        return
    row = max(grants, key=lambda one: max(one.amounts.values()))
    year = max(row.amounts, key=lambda one: row.amounts[one])
    sentence = (
        f"Der Fördersatz wäre {percent(plan.grant / plan.eligible)} statt höchstens "
        f"{percent(terms.rate)}. Die Zuwendung ist um {euro(over)} zu hoch."
    )
    yield Finding("rate", sentence, "plan", f"amount-{row.key}-{year}")


def decimal_slips(rows: Iterable[PlanRow]) -> Iterator[Finding]:
    """One year of a line has the digits of its other years, but ten, 100 or 1,000 times as much."""
    for row in rows:
        for year, typed in row.amounts.items():
            others = [amount for y, amount in row.amounts.items() if y != year and amount]
            alike = {amount for amount in others if slip_between(typed, amount) == Slip.FACTOR}
            if len(others) >= FEWEST_OTHER_YEARS and len(alike) == 1 and alike == set(others):
                yield Suspect(row, year, others[0], Slip.FACTOR).finding("")


def date_slips(application: Application) -> Iterator[Finding]:
    """End before beginning, or a year with its digits in the wrong order."""
    project = getattr(application, "project", None)
    years = application.call_version.years
    if project and project.starts_on and project.ends_on:
        if project.ends_on < project.starts_on:
            days = (project.starts_on, project.ends_on)
            yield swapped("period", "project", "starts_on", days)
        for name in ("starts_on", "ends_on"):
            yield from year_slips(getattr(project, name), name, years)
    for measure in application.measures.all():
        if measure.starts_on and measure.ends_on and measure.ends_on < measure.starts_on:
            place = f"{measure.position}.starts_on"
            days = (measure.starts_on, measure.ends_on)
            yield swapped("", "measures", place, days, measure.name)
    for indicator in application.indicators.all():
        if indicator.target_on < indicator.baseline_on:
            place = f"{indicator.position}.target_on"
            days = (indicator.baseline_on, indicator.target_on)
            yield swapped("", "indicators", place, days, indicator.name)


def swapped(
    about: str, section: str, field: str, days: tuple[date, date], name: str = ""
) -> Finding:
    of = f" von „{name}“" if name else ""
    first, last = (f"{day:%d.%m.%Y}" for day in days)
    sentence = f"Beginn und Ende{of} sind vermutlich vertauscht: {first} liegt nach {last}."
    return Finding(about, sentence, section, field)


def year_slips(day: date, field: str, years: Any) -> Iterator[Finding]:
    """A year outside the call's that one slip away would lie within."""
    if day.year in years:
        return
    for kind in (Slip.SWAPPED, Slip.DIGIT):
        meant = [year for year in years if slip_in_digits(f"{day.year:04d}", str(year)) == kind]
        if len(meant) == 1:
            sentence = f"{KINDS[kind]}: {day.year} liegt nicht im Aufruf, {meant[0]} schon."
            yield Finding("period_years", sentence, "project", field)
            return
