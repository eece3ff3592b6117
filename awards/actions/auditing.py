"""What the audit court reads stands in the log too; and the daily root over the whole log."""

from __future__ import annotations

from datetime import date
from typing import Any

import structlog
from django.db import IntegrityError, transaction

from accounts.models import Membership, Role
from awards.log_roots import changed_since, current_ends, ends_of, root_of
from awards.models import DailyRoot
from core import audit
from core.snapshots import freeze

READ = "read_as_auditor"
log = structlog.get_logger("allmende.log_roots")


@transaction.atomic
def record_reading(membership: Membership, what: str, path: str, *, by: Any) -> None:
    """Note in the chain of an auditor's membership what was read."""
    audit.record(membership, READ, by=by, change={"after": {"page": what, "path": path}})


def auditor_membership(user: Any) -> Membership | None:
    """Return the membership under which somebody reads as an auditor."""
    if not user.is_authenticated:
        return None
    mine = (one for one in user.current_memberships if one.role == Role.AUDITOR)
    return next(mine, None)


def make_daily_root(day: date) -> DailyRoot | None:
    """Form the root of a day once; None when it stands already.

    It is also written to the server's log, outside the database.
    """
    if DailyRoot.objects.filter(day__gte=day).exists():
        return None
    try:
        with transaction.atomic():
            made = stored_root(day)
    except IntegrityError:  # another worker was faster
        return None
    log.info("daily_root", day=str(day), root=made.root, chains=made.chains, entries=made.entries)
    return made


def stored_root(day: date) -> DailyRoot:
    """Store the root with the ends that changed since the one before."""
    earlier = DailyRoot.objects.order_by("day").select_related("snapshot")
    ends = current_ends()
    root = DailyRoot(day=day, root=root_of(ends), chains=len(ends))
    root.entries = sum(length for length, _ in ends.values())
    changed = changed_since(ends_of(earlier), ends)
    root.snapshot = freeze(root, "daily_root", {"day": day, "changed": changed})
    root.save(force_insert=True)
    return root
