"""Site visits of the office, and the recipient's inventory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.permissions import may_edit_for
from awards.models import Award, InventoryPiece, SiteVisit
from awards.permissions import may_care_for_award
from core import audit, clock
from core.refusals import Finding, RuleViolation
from core.text import clean


def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: clean(one) if isinstance(one, str) else one for name, one in values.items()}


@transaction.atomic
def note_visit(award: Award, values: Mapping[str, Any], *, by: Any) -> SiteVisit:
    """Keep what was seen on the spot."""
    if not may_care_for_award(award, by):
        raise PermissionDenied
    visit = SiteVisit.objects.create(award=award, noted_by_key=by.actor_key, **cleaned(values))
    audit.record(award, "note_visit", by=by, change={"after": {"visited_on": visit.visited_on}})
    return visit


@transaction.atomic
def add_piece(award: Award, values: Mapping[str, Any], *, by: Any) -> InventoryPiece:
    """Enter something that was bought and is bound to its purpose."""
    if not may_edit_for(by, award.organisation):
        raise PermissionDenied
    piece = InventoryPiece.objects.create(award=award, **cleaned(values))
    change = {"after": {"name": piece.name, "price": piece.price}}
    audit.record(award, "add_piece", by=by, change=change)
    return piece


@transaction.atomic
def piece_left(piece: InventoryPiece, left_on: date, reason: str, *, by: Any) -> InventoryPiece:
    """Tell that something is no longer used for its purpose."""
    piece = InventoryPiece.objects.select_for_update(of=("self",)).get(pk=piece.pk)
    if not may_edit_for(by, piece.award.organisation):
        raise PermissionDenied
    if piece.left_on is not None:
        raise RuleViolation(Finding("left", "Der Gegenstand ist schon ausgeschieden."))
    if not piece.bought_on <= left_on <= clock.today():
        raise RuleViolation(Finding("day", "Der Tag liegt vor dem Kauf oder in der Zukunft."))
    piece.left_on, piece.left_reason = left_on, clean(reason)
    piece.save(update_fields=["left_on", "left_reason"])
    change = {"after": {"name": piece.name, "left_on": left_on}, "note": piece.left_reason}
    audit.record(piece.award, "piece_left", by=by, change=change)
    return piece
