"""The whole trail as lines of JSON, to be checked by a script that needs nothing of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from core.models import AuditEvent, AuditHead

SCRIPT = Path(__file__).parent / "shipped" / "check_log.py"
# Steps that let something pass, went back on something, or changed who may do what.
EXCEPTIONS = (
    *("grant_waiver", "revoke_waiver", "reopen_review", "drop_result", "give_back"),
    *("request_supplement", "waive", "waive_interest", "refuse_waiver", "drop", "supersede"),
    *("write_off", "pursue", "drop_breach", "defer", "extend_deadline", "import_guideline"),
    *("add_member", "end_membership", "stop_payments", "waive_remedies", "return_to_officer"),
)


def exceptions() -> QuerySet[AuditEvent]:
    """Every entry of the log that is an exception, the latest first."""
    return AuditEvent.objects.filter(step__in=EXCEPTIONS).order_by("-at", "-pk")


def lines() -> Iterator[str]:
    """Yield the heads, then every entry by record and number."""
    for head in AuditHead.objects.order_by("record_type", "record_key").iterator():
        yield written({"head": record_of(head), "length": head.length, "digest": head.digest})
    for event in AuditEvent.objects.order_by("record_type", "record_key", "number").iterator():
        yield written(entry_of(event))


def record_of(row: AuditHead | AuditEvent) -> str:
    return f"{row.record_type}:{row.record_key}"


def written(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n"


def entry_of(event: AuditEvent) -> dict[str, Any]:
    """Return an entry with everything its digests cover."""
    return {
        "record": record_of(event),
        "number": event.number,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor_key,
        "role": event.actor_role,
        "organisation": event.actor_organisation,
        "step": event.step,
        "payload": event.payload,
        "salt": event.salt,
        "payload_digest": event.payload_digest,
        "digest": event.digest,
    }
