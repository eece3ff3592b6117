"""What runs after the award and waits for a second person: payments, changes, final accounts.

Each is signed on its own page; the folder leads there. Nobody stands in for an order to pay: the
power to give it is a person's own (VV Nr. 2 zu § 70 BHO).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Max
from django.urls import reverse

from accounts.permissions import is_office
from awards import follow_up_permissions, permissions
from awards.models import (
    Amendment,
    ArchivedFile,
    Award,
    InterestClaim,
    PaymentRequest,
    ProofCheck,
    Recovery,
)
from core.models import AuditEvent

TITLE = "decision__candidacy__application__project"


@dataclass(frozen=True)
class Step:
    """One kind of thing to sign: in which state, by whom, the way to its award and page."""

    name: str
    model: type[models.Model]
    status: str
    may_sign: Callable[[Any, Any], bool]
    award: str  # the way from the row to its award
    page: str
    page_of: str = ""  # the way from the row to what the page is of


STEPS = (
    Step(
        "Auszahlung anordnen",
        PaymentRequest,
        PaymentRequest.Status.CHECKED,
        permissions.may_order_payment,
        "award",
        "payment_request",
    ),
    Step(
        "Zinsen festsetzen",
        InterestClaim,
        InterestClaim.Status.PROPOSED,
        permissions.may_decide_interest,
        "payment__request__award",
        "payment_request",
        "payment__request",
    ),
    Step(
        "Änderungsbescheid",
        Amendment,
        Amendment.Status.PROPOSED,
        follow_up_permissions.may_decide_amendment,
        "award",
        "amendment",
    ),
    Step(
        "Schlussbescheid",
        ProofCheck,
        ProofCheck.Status.PROPOSED,
        follow_up_permissions.may_settle_proof,
        "submission__report__duty__award",
        "proof_check",
    ),
    Step(
        "Rückforderung",
        Recovery,
        Recovery.Status.PROPOSED,
        follow_up_permissions.may_decide_recovery,
        "award",
        "recovery",
    ),
    Step(
        "Erlass",
        Recovery,
        Recovery.Status.WAIVER_PROPOSED,
        follow_up_permissions.may_waive,
        "award",
        "recovery",
    ),
    Step(
        "Niederschlagung",
        Recovery,
        Recovery.Status.WRITE_OFF_PROPOSED,
        follow_up_permissions.may_waive,
        "award",
        "recovery",
    ),
    Step(
        "Aussonderung der Akte",
        ArchivedFile,
        ArchivedFile.Status.PROPOSED,
        follow_up_permissions.may_delete_file,
        "award",
        "archived_award",
        "award",
    ),
)


def steps_waiting(user: Any) -> Iterator[tuple[str, Award, str, datetime | None]]:
    """Yield what this person may sign: kind, award, address, and when the last step was."""
    if not is_office(user):
        return
    for step in STEPS:
        parts = (f"{step.award}__organisation", f"{step.award}__{TITLE}")
        rows = step.model._default_manager.filter(status=step.status).select_related(*parts)
        mine: list[Any] = [row for row in rows if step.may_sign(row, user)]
        since = last_steps(mine)
        for row in mine:
            url = reverse(step.page, args=[reached(row, step.page_of).key])
            yield step.name, reached(row, step.award), url, since.get(row.key)


def reached(row: Any, way: str) -> Any:
    """Follow the foreign keys of a lookup."""
    for name in filter(None, way.split("__")):
        row = getattr(row, name)
    return row


def last_steps(rows: list[Any]) -> dict[str, datetime]:
    """Return when something was last done on each row, by key."""
    events = AuditEvent.objects.filter(record_key__in=[row.key for row in rows])
    return dict(events.values_list("record_key").annotate(at=Max("at")).order_by())
