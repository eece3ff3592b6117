"""The public register, figures and reports."""

from datetime import timedelta
from typing import Any

from accounts.directory import shipped_facts
from core import clock
from reporting.actions import (
    build_data_set,
    import_history,
    request_data_set,
    sign_agreement,
)
from reporting.actions.files import store
from reporting.actions.surveys import begin_wave, save_question, start_wave
from reporting.history import PLACES, read_facts, read_projects
from reporting.models import PastProject, ReportRun, RunFile
from tests.house.access.declaring import EVERYONE, OFFICE, OFFICER, READERS, REPORT, TOWN, at

RESEARCHER = frozenset({"researcher"})
PAGES = {
    "funded": at(EVERYONE),
    "past_programme": at(EVERYONE),
    "past_project": at(EVERYONE, key="past_project"),
    "published_figures": at(EVERYONE),
    "call_figures": at(EVERYONE, slug="published_call"),
    "published_csv": at(EVERYONE, slug="published_call", code="A1"),
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
    "my_evaluation": at(TOWN | {"foreign_editor"}),
    "my_comparison": at(TOWN, seen_by=TOWN, key="award"),
    "answer_survey": at(TOWN, TOWN, TOWN, key="survey_invitation"),
    "survey_consent": at(post=TOWN, seen_by=TOWN, key="survey_invitation", step="ablehnen"),
    "surveys": at(REPORT),
    "begin_survey": at(RESEARCHER, RESEARCHER),
    "survey": at(REPORT, key="wave"),
    "survey_basics": at(RESEARCHER, RESEARCHER, key="wave"),
    "add_survey_question": at(RESEARCHER, RESEARCHER, key="wave"),
    "survey_question": at(RESEARCHER, RESEARCHER, key="wave", code="stellen"),
    "remove_survey_question": at(post=RESEARCHER, key="wave", code="stellen"),
    "survey_step": at(post=RESEARCHER, key="wave", step="remind"),
    "survey_export": at(RESEARCHER, key="wave", table="fragen"),
    "survey_import": at(post=RESEARCHER, key="wave"),
    "call_goals": at(REPORT, slug="call"),
    "parliament": at(REPORT, slug="call"),
    "figure_csv": at(REPORT, slug="call", code="A1"),
    "chart_picture": at(REPORT, slug="call", name="b1.svg"),
    "administration_costs": at(READERS, OFFICER, slug="call"),
    "report_runs": at(READERS, slug="call"),
    "order_report": at(post=OFFICE, slug="call"),
    "report_file": at(READERS, slug="call", key="run", name="bericht.pdf"),
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
    "api_figures-list": at(EVERYONE),
    "api_figures-detail": at(EVERYONE, pk="figure"),
}


def wave_in_the_field(world: Any) -> dict[str, str]:
    """Everybody who handed something in is asked one question."""
    by = world.people["researcher"]
    fields = {"title": "Stellen", "purpose": "Prüfen", "consent": "Ja.", "audience": "submitted"}
    fields |= {"roles": ["editor"], "closes_on": clock.today() + timedelta(days=9)}
    wave = begin_wave(fields, by=by)
    question = {"code": "stellen", "label": "Sind Stellen offen?", "kind": "yes_no"}
    wave = start_wave(save_question(wave, "", question, seen=wave.version, by=by), by=by)
    return {"wave": wave.key, "survey_invitation": wave.invitations.first().key}


def records(world: Any) -> dict[str, str]:
    """One project of an earlier round, and a data set of which the researcher is allowed."""
    import_history(read_projects()[:1], read_facts(), shipped_facts(PLACES))
    sign_agreement(world.version, by=world.people["researcher"], purpose="Zugriffe prüfen")
    data_set = request_data_set(world.version, by=world.people["researcher"])
    build_data_set(data_set, said=lambda percent, sentence: None)
    run = ReportRun.objects.create(call_version=world.version, created_by_key="system")
    RunFile.objects.create(run=run, name="bericht.pdf", file=store(b"%PDF", "bericht.pdf"))
    found = {"past_project": PastProject.objects.get().key, "data_set": data_set.key}
    return wave_in_the_field(world) | {**found, "run": run.key}
