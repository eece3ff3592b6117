"""Begin an application with the de-minimis aid that the last one listed and that still counts."""

from __future__ import annotations

from applications.models import Aid, Application
from applications.state_aid import ceilings_of
from core import clock
from rulebook.state_aid import same_day_before

COPIED = ("giver", "granted_on", "amount", "regulation", "sector", "reference")


def list_known_aid(application: Application) -> None:
    """Copy the organisation's own aid; that of partners comes with them when one prefills."""
    own = Aid.objects.filter(
        application__organisation=application.organisation,
        application__revises=None,
        partner=None,
    )
    newest = own.order_by("-application__created_at", "-application").first()
    if newest is None:
        return
    years = {one["code"]: one["years"] for one in ceilings_of(application)}
    counting = [
        row
        for row in own.filter(application=newest.application_id)
        if row.regulation in years
        and row.granted_on > same_day_before(clock.today(), years[row.regulation])
    ]
    Aid.objects.bulk_create(
        Aid(
            application=application,
            position=position,
            **{name: getattr(row, name) for name in COPIED},
        )
        for position, row in enumerate(counting, start=1)
    )
