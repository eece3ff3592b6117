"""The office fixes or forbids a pair of application and reviewer, with a reason."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from core import audit, clock
from core.refusals import Finding, RuleViolation
from evaluation.actions.assignment import lock_call, still_open
from evaluation.conflicts import conflicts
from evaluation.models import Assignment, Candidacy, PairRule, Reviewer
from evaluation.permissions import may_assign
from evaluation.pool import case_of, reviewers_of, with_facts


@transaction.atomic
def set_pair_rule(
    candidacy: Candidacy, reviewer: Reviewer, *, kind: str, reason: str, by: Person
) -> PairRule:
    """Fix or forbid one pair for every later proposal; nothing is assigned yet."""
    if not may_assign(candidacy, by):
        raise PermissionDenied
    lock_call(candidacy.application.call_version)
    if findings := [
        *no_reason(reason),
        *still_open(candidacy),
        *against(candidacy, reviewer, kind),
    ]:
        raise RuleViolation(*findings)
    rule = PairRule.objects.create(
        candidacy=candidacy,
        reviewer=reviewer,
        kind=kind,
        reason=reason.strip(),
        set_by_key=by.actor_key,
    )
    after = {"Vorgabe": rule.get_kind_display(), "Person (Kennung)": reviewer.key}
    audit.record(candidacy, "set_pair_rule", by=by, change={"after": after, "note": rule.reason})
    return rule


def no_reason(reason: str) -> list[Finding]:
    return [] if reason.strip() else [Finding("no_reason", "Nennen Sie den Grund.", field="reason")]


def against(candidacy: Candidacy, reviewer: Reviewer, kind: str) -> list[Finding]:
    """Return what speaks against the rule: another one, an assignment, or bias."""
    known = PairRule.objects.in_force().filter(candidacy=candidacy, reviewer=reviewer).first()
    if known:
        sentence = f"Dafür gilt schon: {known.get_kind_display()}. Heben Sie das zuerst auf."
        return [Finding("pair_rule", sentence)]
    asked = Assignment.objects.counting().filter(candidacy=candidacy, reviewer=reviewer).exists()
    if asked:
        return [Finding("assigned", f"{reviewer} ist diesem Antrag schon zugeteilt.")]
    if kind == PairRule.Kind.FORBIDDEN:
        return []
    case = case_of(with_facts(Candidacy.objects.filter(pk=candidacy.pk)).get())
    version = candidacy.application.call_version
    facts = next(one for one in reviewers_of(version) if one.key == reviewer.key)
    return list(conflicts(facts, case))


@transaction.atomic
def lift_pair_rule(rule: PairRule, *, by: Person) -> PairRule:
    """End a rule; it stays on record."""
    if not may_assign(rule.candidacy, by):
        raise PermissionDenied
    lock_call(rule.candidacy.application.call_version)
    rule = PairRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if rule.lifted_at:
        raise RuleViolation(Finding("lifted", "Diese Vorgabe ist schon aufgehoben."))
    rule.lifted_at = clock.now()
    rule.save(update_fields=["lifted_at"])
    before = {"Vorgabe": rule.get_kind_display(), "Person (Kennung)": rule.reviewer.key}
    audit.record(rule.candidacy, "lift_pair_rule", by=by, change={"before": before})
    return rule
