"""Interest on money used late (§ 49a (4) VwVfG): the rulebook's sum with every line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from core.refusals import Finding, RuleViolation
from core.templatetags.allmende import day, euro, german
from rulebook.interest import MissingBaseRate, interest_periods

if TYPE_CHECKING:
    from awards.models import Payment, PaymentUse


@dataclass(frozen=True)
class Interest:
    """Euros of interest and how they come about."""

    amount: Decimal
    lines: tuple[str, ...]


def late_uses(payment: Payment) -> list[PaymentUse]:
    """Return what was used after the period of use."""
    return [use for use in payment.uses.all() if use.used_on > payment.use_until]


def calculate(payment: Payment, base_rates: Mapping[date, Decimal]) -> Interest:
    """Return the interest on everything that was used late; a missing base rate is refused."""
    total, lines = Decimal("0.00"), []
    for use in late_uses(payment):
        try:
            parts = list(lines_of(payment, use, base_rates))
        except MissingBaseRate as missing:
            raise RuleViolation(Finding("base_rate", missing_sentence(missing))) from None
        total += sum((amount for amount, _ in parts), Decimal("0.00"))
        lines += [opening(payment, use), *(line for _, line in parts)]
    small = payment.request.award.rules.small_interest_amount
    if 0 < total < small:
        lines.append(f"Das ist weniger als {euro(small)}: Von der Erhebung kann abgesehen werden.")
    return Interest(total, (*lines, f"Zinsen zusammen: {euro(total)}."))


def opening(payment: Payment, use: PaymentUse) -> str:
    return (
        f"{euro(use.amount)} ausgezahlt am {day(payment.paid_on)}, "
        f"verwendet am {day(use.used_on)}; zu verwenden bis {day(payment.use_until)}."
    )


def lines_of(
    payment: Payment, use: PaymentUse, base_rates: Mapping[date, Decimal]
) -> Iterator[tuple[Decimal, str]]:
    """Yield the interest of each half-year and the line that says so."""
    surcharge = payment.request.award.rules.interest_surcharge
    paid_on = payment.paid_on or payment.ordered_on
    for part in interest_periods(use.amount, paid_on, use.used_on, base_rates, surcharge):
        rate = f"{german(part.rate, 2)} %"
        yield (
            part.amount,
            f"{day(part.start)} bis {day(part.end)}: {euro(use.amount)} x {rate} x "
            f"{part.days} / 365 = {euro(part.amount)}.",
        )


def missing_sentence(missing: MissingBaseRate) -> str:
    """Name the half-year whose base rate nobody has entered; nothing is guessed."""
    half = 1 if missing.first_day.month == 1 else 2
    return (
        f"Es fehlt der Basiszinssatz für das {half}. Halbjahr {missing.first_day.year}. "
        "Tragen Sie ihn ein, bevor Sie Zinsen berechnen."
    )
