"""Contracts of a project: entered by the recipient, checked by the office, breaches with cuts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.permissions import may_edit_for
from awards.actions.notices import lock_award, refuse_without_note
from awards.actions.papers import kept_file
from awards.checks.procurement import findings_against_entry
from awards.follow_up_permissions import may_check_procurement
from awards.models import Award, Procurement, ProcurementFinding, ProofCheck
from core import audit
from core.refusals import EditConflict, Finding, RuleViolation
from core.text import clean
from core.workflow import Attempt, perform

CLOSED = (ProofCheck.Status.PROPOSED, ProofCheck.Status.SETTLED)


@transaction.atomic
def enter_procurement(
    award: Award, values: Mapping[str, Any], *, upload: Any = None, by: Any
) -> Procurement:
    """Enter how a contract was awarded."""
    award = lock_award(award)
    if not may_edit_for(by, award.organisation):
        raise PermissionDenied
    procurement = Procurement(award=award, entered_by_key=by.actor_key)
    return stored(procurement, values, upload, by, "enter_procurement")


@transaction.atomic
def edit_procurement(
    procurement: Procurement, values: Mapping[str, Any], *, seen: int, upload: Any = None, by: Any
) -> Procurement:
    """Change an entry that the office has not checked yet."""
    procurement = Procurement.objects.select_for_update(of=("self",)).get(pk=procurement.pk)
    if not may_edit_for(by, procurement.award.organisation):
        raise PermissionDenied
    if procurement.status != Procurement.Status.ENTERED:
        raise RuleViolation(Finding("moment", "Die Programmstelle hat die Vergabe schon geprüft."))
    if procurement.version != seen:
        raise EditConflict(procurement)
    procurement.version += 1
    procurement.entered_by_key = by.actor_key
    return stored(procurement, values, upload, by, "edit_procurement")


def stored(
    procurement: Procurement, values: Mapping[str, Any], upload: Any, by: Any, step: str
) -> Procurement:
    """Keep what was entered, with its trail; refuse what cannot stand."""
    before = {name: getattr(procurement, name) for name in values} if procurement.pk else {}
    for name, value in values.items():
        setattr(procurement, name, clean(value) if isinstance(value, str) else value)
    if found := findings_against_entry(procurement):
        raise RuleViolation(*found)
    if upload:
        procurement.file = kept_file(upload, by=by)
    procurement.save()
    change = {"before": before, "after": {name: getattr(procurement, name) for name in values}}
    audit.record(procurement, step, by=by, change=change)
    return procurement


@transaction.atomic
def clear_procurement(procurement: Procurement, *, by: Any, note: str = "") -> Procurement:
    """An officer has looked at it and finds nothing."""
    return noted(perform(procurement, "pass_check", Attempt(by=by, note=clean(note))), note)


@transaction.atomic
def reopen_procurement(procurement: Procurement, *, by: Any, note: str) -> Procurement:
    """Look at it again; a breach that was found falls."""
    refuse_without_note(note, "Begründen Sie, warum erneut geprüft wird.")
    refuse_after_the_check(procurement.award)
    procurement = perform(procurement, "reopen_check", Attempt(by=by, note=clean(note)))
    for finding in procurement.findings.filter(dropped_because=""):
        finding.dropped_because = clean(note)
        finding.save(update_fields=["dropped_because"])
        change = {"before": {"cut": finding.cut}, "note": finding.dropped_because}
        audit.record(procurement, "drop_breach", by=by, change=change)
    return noted(procurement, note)


def noted(procurement: Procurement, note: str) -> Procurement:
    procurement.check_note = clean(note)
    procurement.save(update_fields=["check_note"])
    return procurement


@transaction.atomic
def find_breach(
    procurement: Procurement, code: str, *, basis: Decimal, reason: str, by: Any
) -> ProcurementFinding:
    """Find a breach; its cut is the rate of the guideline that the award was made under."""
    award = lock_award(procurement.award)
    if not may_check_procurement(procurement, by):
        raise PermissionDenied
    refuse_after_the_check(award)
    refuse_without_note(reason, "Begründen Sie den Verstoß.")
    cut = cut_named(award, code)
    if basis <= 0:
        sentence = "Geben Sie an, was von diesem Auftrag abgerechnet ist."
        raise RuleViolation(Finding("basis", sentence, field="basis"))
    procurement = perform(procurement, "object_to", Attempt(by=by, note=clean(reason)))
    finding = ProcurementFinding(procurement=procurement, code=code, label=cut["label"])
    finding.rate, finding.source = Decimal(cut["rate"]), cut["source"]
    finding.basis_amount, finding.reason = basis, clean(reason)
    finding.found_by_key = by.actor_key
    finding.save(force_insert=True)
    after = {"label": finding.label, "rate": finding.rate, "basis_amount": basis}
    audit.record(procurement, "find_breach", by=by, change={"after": after})
    return finding


def cut_named(award: Award, code: str) -> Mapping[str, str]:
    """Return label, rate and source of a breach in the guideline of the award."""
    for cut in award.rules.procurement_cuts:
        if cut["code"] == code:
            named: Mapping[str, str] = cut
            return named
    raise RuleViolation(Finding("code", "Wählen Sie den Verstoß.", field="code"))


def refuse_after_the_check(award: Award) -> None:
    """Once the check note is presented, the account stands; it would have to be given back."""
    checks = ProofCheck.objects.filter(submission__report__duty__award=award, status__in=CLOSED)
    if checks.exists():
        sentence = "Der Prüfvermerk zum Verwendungsnachweis ist schon vorgelegt oder beschieden."
        raise RuleViolation(Finding("checked", sentence))
