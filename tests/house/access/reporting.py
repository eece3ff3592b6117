"""The public register, figures and reports."""

from typing import Any

from accounts.directory import shipped_facts
from reporting.actions import import_history
from reporting.history import PLACES, read_facts, read_projects
from reporting.models import PastProject
from tests.house.access.declaring import EVERYONE, OFFICE, READERS, REPORT, at

PAGES = {
    "funded": at(EVERYONE),
    "past_programme": at(EVERYONE),
    "past_project": at(EVERYONE, key="past_project"),
    "office_home": at(READERS),
    "report": at(REPORT),
    "call_report": at(REPORT, slug="call"),
    "report_pdf": at(REPORT, slug="call"),
    "report_workbook": at(REPORT, slug="call"),
    "refresh_report": at(post=OFFICE, slug="call"),
}

API = {
    "api_figures-list": at(REPORT),
    "api_figures-detail": at(REPORT, pk="figure"),
}


def records(world: Any) -> dict[str, str]:
    """One project of an earlier round."""
    import_history(read_projects()[:1], read_facts(), shipped_facts(PLACES))
    return {"past_project": PastProject.objects.get().key}
