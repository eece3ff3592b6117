"""Prepared figures and stored report runs."""

from __future__ import annotations

from django.db import transaction

from core import audit, clock
from core.actors import Actor
from core.snapshots import freeze
from programmes.models import CallVersion
from reporting.models import PreparedFigure, ReportRun


def prepare_figures(version: CallVersion) -> int:
    """Compute all figures of a call version and replace the stored ones; return how many."""
    from reporting.figures.catalogue import compute_all

    computed_at = clock.now()
    contents = compute_all(version)
    with transaction.atomic():
        PreparedFigure.objects.filter(call_version=version).delete()
        PreparedFigure.objects.bulk_create(
            PreparedFigure(
                call_version=version,
                code=content["code"],
                content=content,
                computed_at=computed_at,
            )
            for content in contents
        )
    return len(contents)


@transaction.atomic
def store_report(version: CallVersion, *, by: Actor) -> ReportRun:
    """Freeze the prepared figures, so that the same report can be built again later."""
    figures = list(PreparedFigure.objects.filter(call_version=version))
    content = {
        "call": version.call.title,
        "version": version.number,
        "computed_at": max((figure.computed_at for figure in figures), default=clock.now()),
        "figures": [figure.content for figure in figures],
    }
    run = ReportRun(call_version=version, created_by_key=by.actor_key)
    run.snapshot = freeze(run, "report", content)
    run.save(force_insert=True)
    audit.record(run, "store_report", by=by, change={"after": {"sha256": run.snapshot.sha256}})
    return run
