"""Milestones: agreed by the office, reported by the recipient, confirmed by the office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum

from awards import money_mails
from awards.actions.notices import lock_award, refuse_without_note
from awards.actions.papers import kept_file
from awards.models import Award, Milestone
from awards.permissions import may_care_for_award
from core import audit
from core.refusals import Finding, RuleViolation
from core.templatetags.allmende import euro
from core.text import clean
from core.workflow import Attempt, perform


@transaction.atomic
def plan_milestone(award: Award, values: Mapping[str, Any], *, by: Any) -> Milestone:
    """Agree on a milestone; together they never stand for more than is eligible."""
    award = lock_award(award)
    if not may_care_for_award(award, by):
        raise PermissionDenied
    if not award.is_paid_by_milestones:
        sentence = "Diese Zuwendung wird nicht nach Meilensteinen ausgezahlt."
        raise RuleViolation(Finding("mode", sentence))
    planned = award.milestones.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    left = award.eligible_amount - planned
    if not 0 < values["amount"] <= left:
        sentence = f"Zu verteilen sind noch {euro(left)} zuwendungsfähige Ausgaben."
        raise RuleViolation(Finding("amount", sentence, field="amount"))
    texts = {name: clean(one) if isinstance(one, str) else one for name, one in values.items()}
    milestone = Milestone.objects.create(award=award, **texts)
    audit.record(milestone, "plan_milestone", by=by, change={"after": dict(texts)})
    return milestone


@transaction.atomic
def remove_milestone(milestone: Milestone, *, by: Any) -> None:
    """Take back a milestone that nobody has reported yet."""
    award = lock_award(milestone.award)
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    if not may_care_for_award(award, by):
        raise PermissionDenied
    if milestone.status != Milestone.Status.PLANNED:
        raise RuleViolation(Finding("moment", "Der Meilenstein ist schon gemeldet."))
    before = {"name": milestone.name, "amount": milestone.amount}
    audit.record(milestone, "remove_milestone", by=by, change={"before": before})
    milestone.delete()


@transaction.atomic
def report_milestone(
    milestone: Milestone, reached_on: date, evidence: str, *, upload: Any = None, by: Any
) -> Milestone:
    """The recipient reports a milestone as reached, with what shows it."""
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    if milestone.status == Milestone.Status.PLANNED:
        milestone.reached_on, milestone.evidence = reached_on, clean(evidence)
        milestone.reported_by_key = by.actor_key
        milestone.save(update_fields=["reached_on", "evidence", "reported_by_key"])
    milestone = perform(milestone, "report", Attempt(by=by, note=milestone.evidence))
    if upload:
        milestone.file = kept_file(upload, by=by)
        milestone.save(update_fields=["file"])
    return milestone


@transaction.atomic
def confirm_milestone(milestone: Milestone, *, by: Any) -> Milestone:
    """An officer has seen the evidence."""
    return perform(milestone, "confirm", Attempt(by=by))


@transaction.atomic
def send_back_milestone(milestone: Milestone, *, by: Any, note: str) -> Milestone:
    """The evidence is not enough; the recipient hears why."""
    refuse_without_note(note, "Schreiben Sie, was am Nachweis fehlt.")
    milestone = perform(milestone, "send_back", Attempt(by=by, note=clean(note)))
    money_mails.send_back_milestone(milestone, clean(note))
    return milestone
