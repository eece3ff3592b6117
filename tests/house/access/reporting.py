"""The public register, figures and reports."""

from typing import Any

from accounts.directory import shipped_facts
from reporting.actions import (
    build_data_set,
    import_history,
    request_data_set,
    sign_agreement,
)
from reporting.actions.files import store
from reporting.history import PLACES, read_facts, read_projects
from reporting.models import PastProject, ReportRun, RunFile
from tests.house.access.declaring import EVERYONE, OFFICE, OFFICER, READERS, REPORT, at

RESEARCHER = frozenset({"researcher"})
PAGES = {
    "funded": at(EVERYONE),
    "past_programme": at(EVERYONE),
    "past_project": at(EVERYONE, key="past_project"),
    "office_home": at(READERS),
    "report": at(REPORT),
    "open_data": at(EVERYONE),
    "funded_csv": at(EVERYONE),
    "funded_json": at(EVERYONE),
    "funded_atom": at(EVERYONE),
    "data_catalogue": at(EVERYONE),
    "report_compare": at(READERS),
    "report_list": at(READERS),
    "call_report": at(REPORT, slug="call"),
    "call_goals": at(REPORT, slug="call"),
    "parliament": at(REPORT, slug="call"),
    "figure_csv": at(REPORT, slug="call", code="A1"),
    "chart_picture": at(REPORT, slug="call", name="c1.svg"),
    "administration_costs": at(READERS, OFFICER, slug="call"),
    "report_runs": at(REPORT, slug="call"),
    "order_report": at(post=OFFICE, slug="call"),
    "report_file": at(REPORT, slug="call", key="run", name="bericht.pdf"),
    "research": at(REPORT),
    "research_log": at(REPORT),
    "research_call": at(REPORT, RESEARCHER, slug="call"),
    "request_data_set": at(post=RESEARCHER, slug="call"),
    "download_data_set": at(RESEARCHER, key="data_set"),
    "refresh_report": at(post=OFFICE, slug="call"),
}

API = {
    "api_funded-list": at(EVERYONE),
    "api_funded-detail": at(EVERYONE, key="award"),
    "api_figures-list": at(REPORT),
    "api_figures-detail": at(REPORT, pk="figure"),
}


def records(world: Any) -> dict[str, str]:
    """One project of an earlier round, and a data set of which the researcher is allowed."""
    import_history(read_projects()[:1], read_facts(), shipped_facts(PLACES))
    sign_agreement(world.version, by=world.people["researcher"], purpose="Zugriffe prüfen")
    data_set = request_data_set(world.version, by=world.people["researcher"])
    build_data_set(data_set, said=lambda percent, sentence: None)
    run = ReportRun.objects.create(call_version=world.version, created_by_key="system")
    RunFile.objects.create(run=run, name="bericht.pdf", file=store(b"%PDF", "bericht.pdf"))
    found = {"past_project": PastProject.objects.get().key, "data_set": data_set.key}
    return {**found, "run": run.key}
