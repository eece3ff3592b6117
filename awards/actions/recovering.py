"""Recover money: hearing and decision by two people; what follows is in `collecting`."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.actions.deputies import in_place_of
from accounts.models import Role
from awards import mails_follow_up as mails
from awards.bound_use import bound_use_amount
from awards.final_account import line_of
from awards.follow_up_permissions import may_state
from awards.models import Award, InventoryPiece, ProcurementFinding, Recovery
from awards.recovery_letter import letter_content
from core import audit, clock
from core.letters import issue
from core.refusals import Finding, RuleViolation
from core.templatetags.allmende import euro, percent
from core.text import clean
from core.workflow import Attempt, perform
from rulebook.money import share


@transaction.atomic
def open_recovery(
    award: Award, ground: str, *, amount: Decimal, by: Any, facts: str, **fields: Any
) -> Recovery:
    """Begin with the hearing (§ 28 VwVfG); the caller has checked who may."""
    if amount <= 0:
        raise RuleViolation(Finding("amount", "Der Betrag muss größer als null sein."))
    until = clock.today() + timedelta(days=award.rules.hearing_days)
    recovery = Recovery.objects.create(
        award=award,
        ground=ground,
        amount=amount,
        facts=clean(facts),
        heard_until=until,
        **{"known_on": clock.today(), **fields},
    )
    change = {"after": {"ground": ground, "amount": amount, "heard_until": until}}
    audit.record(recovery, "open_recovery", by=by, change=change)
    mails.open_hearing(recovery)
    return recovery


def recover_bound_use(piece: InventoryPiece, **fields: Any) -> Recovery:
    """Hear the recipient about something that left its purpose too early, pro rata."""
    award = piece.award
    if piece.left_on is None:
        raise RuleViolation(Finding("piece", "Der Gegenstand ist noch im Gebrauch."))
    granted = share(piece.price, award.rate)
    amount = bound_use_amount(granted, piece.bought_on, piece.left_on, piece.bound_months)
    lines = [
        f"{piece.name}: {euro(piece.price)}, gefördert mit {euro(granted)}.",
        f"Gebunden {piece.bound_months} Monate seit {piece.bought_on:%d.%m.%Y}, "
        f"nicht mehr genutzt seit {piece.left_on:%d.%m.%Y}.",
        f"Anteil der restlichen Monate: {euro(amount)}.",
    ]
    ground = Recovery.Ground.BOUND_USE
    return open_recovery(award, ground, amount=amount, calculation=lines, **fields)


def recover_breach(finding: ProcurementFinding, **fields: Any) -> Recovery:
    """Hear the recipient about the grant's share of a flat cut, before the final account."""
    award = finding.procurement.award
    amount = share(finding.cut, award.rate)
    lines = [
        line_of(finding),
        f"Anteil der Zuwendung: {percent(award.rate)} von {euro(finding.cut)} = {euro(amount)}.",
        f"Satz der Kürzung: {finding.source}",
    ]
    ground = Recovery.Ground.PROCUREMENT
    return open_recovery(award, ground, amount=amount, calculation=lines, **fields)


@transaction.atomic
def state_in_hearing(recovery: Recovery, statement: str, *, by: Any) -> Recovery:
    """The recipient answers."""
    recovery = Recovery.objects.select_for_update(of=("self",)).get(pk=recovery.pk)
    if not may_state(recovery, by):
        raise PermissionDenied
    if recovery.status != Recovery.Status.HEARING:
        raise RuleViolation(Finding("moment", "Die Anhörung ist beendet."))
    recovery.statement = clean(statement)
    recovery.save(update_fields=["statement"])
    audit.record(recovery, "state_in_hearing", by=by, change={"note": recovery.statement})
    return recovery


@transaction.atomic
def propose_recovery(
    recovery: Recovery,
    amount: Decimal,
    reasons: str,
    *,
    by: Any,
    ineffective_on: date | None = None,
) -> Recovery:
    """The officer proposes amount and reasons after the hearing, never more than was heard of."""
    recovery = Recovery.objects.select_for_update(of=("self",)).get(pk=recovery.pk)
    if not 0 < amount <= recovery.amount:
        sentence = "Angehört wurde zu einem kleineren Betrag. Fordern Sie höchstens diesen."
        raise RuleViolation(Finding("amount", sentence, field="amount"))
    recovery.amount, recovery.reasons = amount, clean(reasons)
    recovery.ineffective_on = ineffective_on
    recovery.save(update_fields=["amount", "reasons", "ineffective_on"])
    recovery = perform(recovery, "propose", Attempt(by=by, note=recovery.reasons))
    recovery.proposed_by_key = by.actor_key
    recovery.save(update_fields=["proposed_by_key"])
    return recovery


@transaction.atomic
def decide_recovery(recovery: Recovery, *, by: Any) -> Recovery:
    """A second person signs; the letter is frozen, the money is due."""
    recovery = perform(recovery, "decide", Attempt(by=by, note=in_place_of(by, Role.HEAD_OF_UNIT)))
    recovery.due_on = clock.today() + timedelta(days=recovery.award.rules.repay_days)
    content = letter_content(recovery, clock.today())
    title = f"Erstattungsbescheid {recovery.award.funding_code}"
    recovery.snapshot = issue(recovery, "recovery", content, title)
    recovery.save(update_fields=["due_on", "snapshot"])
    mails.announce_recovery(recovery)
    return recovery


@transaction.atomic
def drop_recovery(recovery: Recovery, *, by: Any, note: str) -> Recovery:
    """The hearing showed that nothing is owed."""
    return perform(recovery, "drop", Attempt(by=by, note=reasoned(note)))


@transaction.atomic
def give_back_recovery(recovery: Recovery, *, by: Any, note: str) -> Recovery:
    return perform(recovery, "give_back", Attempt(by=by, note=reasoned(note)))


def reasoned(note: str) -> str:
    """Return the note; without reasons nothing is refused, dropped or waived."""
    if not note.strip():
        raise RuleViolation(Finding("note", "Schreiben Sie eine Begründung.", field="note"))
    return clean(note)
