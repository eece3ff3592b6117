"""Partners of a consortium with a rate of their own, as the award confirms it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rulebook.grants import FinancingType

if TYPE_CHECKING:
    from applications.models import Partner
    from awards.models import Award


def rate_of(partner: Partner, award: Award) -> Decimal:
    """Return the rate of a partner's expenses: its own in an emergency, else the award's."""
    in_need = partner.emergency != partner.Emergency.NONE
    return Decimal(partner.rate_asked) if in_need else award.rate


def own_rates_of(award: Award) -> dict[int, Decimal]:
    """Return the partners that have another rate than the award, by their row.

    Only a share of the expenses has a rate.
    """
    if award.terms.financing is not FinancingType.SHARE:
        return {}
    partners = award.decision.candidacy.application.partners.all()
    rates = {partner.pk: rate_of(partner, award) for partner in partners}
    return {pk: rate for pk, rate in rates.items() if rate != award.rate}
