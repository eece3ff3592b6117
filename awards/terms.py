"""The terms of an award, taken over from application, decision and guideline without retyping.

Everything here is returned unsaved: the action stores it one award at a time, the demonstration
thousands at once.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from applications.finance import OWN_SHARE, plan_of
from awards.models import (
    AgreedIndicator,
    Award,
    AwardExpense,
    CheckNote,
    OnwardGrant,
    ReportDate,
    Tranche,
)
from awards.partner_rates import rate_of
from core import clock
from rulebook.money import split, to_the_cent

if TYPE_CHECKING:
    from applications.models import Application
    from evaluation.models import FundingDecision
    from programmes.models import GuidelineVersion

ZERO = Decimal("0.00")
INDICATOR_FIELDS = (
    *("name", "level", "unit", "rising", "baseline", "baseline_on"),
    *("target", "target_on", "source", "catalogue_id", "counts_people"),
)


@dataclass(frozen=True)
class Terms:
    """An award with the rows of its terms, not stored yet."""

    award: Award
    expenses: list[AwardExpense]
    tranches: list[Tranche]
    onward_grants: list[OnwardGrant]
    indicators: list[AgreedIndicator]
    report_dates: list[ReportDate]

    def rows(self) -> Iterator[list[Any]]:
        """Yield the rows, a list for each model."""
        yield from (self.expenses, self.tranches, self.onward_grants)
        yield from (self.indicators, self.report_dates)


def terms_of(decision: FundingDecision, note: CheckNote, **fields: Any) -> Terms:
    """Return the award of an approved decision; `fields` holds code and file reference."""
    application = decision.candidacy.application
    guideline = application.call_version.guideline_version
    award = Award(
        decision=decision,
        organisation=application.organisation,
        financing=note.financing,
        amount=decision.amount,
        eligible_amount=decision.eligible_amount,
        rate=decision.rate,
        purpose=application.project.summary,
        general_conditions=guideline.general_conditions,
        conditions=guideline.conditions,
        **money_of_others(application, decision),
        **period_of(application, guideline),
        **fields,
    )
    return Terms(
        award,
        expenses_of(award, application),
        tranches_of(award, decision),
        onward_grants_of(award, application),
        indicators_of(award, application),
        report_dates_of(award, guideline),
    )


def money_of_others(application: Application, decision: FundingDecision) -> dict[str, Decimal]:
    """Return the planned income and grants of others, the rest as own funds, the rate asked for."""
    plan = plan_of(application)
    others = plan.financing - plan.grant - plan.of_kinds(OWN_SHARE)
    own = max(ZERO, decision.eligible_amount - decision.amount - others)
    asked = plan.grant / plan.eligible if plan.eligible else Decimal(0)
    return {
        "other_funds": others,
        "own_funds": own,
        "requested_rate": min(Decimal(1), asked).quantize(Decimal("0.000001")),
    }


def period_of(application: Application, guideline: GuidelineVersion) -> dict[str, date]:
    """Return approval period and end of the bound use."""
    starts_on, ends_on = application.project.starts_on, application.project.ends_on
    if starts_on is None or ends_on is None:
        raise ValueError("an award needs a period; the checks before it ask for one")
    bound_until = same_day(ends_on, ends_on.year + guideline.bound_use_years)
    return {"starts_on": starts_on, "ends_on": ends_on, "bound_until": bound_until}


def same_day(day: date, year: int) -> date:
    """Return the same day of another year; 29 February becomes the 28th where it is missing.

    >>> same_day(date(2028, 2, 29), 2033)
    datetime.date(2033, 2, 28)
    """
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=year, day=28) if leap_day else day.replace(year=year)


def expenses_of(award: Award, application: Application) -> list[AwardExpense]:
    """Share the eligible amount out over the cost types as the plan did; not a cent is lost."""
    planned: dict[str, Decimal] = {}
    for entry in plan_of(application).entries:
        if entry.side == "expense" and entry.eligible and entry.total:
            planned[entry.kind] = planned.get(entry.kind, ZERO) + entry.total
    if not planned:
        return []
    amounts = split(award.eligible_amount, list(planned.values()))
    return [
        AwardExpense(award=award, kind=kind, amount=amount)
        for kind, amount in zip(planned, amounts, strict=True)
    ]


def tranches_of(award: Award, decision: FundingDecision) -> list[Tranche]:
    """Return the money by budget year: cash of the year of approval, later years authorised."""
    this_year = localdate(decision.approved_at or clock.now()).year
    return [
        Tranche(
            award=award,
            budget_year=one.budget_year,
            is_cash=one.budget_year.year <= this_year,
            granted=one.amount,
        )
        for one in decision.shares.all()
    ]


def onward_grants_of(award: Award, application: Application) -> list[OnwardGrant]:
    """Return what partners get passed on: their own rate, or the award's, of their expenses.

    What the decision recognises less than planned is taken from all alike, as in the plan.
    """
    plan = plan_of(application)
    planned: dict[int, Decimal] = {}
    for entry in plan.entries:
        if entry.side == "expense" and entry.eligible and entry.partner:
            planned[entry.partner] = planned.get(entry.partner, ZERO) + entry.total
    part = Fraction(award.eligible_amount) / Fraction(plan.eligible or 1)
    return [
        OnwardGrant(
            award=award,
            partner=partner,
            name=partner.name,
            amount=to_the_cent(
                Fraction(planned.get(partner.pk, ZERO)) * Fraction(rate_of(partner, award)) * part
            ),
        )
        for partner in application.partners.all()
        if partner.passes_on
    ]


def indicators_of(award: Award, application: Application) -> list[AgreedIndicator]:
    return [
        AgreedIndicator(award=award, **{name: getattr(row, name) for name in INDICATOR_FIELDS})
        for row in application.indicators.all()
    ]


def report_dates_of(award: Award, rules: GuidelineVersion) -> list[ReportDate]:
    """Return the schedule: interim report and indicators for every year, then the proof of use."""
    kinds = (ReportDate.Kind.INTERIM, ReportDate.Kind.INDICATORS)
    dates = []
    for year in range(award.starts_on.year, award.ends_on.year):
        due = date(year + 1, rules.interim_due_month, rules.interim_due_day)
        first, last = max(award.starts_on, date(year, 1, 1)), date(year, 12, 31)
        dates += [report(award, kind, first, last, due) for kind in kinds]
    proof_due = months_later(award.ends_on, rules.proof_months)
    last_year = max(award.starts_on, date(award.ends_on.year, 1, 1))
    kind = ReportDate.Kind.INDICATORS
    dates.append(report(award, kind, last_year, award.ends_on, proof_due))
    kind = ReportDate.Kind.PROOF
    dates.append(report(award, kind, award.starts_on, award.ends_on, proof_due))
    return dates


def report(award: Award, kind: str, first: date, last: date, due: date) -> ReportDate:
    return ReportDate(award=award, kind=kind, period_from=first, period_until=last, due_on=due)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the month's last (§ 188 BGB).

    >>> months_later(date(2027, 8, 31), 6), months_later(date(2027, 12, 31), 12)
    (datetime.date(2028, 2, 29), datetime.date(2028, 12, 31))
    """
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))
