"""Work done later: safe to run twice, since the figures are replaced as a whole."""

from datetime import timedelta

from core import clock, jobs
from programmes.models import CallVersion
from reporting import actions
from reporting.actions import build_data_set, prepare_figures
from reporting.actions.surveys import remind
from reporting.models import DataSet, ReportRun, SurveyWave


def prepare(version: int) -> None:
    """Compute the figures of one call version."""
    found = CallVersion.objects.select_related("call").filter(pk=version).first()
    if found is None:
        return
    jobs.report(10, "Die Zeilen werden gelesen.")
    count = prepare_figures(found)
    jobs.report(100, f"{count} Kennzahlen sind berechnet.")


def prepare_all() -> None:
    """Ask for the figures of every published call: none shown is older than a day."""
    for version in CallVersion.objects.in_force():
        jobs.enqueue("reporting.jobs.prepare", version=version.pk)


def build_research_data(data_set: int) -> None:
    """Build a data set; done again it gives the same bytes and changes nothing."""
    wanted = DataSet.objects.select_related("call_version__call", "requested_by")
    found = wanted.filter(pk=data_set, built_at=None).first()
    if found is not None:
        build_data_set(found, said=jobs.report)


def build_report(run: int) -> None:
    """Build one evaluation report with its files; what is built already stays."""
    wanted = ReportRun.objects.select_related("call_version__call__programme", "requested_by")
    found = wanted.filter(pk=run, built_at=None).first()
    if found is not None:
        actions.build_report(found, said=jobs.report)


def remind_of_surveys() -> None:
    """Remind once of each wave in the field, so many days after its start as it says."""
    today = clock.today()
    for wave in SurveyWave.objects.filter(status=SurveyWave.Status.IN_FIELD):
        due = wave.started_on and wave.started_on + timedelta(days=wave.reminder_days) <= today
        if due and wave.is_open and not wave.invitations.exclude(reminded_on=None).exists():
            remind(wave)
