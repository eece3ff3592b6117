"""What the pages of a partner show: its money, its documents, its state."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from applications.checks.documents import PartnerRequirement, asked_of
from applications.checks.revision import open_copy
from applications.finance import OWN_SHARE, ZERO
from applications.models import Application, Partner, PlanLine
from applications.teamwork import passages_of


@dataclass(frozen=True)
class Money:
    """What a partner spends and brings, in euros, and the rate it asks for."""

    expenses: Decimal
    eligible: Decimal
    own_share: Decimal
    rate: Decimal


def money_of(partner: Partner) -> Money:
    """Add up the partner's lines."""
    lines = list(PlanLine.objects.filter(partner=partner).prefetch_related("amounts"))
    expenses = [line for line in lines if line.side == PlanLine.Side.EXPENSE]
    return Money(
        total_of(expenses),
        total_of([line for line in expenses if line.eligible]),
        total_of([line for line in lines if line.kind in OWN_SHARE]),
        partner.rate_asked,
    )


def total_of(lines: list[PlanLine]) -> Decimal:
    return sum((amount.amount for line in lines for amount in line.amounts.all()), ZERO)


def requirements_for(partner: Partner) -> list[PartnerRequirement]:
    """Return the documents that the call asks of this partner."""
    requirements = partner.application.call_version.document_requirements.all()
    return list(asked_of(partner, requirements))


def row_to_write(partner: Partner) -> Partner:
    """Return the partner of the working copy while there is one: that is what can be changed."""
    copy = open_copy(partner.application)
    if copy is None:
        return partner
    twins = Partner.objects.select_related("application__organisation", "organisation")
    return twins.filter(application=copy, position=partner.position).first() or partner


def shared_chapters(application: Application, partner: Partner) -> list[dict[str, Any]]:
    """Return what the lead lets the partner read, chapter by chapter."""
    shared = [one for one in passages_of(application).values() if may_read(partner, one.section)]
    chapters = dict.fromkeys(passage.chapter for passage in shared)
    return [
        {"title": chapter, "passages": [asdict(one) for one in shared if one.chapter == chapter]}
        for chapter in chapters
    ]


def may_read(partner: Partner, section: str) -> bool:
    return section in partner.shared_sections


def state_of(partner: Partner) -> tuple[str, str]:
    """Return in words and tone how far a partner is: named, invited, at work."""
    people = list(partner.people_now())
    if any(one.invitation.accepted_by_id for one in people):
        return _("Arbeitet mit"), "ok"
    return (_("Eingeladen"), "info") if people else (_("Nur genannt"), "")
