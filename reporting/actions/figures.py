"""Prepared figures, and evaluation reports that are kept with everything they rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.models import Person
from core import audit, clock, jobs
from core.snapshots import freeze as freeze_snapshot
from core.templatetags.allmende import instant
from programmes.models import Call, CallVersion
from reporting.actions.files import store
from reporting.models import PreparedFigure, ReportRun, RunFile
from reporting.permissions import may_refresh

BUILD = "reporting.jobs.build_report"
FILES = "Die Dateien werden gesetzt."


def prepare_figures(version: CallVersion) -> int:
    """Compute all figures of a call version and replace the stored ones; return how many."""
    from reporting.figures.catalogue import compute_all

    computed_at = clock.now()
    return replace_figures(version, compute_all(version), computed_at)


@transaction.atomic
def replace_figures(
    version: CallVersion, contents: Iterable[dict[str, Any]], computed_at: datetime
) -> int:
    """Store these figures instead of the ones before, also of versions that were corrected."""
    before = CallVersion.objects.filter(call=version.call_id, number__lte=version.number)
    PreparedFigure.objects.filter(call_version__in=before).delete()
    stored = PreparedFigure.objects.bulk_create(
        PreparedFigure(
            call_version=version, code=content["code"], content=content, computed_at=computed_at
        )
        for content in contents
    )
    return len(stored)


@transaction.atomic
def order_report(version: CallVersion, *, by: Person, address: str) -> ReportRun:
    """Ask a worker for a report of this call; who asks while one is built gets that one.

    `address` is that of the accessible page with the same content: the document names it.
    """
    if not may_refresh(by):
        raise PermissionDenied
    Call.objects.select_for_update().get(pk=version.call_id)
    going_on = ReportRun.objects.filter(call_version=version, built_at=None).exclude(job_key="")
    for run in going_on.filter(requested_by=by):
        if jobs.Job.objects.unfinished().filter(pk=run.job_key).exists():
            return run
    run = ReportRun.objects.create(
        call_version=version, created_by_key=by.actor_key, requested_by=by, address=address
    )
    place = reverse("report_runs", args=[version.call.slug])
    title = f"Auswertungsbericht {version.call.title}"[:200]
    wish = jobs.Order(title, by.actor_key, by.email, place)
    run.job_key = str(jobs.order(BUILD, wish, run=run.pk).key)
    run.save(update_fields=["job_key"])
    audit.record(run, "order_report", by=by, change={})
    return run


def build_report(run: ReportRun, said: Callable[[int, str], None]) -> ReportRun:
    """Read, compute, set and keep a report; `said` hears how far it is and may stop it."""
    from reporting.figures.catalogue import compute
    from reporting.inputs import freeze, read
    from reporting.runs import documents

    said(5, "Die Zeilen werden gelesen.")
    computed_at, inputs = clock.now(), read(run.call_version)
    frozen = freeze(inputs)
    said(30, "Die Kennzahlen werden berechnet.")
    contents = compute(inputs)
    del inputs  # hundreds of thousands of rows, not needed while documents are set
    said(50, FILES)
    facts, files = facts_of(run, computed_at), []
    for file in documents(facts, contents):
        files.append(file)
        said(50 + 8 * len(files), FILES)
    with transaction.atomic():
        replace_figures(run.call_version, contents, computed_at)
        keep(run, frozen, {"facts": facts, "figures": contents}, files)
    said(100, f"{len(contents)} Kennzahlen und {len(files)} Dateien.")
    return run


def keep(
    run: ReportRun, frozen: bytes, content: dict[str, Any], files: list[tuple[str, str, bytes]]
) -> None:
    """Store inputs, files and the snapshot that names them all."""
    from reporting.runs import versions

    slug = run.call_version.call.slug
    run.inputs = store(frozen, f"{slug}-eingaben.json.gz", "application/gzip")
    for name, kind, made in files:
        RunFile.objects.create(run=run, name=name, file=store(made, f"{slug}-{name}", kind))
    whole = {
        **content,
        "inputs_sha256": sha256(frozen).hexdigest(),
        "files": {name: sha256(made).hexdigest() for name, _, made in files},
        "versions": versions(),
    }
    run.snapshot = freeze_snapshot(run, "report", whole)
    run.built_at = clock.now()
    run.save(update_fields=["inputs", "snapshot", "built_at"])
    change = {"after": {"sha256": run.snapshot.sha256}}
    if run.requested_by:
        audit.record(run, "build_report", by=run.requested_by, change=change)


def facts_of(run: ReportRun, computed_at: datetime) -> dict[str, str]:
    """Return what the document says about itself."""
    is_demo = settings.ALLMENDE_MODE == "demo"
    return {
        "title": "Auswertungsbericht",
        "call": run.call_version.call.title,
        "programme": settings.ALLMENDE_PROGRAMME_NAME,
        "address": run.address,
        "computed_at": instant(computed_at),
        "note": "Demonstration: alle Zahlen sind erfunden." if is_demo else "",
    }
