"""Deputies: named by the person who will be away or by the head of unit, ended early by both."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Deputy, Organisation, Person, Role
from accounts.permissions import (
    has_role,
    is_head_of_unit,
    is_office,
    may_edit_for,
    may_name_signing_deputy,
    may_sign_for,
    stood_in_for,
)
from core import audit, clock
from core.refusals import Finding, RuleViolation


@transaction.atomic
def name_deputy(
    person: Person, deputy: Person, role: str, days: tuple[date, date], *, by: Person
) -> Deputy:
    """Let somebody sign for a person of the office in one role, for these days."""
    if person != by and not is_head_of_unit(by):
        raise PermissionDenied
    if findings := findings_against_deputy(person, deputy, role, days):
        raise RuleViolation(*findings)
    made = Deputy(person=person, deputy=deputy, role=role)
    return keep_deputy(made, days, on=person, by=by)


@transaction.atomic
def name_signing_deputy(
    organisation: Organisation,
    person: Person,
    deputy: Person,
    days: tuple[date, date],
    *,
    by: Person,
) -> Deputy:
    """Let a colleague sign for a signatory of the organisation; it ends by itself."""
    if not may_name_signing_deputy(by, organisation, person):
        raise PermissionDenied
    if findings := findings_against_signing(organisation, person, deputy, days, by):
        raise RuleViolation(*findings)
    made = Deputy(person=person, deputy=deputy, role=Role.SIGNATORY, organisation=organisation)
    return keep_deputy(made, days, on=organisation, by=by)


def keep_deputy(
    made: Deputy, days: tuple[date, date], *, on: Person | Organisation, by: Person
) -> Deputy:
    """Store it and write it on the record of whom it concerns; the same one is not named twice."""
    made.valid_from, made.valid_until = days
    Person.objects.select_for_update().get(pk=made.person.pk)
    if made.overlapping().exists():
        sentence = f"{made.deputy} vertritt {made.person} in diesen Tagen schon."
        raise RuleViolation(Finding("twice", sentence, field="deputy"))
    made.save()
    note = f"{made.get_role_display()}, {days[0]:%d.%m.%Y} bis {days[1]:%d.%m.%Y}"
    change = {"after": {"deputy": made.deputy.key, "person": made.person.key}, "note": note}
    audit.record(on, "name_deputy", by=by, change=change)
    return made


def findings_against_signing(
    organisation: Organisation, person: Person, deputy: Person, days: tuple[date, date], by: Person
) -> list[Finding]:
    found = days_in_order(days)
    if not may_sign_for(person, organisation):
        sentence = f"{person} ist nicht zeichnungsberechtigt."
        found.append(Finding("role", sentence, field="person"))
    if not may_edit_for(deputy, organisation):
        found.append(Finding("team", f"{deputy} gehört nicht zu Ihrem Team.", field="deputy"))
    if may_sign_for(deputy, organisation):
        sentence = f"{deputy} ist selbst zeichnungsberechtigt und braucht keine Vertretung."
        found.append(Finding("signatory", sentence, field="deputy"))
    if deputy == by:
        sentence = "Zur Vertretung können Sie sich nicht selbst machen."
        found.append(Finding("own_signature", sentence, field="deputy"))
    if days[1] < clock.today():
        sentence = "Der letzte Tag liegt in der Vergangenheit."
        found.append(Finding("over", sentence, field="valid_until"))
    return found


def days_in_order(days: tuple[date, date]) -> list[Finding]:
    if days[0] <= days[1]:
        return []
    return [Finding("days", "Das Ende liegt vor dem Beginn.", field="valid_until")]


def findings_against_deputy(
    person: Person, deputy: Person, role: str, days: tuple[date, date]
) -> list[Finding]:
    found = days_in_order(days)
    if not has_role(person, role):
        found.append(Finding("role", f"{person} hat diese Aufgabe nicht.", field="role"))
    if person == deputy:
        found.append(Finding("self", "Niemand vertritt sich selbst.", field="deputy"))
    if not is_office(deputy):
        found.append(
            Finding("office", f"{deputy} gehört nicht zur Programmstelle.", field="deputy")
        )
    return found


@transaction.atomic
def end_deputy(row: Deputy, *, by: Person) -> None:
    """Back at work: the deputy signs no more from today on."""
    if row.organisation:
        allowed = may_name_signing_deputy(by, row.organisation, row.person)
    else:
        allowed = row.person == by or is_head_of_unit(by)
    if not allowed:
        raise PermissionDenied
    yesterday = clock.today() - timedelta(days=1)
    note = str(row)
    if row.valid_from > yesterday:
        row.delete()
    else:
        row.valid_until = min(row.valid_until, yesterday)
        row.save(update_fields=["valid_until"])
    audit.record(row.organisation or row.person, "end_deputy", by=by, change={"note": note})


def in_place_of(by: Person, role: str) -> str:
    """Return for whom a deputy signs, in the words of the trail; empty for who holds the role."""
    absent = None if has_role(by, role) else stood_in_for(by, role)
    return f"In Vertretung für {absent}." if absent else ""
