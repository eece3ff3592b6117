"""Objections are recorded with their dates, and once more with their outcome.

They serve every rejection: formal ones, whose application was never reviewed, and those after it.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from applications.models import Application
from core import audit, clock
from core.refusals import Finding, RuleViolation
from core.text import clean
from evaluation.models import Candidacy, Objection
from evaluation.permissions import may_record_objection

Outcome = Objection.Outcome


@transaction.atomic
def record_objection(
    application: Application, kind: str, filed_on: date, reason: str, *, by: Person
) -> Objection:
    """Keep that a rejected applicant objects; the decision stands until somebody changes it."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not may_record_objection(application, by):
        raise PermissionDenied
    if not is_rejected(application):
        sentence = "Einen Rechtsbehelf gibt es nur gegen eine Ablehnung."
        raise RuleViolation(Finding("not_rejected", sentence))
    if filed_on > clock.today():
        raise RuleViolation(Finding("future", "Der Tag liegt in der Zukunft.", field="filed_on"))
    objection = Objection.objects.create(
        application=application, kind=kind, filed_on=filed_on, reason=clean(reason).strip()
    )
    after = {"kind": kind, "filed_on": filed_on}
    audit.record(application, "record_objection", by=by, change={"after": after})
    return objection


def is_rejected(application: Application) -> bool:
    """Was the application turned away, formally or after its review?"""
    if application.status == Application.Status.FORMALLY_REJECTED:
        return True
    rejected = Candidacy.objects.filter(status=Candidacy.Status.REJECTED)
    return rejected.filter(application=application).exists()


@transaction.atomic
def decide_objection(
    objection: Objection, outcome: str, decided_on: date, note: str, *, by: Person
) -> Objection:
    """Keep how an objection ended, once."""
    objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if not may_record_objection(objection.application, by):
        raise PermissionDenied
    if objection.outcome != Outcome.OPEN:
        label = objection.get_outcome_display()
        raise RuleViolation(Finding("decided", f"Der Ausgang steht schon fest: {label}."))
    if not objection.filed_on <= decided_on <= clock.today():
        sentence = "Der Tag liegt vor dem Eingang oder in der Zukunft."
        raise RuleViolation(Finding("day", sentence, field="decided_on"))
    objection.outcome, objection.decided_on = outcome, decided_on
    objection.note = clean(note).strip()
    objection.save(update_fields=["outcome", "decided_on", "note"])
    after = {"outcome": outcome, "decided_on": decided_on, "note": objection.note}
    audit.record(objection.application, "decide_objection", by=by, change={"after": after})
    return objection
