"""The applicants say how long their application took; the call's page shows the median."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from applications.models import Application, EffortStatement
from applications.permissions import may_edit
from core import audit, clock
from core.refusals import Finding, RuleViolation
from programmes.actions import note_effort
from programmes.models import Call

MOST_HOURS = 2000


@transaction.atomic
def state_effort(application: Application, hours: int, *, by: Any) -> EffortStatement:
    """Store one answer for each submitted application; a later answer replaces it."""
    application = application.main
    call = Call.objects.select_for_update().get(pk=application.call_version.call_id)
    if not application.receipt_number:
        sentence = "Nach dem Aufwand fragen wir erst, wenn der Antrag eingereicht ist."
        raise RuleViolation(Finding("not_submitted", sentence, field="hours"))
    if not may_edit(application, by):
        raise PermissionDenied
    if not 1 <= hours <= MOST_HOURS:
        sentence = f"Geben Sie eine ganze Zahl von 1 bis {MOST_HOURS} ein."
        raise RuleViolation(Finding("hours_out_of_range", sentence, field="hours"))
    before = EffortStatement.objects.filter(application=application).first()
    statement, _created = EffortStatement.objects.update_or_create(
        application=application, defaults={"hours": hours, "stated_at": clock.now()}
    )
    change = {"before": {"Stunden": before.hours} if before else {}, "after": {"Stunden": hours}}
    audit.record(application, "state_effort", by=by, change=change)
    stated = EffortStatement.objects.filter(application__call_version__call=call)
    note_effort(call, list(stated.values_list("hours", flat=True)))
    return statement
