"""How much of an award may be drawn now: the rulebook's limit, less what is withheld."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from awards.partner_rates import own_rates_of
from core.templatetags.allmende import euro, percent
from rulebook.grants import AwardTerms, Drawdown, FinancingType, payable_now
from rulebook.money import share

if TYPE_CHECKING:
    from awards.models import Award, PaymentRequest

ZERO, SIX_PLACES = Decimal("0.00"), Decimal("0.000001")


@dataclass(frozen=True)
class Drawable:
    """The most that may be paid now, and the calculation line by line."""

    amount: Decimal
    lines: tuple[str, ...]


def received(award: Award) -> Decimal:
    """Euros ordered or paid so far and not returned."""
    return sum((tranche.ordered + tranche.paid for tranche in award.tranches.all()), ZERO)


def drawable(request: PaymentRequest) -> Drawable:
    """Return the limit of a request with its explanation (VV Nr. 7, ANBest Nr. 1.2)."""
    award, terms = request.award, terms_in_step(request.award)
    drawn, year_left = received(award), request.tranche.left
    drawdown = Drawdown(drawn, request.spent, request.due, year_left, request.extra_income)
    by_rule = payable_now(terms, drawdown)
    unlocked = max(ZERO, ceiling(award) - drawn)
    amount = min(by_rule, unlocked)
    lines = (
        f"Rechnungen bisher {euro(request.spent)} und in dieser Anforderung {euro(request.due)}.",
        in_step(award, request),
        f"Bisher angeordnet oder ausgezahlt: {euro(drawn)}.",
        f"Rest der Zuwendung: {euro(award.amount - drawn)}.",
        *final_line(award, unlocked),
        f"Rest der Jahresrate {request.tranche.budget_year.year}: {euro(year_left)}.",
        *withheld_line(award, unlocked),
        f"Zurzeit auszahlbar: {euro(amount)}.",
    )
    return Drawable(amount, lines)


def terms_in_step(award: Award) -> AwardTerms:
    """Return the terms for drawing: where partners have rates of their own, with the mean rate.

    Bills are not told apart by partner until the proof of use; until then the planned mean counts,
    Z0 / A0, cut after six places so that nobody draws ahead.
    """
    if not own_rates_of(award) or not award.eligible_amount:
        return award.terms
    mean = (award.amount / award.eligible_amount).quantize(SIX_PLACES, ROUND_DOWN)
    return replace(award.terms, rate=min(mean, Decimal(1)))


def ceiling(award: Award) -> Decimal:
    """Euros to be drawn in all: what the final notice says, before it all but the retention."""
    notice = getattr(award, "final_notice", None)
    return notice.final_amount if notice else award.amount - withheld(award)


def final_line(award: Award, unlocked: Decimal) -> list[str]:
    notice = getattr(award, "final_notice", None)
    if notice is None:
        return []
    final = euro(notice.final_amount)
    return [f"Endgültige Zuwendung laut Schlussbescheid: {final}, davon noch {euro(unlocked)}."]


def withheld(award: Award) -> Decimal:
    """Euros kept back until the proof of use is checked."""
    if award.retention_released_on is not None:
        return ZERO
    return share(award.amount, award.rules.retention_rate)


def withheld_line(award: Award, unlocked: Decimal) -> list[str]:
    kept = withheld(award)
    if not kept:
        return []
    rate = percent(award.rules.retention_rate)
    return [
        f"Einbehalt bis zum geprüften Verwendungsnachweis ({rate}): {euro(kept)}, "
        f"davor noch auszahlbar: {euro(unlocked)}."
    ]


def in_step(award: Award, request: PaymentRequest) -> str:
    """Say how the bills entitle to money under the award's kind of financing."""
    name = award.get_financing_display()
    extra = euro(request.extra_income)
    match award.terms.financing:
        case FinancingType.SHARE:
            rate = percent(terms_in_step(award).rate)
            return f"{name}: {rate} der Rechnungen abzüglich {extra} Mehreinnahmen."
        case FinancingType.FIXED:
            total = f"{euro(award.amount)} zu {euro(award.eligible_amount)}"
            return f"{name}: im Verhältnis {total} der Rechnungen."
        case FinancingType.GAP:
            own = euro(award.own_funds + award.other_funds)
            return f"{name}: Rechnungen abzüglich {own} eigener und anderer Mittel und {extra}."
        case FinancingType.FULL:
            return (
                f"{name}: Rechnungen abzüglich {euro(award.other_funds)} anderer Mittel, {extra}."
            )
