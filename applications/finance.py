"""The arithmetic of a finance plan: sums by year, the grant allowed, what is missing.

It works on plain entries, so the page reckons with what is typed and the checks with what is
stored. Every sum is exact; only the grant allowed is rounded, once, by the rulebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from rulebook.money import share, to_the_cent

if TYPE_CHECKING:
    from applications.models import Application

ZERO = Decimal("0.00")
ZERO_PARTS = Fraction(0)
EMERGENCY = frozenset({"approved", "pending", "deficits"})
OWN_SHARE = frozenset({"own_cash", "own_staff"})
PUBLIC_MONEY = frozenset({"grant", "land", "eu"})


@dataclass(frozen=True)
class Entry:
    """One line of the plan as numbers: euros by year, and the partner who spends or gives them."""

    side: str
    kind: str
    amounts: Mapping[int, Decimal]
    eligible: bool = True
    partner: int | None = None

    @property
    def total(self) -> Decimal:
        return sum(self.amounts.values(), ZERO)


@dataclass(frozen=True)
class Terms:
    """What the call allows this application: rate, cap (None: no phase chosen yet), minima."""

    rate: Decimal
    cap: Decimal | None
    minimum_grant: Decimal
    own_share_rate: Decimal
    years: range
    phase: str = ""
    partner_rates: Mapping[int, Decimal] = field(default_factory=dict)

    def rate_for(self, partner: int | None) -> Decimal:
        """Return the rate of the lead, or of a partner that asks for another one."""
        return self.rate if partner is None else self.partner_rates.get(partner, self.rate)


@dataclass(frozen=True)
class Plan:
    """All entries of a plan with their sums, in euros."""

    entries: tuple[Entry, ...]
    years: tuple[int, ...]

    def sum(self, side: str, year: int | None = None) -> Decimal:
        """Return the expenses or the financing, of one year or of all."""
        mine = [entry for entry in self.entries if entry.side == side]
        if year is None:
            return sum((entry.total for entry in mine), ZERO)
        return sum((entry.amounts.get(year, ZERO) for entry in mine), ZERO)

    def of_kinds(self, kinds: Iterable[str]) -> Decimal:
        wanted = frozenset(kinds)
        return sum((entry.total for entry in self.entries if entry.kind in wanted), ZERO)

    @property
    def expenses(self) -> Decimal:
        return self.sum("expense")

    @property
    def financing(self) -> Decimal:
        return self.sum("financing")

    @property
    def eligible(self) -> Decimal:
        mine = [entry for entry in self.entries if entry.side == "expense" and entry.eligible]
        return sum((entry.total for entry in mine), ZERO)

    @property
    def grant(self) -> Decimal:
        return self.of_kinds(["grant"])

    @property
    def own_share(self) -> Decimal:
        return self.of_kinds(OWN_SHARE)

    @property
    def public_money(self) -> Decimal:
        return self.of_kinds(PUBLIC_MONEY)

    @property
    def gap(self) -> Decimal:
        """Return expenses less financing: above zero money is missing, below it is left over."""
        return self.expenses - self.financing

    @property
    def gaps(self) -> dict[int, Decimal]:
        """Return the years in which expenses and financing differ, with the difference."""
        by_year = {y: self.sum("expense", y) - self.sum("financing", y) for y in self.years}
        return {year: gap for year, gap in by_year.items() if gap}

    def grant_allowed(self, terms: Terms) -> Decimal:
        """Return the highest grant: the rate of the eligible expenses up to the cap.

        Partners with a rate of their own get it for their expenses; what exceeds the cap is taken
        from all alike. Rounded once, at the end.
        """
        over = terms.cap is not None and self.eligible > terms.cap
        return self.grant_for(terms.cap if over and terms.cap else self.eligible, terms)

    def grant_for(self, recognised: Decimal, terms: Terms) -> Decimal:
        """Return the grant of so many eligible euros, shared over the partners as planned.

        Without planned expenses nobody has a rate of their own: the lead's rate counts.
        """
        if not self.eligible:
            return share(recognised, terms.rate)
        mine = [entry for entry in self.entries if entry.side == "expense" and entry.eligible]
        granted = sum(
            (Fraction(e.total) * Fraction(terms.rate_for(e.partner)) for e in mine), ZERO_PARTS
        )
        return to_the_cent(granted * Fraction(recognised) / Fraction(self.eligible))

    def own_share_needed(self, terms: Terms) -> Decimal:
        return share(self.eligible, terms.own_share_rate)


def plan_of(application: Application) -> Plan:
    """Return the stored plan; years outside the call's are kept, so that nothing is hidden.

    Of lines that are loaded already it is reckoned once: a dozen rules ask for it.
    """
    loaded = getattr(application, "_prefetched_objects_cache", {}).get("plan_lines")
    known = application.__dict__.get("_known_plan")
    if loaded is not None and known and known[0] is loaded:
        return cast(Plan, known[1])
    plan = reckoned_plan(application)
    application.__dict__["_known_plan"] = (loaded, plan)
    return plan


def reckoned_plan(application: Application) -> Plan:
    entries = tuple(
        Entry(
            line.side,
            line.kind,
            {amount.year: amount.amount for amount in line.amounts.all()},
            line.eligible,
            line.partner_id,
        )
        for line in application.plan_lines.all()
    )
    stored = {year for entry in entries for year in entry.amounts}
    return Plan(entries, tuple(sorted(stored | set(application.call_version.years))))


def terms_of(application: Application) -> Terms:
    """Return rate and cap by phase and by the declaration of a budget emergency."""
    version = application.call_version
    answers = {answer.code: answer.value for answer in application.answers.all()}
    project = getattr(application, "project", None)
    caps = {"strategy": version.cap_strategy, "implementation": version.cap_implementation}
    emergency = answers.get("haushaltsnotlage") in EMERGENCY
    return Terms(
        rate=version.emergency_rate if emergency else version.regular_rate,
        cap=caps.get(project.phase) if project else None,
        minimum_grant=version.minimum_grant,
        own_share_rate=version.minimum_own_share_rate,
        years=version.years,
        phase=project.get_phase_display() if project else "",
        partner_rates={
            partner.pk: version.emergency_rate
            for partner in application.partners.all()
            if partner.emergency in EMERGENCY
        },
    )
