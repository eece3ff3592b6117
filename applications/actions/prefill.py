"""Begin with what an earlier application says; declarations and documents are given anew."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from applications.actions.copying import copy_content
from applications.actions.editing import lock_draft, record_change
from applications.models import Applicant, Application, PlanAmount
from applications.permissions import may_edit
from core.refusals import Finding, RuleViolation
from programmes.models import CatalogueIndicator, Chapter


@transaction.atomic
def prefill(application: Application, source: Application, *, by: Any) -> Application:
    """Fill an untouched draft; what the new call does not ask is left out."""
    application = lock_draft(application, "project", by)
    if source.organisation_id != application.organisation_id or not may_edit(source, by):
        raise PermissionDenied
    if application.version != 1 or application.is_copy:
        sentence = "Übernehmen geht nur, solange in Ihrem neuen Antrag noch nichts steht."
        raise RuleViolation(Finding("not_empty", sentence))
    copy_content(source, application)
    leave_out(application)
    change = {"after": {"Übernommen aus": str(source)}}
    record_change(application, "prefill", by=by, change=change)
    return application


def leave_out(application: Application) -> None:
    """Drop what the call does not know, and what has to be declared for this call."""
    version = application.call_version
    asked = version.questions.exclude(chapter__place=Chapter.Place.DECLARATIONS)
    application.answers.exclude(code__in=asked.values("code")).delete()
    application.answers.update(done=False)
    Applicant.objects.filter(application=application).update(emergency_on=None, emergency_year=None)
    application.topics.exclude(code__in=version.topics.values("code")).delete()
    known = CatalogueIndicator.objects.of_call(version)
    application.indicators.exclude(catalogue__in=known).update(catalogue=None)
    amounts = PlanAmount.objects.filter(line__application=application)
    amounts.exclude(year__in=version.years).delete()


def earlier_of(application: Application) -> Any:
    """Return the organisation's other applications, the latest first."""
    own = Application.objects.filter(organisation=application.organisation)
    return own.exclude(pk=application.pk).select_related("project", "call_version__call")
