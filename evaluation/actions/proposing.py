"""A proposal is applied as it was shown, and frozen with all it was computed from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts.models import Person
from core import audit
from core.refusals import Finding, RuleViolation
from core.snapshots import freeze
from evaluation import frozen_proposal
from evaluation.actions.assignment import lock_call, reassign
from evaluation.calculating import versions
from evaluation.models import Assignment, Calculation, Candidacy, Reviewer
from evaluation.pool import cases_open_to, reviewers_of
from programmes.models import CallVersion
from rulebook.receipts import fingerprint

Pairs = Sequence[tuple[Candidacy, Reviewer]]
CHANGED = (
    "Seit der Berechnung hat sich etwas geändert: eine Person, ein Antrag oder eine Zuteilung. "
    "Es wurde nichts zugeteilt. Unten steht der neue Vorschlag."
)


@transaction.atomic
def apply_proposal(
    version: CallVersion,
    shown: tuple[Pairs, Pairs],
    *,
    by: Person,
    fair: bool,
    seen: str,
) -> list[Assignment]:
    """Assign what was shown, take back what must go; `seen` is the SHA-256 of its inputs."""
    lock_call(version)
    inputs = frozen_proposal.inputs(reviewers_of(version), cases_open_to(by, version), fair=fair)
    if fingerprint(inputs) != seen:
        raise RuleViolation(Finding("facts_changed", CHANGED))
    assigned = reassign(*shown, by=by)
    keep(version, inputs, shown, by)
    return assigned


def keep(
    version: CallVersion, inputs: dict[str, Any], shown: tuple[Pairs, Pairs], by: Person
) -> None:
    """Freeze the proposal as a calculation that can be done again."""
    fair = inputs["fair"]
    calculation = Calculation(
        call_version=version,
        kind=Calculation.Kind.PROPOSAL,
        options={"fair": fair},
        seed=0,
        created_by_key=by.actor_key,
    )
    pairs, released = ([(one.key, reviewer.key) for one, reviewer in part] for part in shown)
    content = {
        "kind": calculation.kind,
        "seed": calculation.seed,
        "versions": versions(),
        "inputs": inputs,
        "result": frozen_proposal.result_with(pairs, released),
    }
    calculation.snapshot = freeze(calculation, "calculation", content)
    calculation.save(force_insert=True)
    change = {"after": {"Zugeteilt": len(pairs), "Aufgehoben": len(released)}}
    audit.record(calculation, "apply_proposal", by=by, change=change)
