"""Deputies: named by the person who will be away or by the head of unit, ended early by both."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Deputy, Person
from accounts.permissions import has_role, is_head_of_unit, is_office, stood_in_for
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
    first, last = days
    made = Deputy.objects.create(
        person=person, deputy=deputy, role=role, valid_from=first, valid_until=last
    )
    note = f"{made.get_role_display()}, {first:%d.%m.%Y} bis {last:%d.%m.%Y}"
    change = {"after": {"deputy": deputy.key}, "note": note}
    audit.record(person, "name_deputy", by=by, change=change)
    return made


def findings_against_deputy(
    person: Person, deputy: Person, role: str, days: tuple[date, date]
) -> list[Finding]:
    found = []
    if not has_role(person, role):
        found.append(Finding("role", f"{person} hat diese Aufgabe nicht.", field="role"))
    if person == deputy:
        found.append(Finding("self", "Niemand vertritt sich selbst.", field="deputy"))
    if not is_office(deputy):
        found.append(
            Finding("office", f"{deputy} gehört nicht zur Programmstelle.", field="deputy")
        )
    if days[0] > days[1]:
        found.append(Finding("days", "Das Ende liegt vor dem Beginn.", field="valid_until"))
    return found


@transaction.atomic
def end_deputy(row: Deputy, *, by: Person) -> None:
    """Back at work: the deputy signs no more from today on."""
    if row.person != by and not is_head_of_unit(by):
        raise PermissionDenied
    yesterday = clock.today() - timedelta(days=1)
    note = str(row)
    if row.valid_from > yesterday:
        row.delete()
    else:
        row.valid_until = min(row.valid_until, yesterday)
        row.save(update_fields=["valid_until"])
    audit.record(row.person, "end_deputy", by=by, change={"note": note})


def in_place_of(by: Person, role: str) -> str:
    """Return for whom a deputy signs, in the words of the trail; empty for who holds the role."""
    absent = None if has_role(by, role) else stood_in_for(by, role)
    return f"In Vertretung für {absent}." if absent else ""
