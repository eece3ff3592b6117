"""Amendments: filed by the recipient, decided by two people, in force with a notice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from accounts.actions.deputies import in_place_of
from accounts.models import Role
from awards import mails_follow_up as mails
from awards.actions.notices import issue_amendment_notice
from awards.follow_up_permissions import may_write_report
from awards.models import Amendment, AmendmentLine, Award, ReportDate, Tranche
from awards.plans import current_plan
from awards.terms import report_dates_of
from core import audit, clock
from core.refusals import EditConflict, Finding, RuleViolation
from core.snapshots import freeze
from core.text import clean
from core.workflow import Attempt, perform
from programmes.actions.booking import book
from programmes.models import Account, BudgetYear

Kind = Amendment.Kind
ZERO = Decimal("0.00")
OWN = frozenset({"own_cash", "own_staff"})
OTHERS = frozenset({"land", "eu", "private", "income"})


@transaction.atomic
def start_amendment(award: Award, kind: str, *, by: Any) -> Amendment:
    """Begin a draft; where money moves, it holds the plan in force."""
    award = Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    amendment = Amendment(award=award, kind=kind)
    if not may_write_report(amendment, by):
        raise PermissionDenied
    amendment.save()
    if kind in Amendment.OF_MONEY:
        AmendmentLine.objects.bulk_create(
            AmendmentLine(
                amendment=amendment, plan_line=line, year=year, before=amount, after=amount
            )
            for line, amounts in current_plan(award).items()
            for year, amount in sorted(amounts.items())
        )
    audit.record(amendment, "start_amendment", by=by, change={"after": {"kind": kind}})
    return amendment


@transaction.atomic
def save_amendment(
    amendment: Amendment,
    values: Mapping[str, Any],
    amounts: Mapping[int, Decimal],
    *,
    seen: int,
    by: Any,
) -> Amendment:
    """Keep the draft as it is written."""
    amendment = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment.pk)
    if not may_write_report(amendment, by):
        raise PermissionDenied
    if amendment.status != Amendment.Status.DRAFT:
        raise RuleViolation(Finding("closed", "Der Änderungsantrag ist schon eingereicht."))
    if amendment.version != seen:
        raise EditConflict(amendment)
    for line in amendment.lines.filter(pk__in=amounts):
        line.after = amounts[line.pk]
        line.save(update_fields=["after"])
    return with_values(amendment, values, by)


def with_values(amendment: Amendment, values: Mapping[str, Any], by: Any) -> Amendment:
    """Store the fields that were typed, with a new version."""
    before = {name: getattr(amendment, name) for name in values}
    for name, value in values.items():
        setattr(amendment, name, clean(value) if isinstance(value, str) else value)
    amendment.version += 1
    amendment.save(update_fields=[*values, "version"])
    change = {"before": before, "after": dict(values)}
    audit.record(amendment, "edit_amendment", by=by, change=change)
    return amendment


@transaction.atomic
def submit_amendment(amendment: Amendment, *, by: Any) -> Amendment:
    """The signatory files the amendment."""
    return stamped(perform(amendment, "submit", Attempt(by=by)), "submitted_at")


@transaction.atomic
def note_amendment(amendment: Amendment, *, by: Any) -> Amendment:
    """Within the tolerance: told, in force at once, no notice."""
    noted = perform(amendment, "note", Attempt(by=by))
    return stamped(stamped(noted, "submitted_at"), "decided_at")


@transaction.atomic
def withdraw_amendment(amendment: Amendment, *, by: Any) -> Amendment:
    return perform(amendment, "withdraw", Attempt(by=by))


@transaction.atomic
def propose_amendment(
    amendment: Amendment, *, positive: bool | None, reason: str, by: Any
) -> Amendment:
    """The officer proposes to grant or to refuse, with reasons."""
    amendment = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment.pk)
    amendment.is_positive, amendment.office_reason = positive, clean(reason)
    amendment.save(update_fields=["is_positive", "office_reason"])
    amendment = perform(amendment, "propose", Attempt(by=by, note=amendment.office_reason))
    amendment.proposed_by_key = by.actor_key
    amendment.save(update_fields=["proposed_by_key"])
    return amendment


@transaction.atomic
def give_back_amendment(amendment: Amendment, *, by: Any, note: str) -> Amendment:
    if not note.strip():
        raise RuleViolation(Finding("note", "Schreiben Sie eine Begründung.", field="note"))
    return perform(amendment, "give_back", Attempt(by=by, note=clean(note)))


@transaction.atomic
def decide_amendment(amendment: Amendment, *, by: Any) -> Amendment:
    """A second person signs what was proposed; granted terms are in force with a notice."""
    call = amendment.award.decision.candidacy.application.call_version.call
    list(BudgetYear.objects.select_for_update().filter(call=call).order_by("year"))
    award = Award.objects.select_for_update(of=("self",)).get(pk=amendment.award_id)
    attempt = Attempt(by=by, note=in_place_of(by, Role.HEAD_OF_UNIT))
    if not amendment.is_positive:
        refused = stamped(perform(amendment, "refuse", attempt), "decided_at")
        mails.announce_refused_amendment(refused)
        return refused
    amendment = stamped(perform(amendment, "grant", attempt), "decided_at")
    put_in_force(amendment, award)
    amendment.snapshot = freeze(amendment, "plan", plan_content(award))
    amendment.save(update_fields=["snapshot"])
    issue_amendment_notice(award, reason=f"{amendment}. {amendment.office_reason}")
    return amendment


def stamped(amendment: Amendment, field: str) -> Amendment:
    setattr(amendment, field, clock.now())
    amendment.save(update_fields=[field])
    return amendment


def put_in_force(amendment: Amendment, award: Award) -> None:
    """Change the terms of the award as the type says."""
    if amendment.kind == Kind.EXTENSION and amendment.new_ends_on:
        award.ends_on = amendment.new_ends_on
        award.version += 1
        award.save(update_fields=["ends_on", "version"])
        reschedule(award)
    elif amendment.kind == Kind.SHIFT_YEARS:
        shift_tranches(amendment, award)
    elif amendment.kind == Kind.FINANCING:
        award.own_funds += moved(amendment, OWN)
        award.other_funds += moved(amendment, OTHERS)
        award.version += 1
        award.save(update_fields=["own_funds", "other_funds", "version"])
    elif amendment.kind == Kind.PARTNER:
        onward = award.onward_grants.filter(partner=amendment.partner)
        onward.update(name=amendment.new_partner or "Kein Partner")


def reschedule(award: Award) -> None:
    """Move what is not opened yet to the new end, and add the reports of the added years."""
    award.report_dates.filter(report=None, received_on=None).delete()
    kept = set(award.report_dates.values_list("kind", "period_until"))
    dates = report_dates_of(award, award.rules)
    wanted = [one for one in dates if (one.kind, one.period_until) not in kept]
    ReportDate.objects.bulk_create(wanted)


def moved(amendment: Amendment, kinds: frozenset[str]) -> Decimal:
    lines = amendment.lines.filter(plan_line__kind__in=kinds)
    return sum((line.after - line.before for line in lines), ZERO)


def shift_tranches(amendment: Amendment, award: Award) -> None:
    """Move the grant between budget years; the later year must have free money."""
    by_year: dict[int, Decimal] = defaultdict(Decimal)
    for line in amendment.lines.filter(plan_line__kind="grant"):
        by_year[line.year] += line.after - line.before
    for year, change in sorted(by_year.items(), key=lambda one: one[1]):
        if change:
            shift_one(award, year, change, amendment)


def shift_one(award: Award, year: int, change: Decimal, about: Amendment) -> None:
    """Give back or bind the money of one year; what is not there is refused by name."""
    row = BudgetYear.objects.filter(
        call=award.decision.candidacy.application.call_version.call, year=year
    ).first()
    tranche = Tranche.objects.filter(award=award, budget_year=row).first()
    if row is None or (change > 0 and row.free < change):
        raise RuleViolation(Finding("budget", f"Im Haushaltsjahr {year} reichen die Mittel nicht."))
    if change < 0 and (tranche is None or tranche.left < -change):
        raise RuleViolation(Finding("drawn", f"Aus {year} ist schon zu viel abgerufen."))
    if tranche is None:
        tranche = Tranche.objects.create(award=award, budget_year=row, is_cash=False)
    Tranche.objects.filter(pk=tranche.pk).update(granted=F("granted") + change)
    source, target = Account.FREE, Account.COMMITTED
    if change < 0:
        source, target = target, source
    book(row, source, target, abs(change), about=about)


def plan_content(award: Award) -> dict[str, Any]:
    """Return the plan in force, as frozen with each amendment."""
    return {
        "funding_code": award.funding_code,
        "ends_on": award.ends_on,
        "lines": [
            {"label": str(line), "side": line.side, "amounts": amounts}
            for line, amounts in current_plan(award).items()
        ],
    }
