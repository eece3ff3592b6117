"""The whole trail as lines of JSON, to be checked by a script that needs nothing of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from awards.log_roots import current_ends
from awards.models import DailyRoot
from core.models import AuditEvent
from core.snapshots import thaw

SCRIPT = Path(__file__).parent / "shipped" / "check_log.py"
# Steps that let something pass, went back on something, or changed who may do what: waivers, late
# acceptances, deviations from rank, what was opened again, money let go or held back, roles and
# deputies, settings of law and call.
EXCEPTIONS = (
    *("grant_waiver", "revoke_waiver", "waive", "waive_interest", "refuse_waiver"),
    *("waive_remedies", "request_supplement", "accept_late", "extend_deadline"),
    *("deviate_from_rank", "set_pair_rule", "lift_pair_rule"),
    *("reopen_review", "reopen_check", "reopen_rejected", "revoke_rejection", "give_back"),
    *("return_to_officer", "drop_result", "drop_breach", "drop", "supersede"),
    *("write_off", "pursue", "defer", "stop_payments", "resume_payments"),
    *("add_member", "end_membership", "name_deputy", "end_deputy"),
    *("import_guideline", "correct_call", "enter_base_rate"),
)


def exceptions() -> QuerySet[AuditEvent]:
    """Every entry of the log that is an exception, the latest first."""
    return AuditEvent.objects.filter(step__in=EXCEPTIONS).order_by("-at", "-pk")


def lines() -> Iterator[str]:
    """Yield the end of every chain, its entries by record and number, then the daily roots.

    What is written while the file is being made is left out, so that the file fits together.
    """
    roots = list(DailyRoot.objects.order_by("day").select_related("snapshot"))
    ends = current_ends()
    for record, (length, digest) in sorted(ends.items()):
        yield written({"head": record, "length": length, "digest": digest})
    for event in AuditEvent.objects.order_by("record_type", "record_key", "number").iterator():
        if event.number <= ends.get(record_of(event), (0, ""))[0]:
            yield written(entry_of(event))
    for root in roots:
        yield written({**root_line(root), "changed": thaw(root.snapshot)["changed"]})


def root_lines() -> Iterator[str]:
    """Yield the daily roots alone: few bytes, to be kept where nobody of the office can write."""
    for root in DailyRoot.objects.order_by("day"):
        yield written(root_line(root))


def root_line(root: DailyRoot) -> dict[str, Any]:
    day = root.day.isoformat()
    return {"root": day, "value": root.root, "chains": root.chains, "entries": root.entries}


def record_of(row: AuditEvent) -> str:
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
