"""The signature folder (Unterschriftenmappe): all that waits for one person's signature."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import Person, Role
from accounts.permissions import acts_as, is_officer
from applications.models import FormalCheck
from applications.permissions import is_second_officer
from awards.folder_of_money import steps_waiting
from awards.models import ListPublication
from awards.permissions import may_publish_list
from evaluation.models import FundingDecision
from evaluation.permissions import may_approve, may_co_sign

PARTS = (
    "candidacy__application__organisation",
    "candidacy__application__project",
    "candidacy__application__call_version__call",
)
Status = FundingDecision.Status


@dataclass(frozen=True)
class Waiting:
    """One thing to sign: what it is, where, since when."""

    kind: str
    title: str
    recipient: str
    url: str
    since: datetime | None


def decisions_waiting(user: Any) -> list[FundingDecision]:
    """Return the decisions that this person may sign now, the oldest first."""
    states: list[tuple[str, Callable[[Any, Any], bool]]] = []
    if acts_as(user, Role.BUDGET_OFFICER):
        states.append((Status.PROPOSED, may_co_sign))
    if acts_as(user, Role.HEAD_OF_UNIT):
        states.append((Status.CO_SIGNED, may_approve))
    rows = FundingDecision.objects.visible_to(user).select_related(*PARTS)
    found = [
        decision
        for state, may_sign in states
        for decision in rows.filter(status=state).exclude(proposed_by_key=user.actor_key)
        if may_sign(decision, user)
    ]
    return sorted(found, key=lambda one: (one.proposed_at, one.pk))


def folder_of(user: Any) -> list[Waiting]:
    """Return everything in the person's folder, the oldest first."""
    entries = (decision_entries, formal_entries, list_entries, money_entries)
    found = [one for gather in entries for one in gather(user)]
    return sorted(found, key=lambda one: (one.since is None, one.since or 0))


def decision_entries(user: Any) -> Iterator[Waiting]:
    for decision in decisions_waiting(user):
        application = decision.candidacy.application
        yield Waiting(
            decision.get_outcome_display(),
            application.project.title,
            application.organisation.name,
            reverse("sign", args=[decision.key]),
            decision.co_signed_at or decision.proposed_at,
        )


def formal_entries(user: Any) -> Iterator[Waiting]:
    """Formal results that a second officer confirms."""
    if not is_officer(user):
        return
    states = FormalCheck.Status
    proposed = (states.ADMISSION_PROPOSED, states.REJECTION_PROPOSED)
    rows = FormalCheck.objects.filter(status__in=proposed).exclude(checked_by_key=user.actor_key)
    parts = ("application__organisation", "application__project")
    for check in rows.select_related(*parts).order_by("proposed_at", "pk"):
        if is_second_officer(check, user):
            yield Waiting(
                check.get_status_display(),
                check.application.project.title,
                check.application.organisation.name,
                reverse("formal_check", args=[check.application.key]),
                check.proposed_at,
            )


def list_entries(user: Any) -> Iterator[Waiting]:
    """Lists of funded projects that a second person publishes."""
    rows = ListPublication.objects.filter(status=ListPublication.Status.PROPOSED)
    for one in rows.select_related("call"):
        if may_publish_list(one, user):
            url = reverse("publication", args=[one.call.slug])
            yield Waiting("Veröffentlichung der Liste", one.call.title, "", url, one.proposed_at)


def money_entries(user: Any) -> Iterator[Waiting]:
    """Payments, amendments, final accounts and recoveries that a second person decides."""
    for kind, award, url, since in steps_waiting(user):
        title = award.decision.candidacy.application.project.title
        yield Waiting(kind, title, award.organisation.name, url, since)


def signatures_of(decision: FundingDecision) -> list[dict[str, Any]]:
    """Return the signatures with the names of who signed, and for whom."""
    rows = list(decision.signatures.select_related("text"))
    keys = {row.signed_by_key for row in rows} | {row.signed_for_key for row in rows}
    names = dict(Person.objects.filter(key__in=keys).values_list("key", "name"))
    return [
        {
            "signature": row,
            "by": names.get(row.signed_by_key, row.signed_by_key),
            "for": names.get(row.signed_for_key, ""),
        }
        for row in rows
    ]
