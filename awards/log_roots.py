"""Merkle roots over the ends of all chains, and the proof that one chain is under a root."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from awards.models import DailyRoot
from core.models import AuditHead
from core.snapshots import thaw
from rulebook.receipts import canonical_json, merkle_proof, merkle_root

End = tuple[int, str]  # how many entries, and the digest of the last
Ends = dict[str, End]


def current_ends() -> Ends:
    """Return the end of every chain as of now, in one query."""
    rows = AuditHead.objects.values_list("record_type", "record_key", "length", "digest")
    return {f"{kind}:{key}": (length, digest) for kind, key, length, digest in rows}


def leaves_of(ends: Mapping[str, End]) -> list[bytes]:
    """Return the leaves of the tree: record, length and digest, in the order of records."""
    return [canonical_json([record, *ends[record]]) for record in sorted(ends)]


def root_of(ends: Mapping[str, End]) -> str:
    return merkle_root(leaves_of(ends)).hex()


def changed_since(before: Mapping[str, End], after: Mapping[str, End]) -> list[list[Any]]:
    """Return what is new or grew, as it is frozen with the day's root."""
    return [
        [record, *after[record]] for record in sorted(after) if after[record] != before.get(record)
    ]


def ends_of(roots: Iterable[DailyRoot]) -> Ends:
    """Return the ends as they stood at the last of these roots, which come oldest first."""
    ends: Ends = {}
    for root in roots:
        for record, length, digest in thaw(root.snapshot)["changed"]:
            ends[record] = (length, digest)
    return ends


def roots_until(root: DailyRoot) -> Iterable[DailyRoot]:
    return DailyRoot.objects.filter(day__lte=root.day).order_by("day").select_related("snapshot")


def proof_of(record: str, root: DailyRoot) -> dict[str, Any] | None:
    """Return the inclusion proof of one chain under a day's root; None if it was not there yet."""
    ends = ends_of(roots_until(root))
    if record not in ends:
        return None
    records, leaves = sorted(ends), leaves_of(ends)
    place = records.index(record)
    length, digest = ends[record]
    return {
        "day": root.day.isoformat(),
        "record": record,
        "length": length,
        "digest": digest,
        "index": place,
        "size": len(leaves),
        "proof": [step.hex() for step in merkle_proof(leaves, place)],
        "root": root.root,
    }
