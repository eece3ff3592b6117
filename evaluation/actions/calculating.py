"""Calculations are asked for by an officer and frozen by a job."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from accounts.permissions import is_officer
from core import audit, jobs
from core.refusals import Finding, RuleViolation
from core.snapshots import freeze
from evaluation.calculating import inputs_of, result_of, versions
from evaluation.models import Calculation
from evaluation.standings import judged
from programmes.models import CallVersion

JOB = "evaluation.jobs.calculate"


@transaction.atomic
def ask_calculation(
    version: CallVersion, kind: str, options: dict[str, Any], *, by: Person
) -> Calculation:
    """Ask a worker for a calculation; its seed is drawn now and kept."""
    if not is_officer(by):
        raise PermissionDenied
    if not judged(version).exists():
        raise RuleViolation(Finding("nothing", "Es ist noch kein Antrag begutachtet."))
    calculation = Calculation(
        call_version=version,
        kind=kind,
        options=options,
        seed=secrets.randbelow(2**31),
        created_by_key=by.actor_key,
    )
    calculation.job_key = str(jobs.enqueue(JOB, calculation=calculation.key).key)
    calculation.save(force_insert=True)
    audit.record(calculation, "ask_calculation", by=by, change={"after": {"kind": kind, **options}})
    return calculation


def finish_calculation(calculation: Calculation) -> Calculation:
    """Compute from the rows of this moment and freeze inputs, seed, versions and result."""
    inputs = inputs_of(calculation)
    content = {
        "kind": calculation.kind,
        "seed": calculation.seed,
        "versions": versions(),
        "inputs": inputs,
        "result": result_of(calculation.kind, inputs, calculation.seed),
    }
    with transaction.atomic():
        rows = Calculation.objects.select_for_update().filter(pk=calculation.pk, snapshot=None)
        waiting = rows.first()
        if waiting is not None:
            waiting.snapshot = freeze(waiting, "calculation", content)
            waiting.save(update_fields=["snapshot"])
    return Calculation.objects.get(pk=calculation.pk)
