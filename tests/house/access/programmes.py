"""Calls: for everyone, and for the office that sets them up."""

from typing import Any

from programmes.models import GoalSystem
from tests.house.access.declaring import EVERYONE, HEAD, OFFICER, READERS, at

PAGES = {
    "start": at(EVERYONE),
    "calls": at(EVERYONE),
    "call": at(EVERYONE, slug="call"),
    "call_questions": at(EVERYONE, slug="call"),
    "call_questions_pdf": at(EVERYONE, slug="call"),
    "call_questions_docx": at(EVERYONE, slug="call"),
    "call_template": at(EVERYONE, slug="call", code="projektplan"),
    "call_scores": at(EVERYONE, slug="call"),
    "call_fit": at(EVERYONE, slug="call"),
    "office_calls": at(READERS),
    "office_call_create": at(OFFICER, OFFICER),
    "office_call": at(READERS, seen_by=READERS, key="draft_call"),
    "office_call_history": at(READERS, seen_by=READERS, key="draft_call"),
    "office_call_preview": at(READERS, READERS, READERS, key="draft_call"),
    "office_call_correct": at(post=OFFICER, seen_by=READERS, key="draft_call"),
    "publish_correction": at(OFFICER | HEAD, OFFICER | HEAD, READERS, key="ready_call"),
    "office_call_basics": at(OFFICER, OFFICER, READERS, key="draft_call"),
    "office_call_offer": at(OFFICER, OFFICER, READERS, key="draft_call"),
    "office_call_publish": at(OFFICER | HEAD, OFFICER | HEAD, READERS, key="ready_call"),
    "office_call_return": at(OFFICER | HEAD, OFFICER | HEAD, READERS, key="ready_call"),
    "office_call_rows": at(READERS, seen_by=READERS, key="draft_call", section="kriterien"),
    "office_call_row_add": at(OFFICER, OFFICER, READERS, key="draft_call", section="themen"),
    "office_call_row": at(
        OFFICER, OFFICER, READERS, key="draft_call", section="kriterien", code="I1"
    ),
    "office_call_row_remove": at(
        OFFICER, OFFICER, READERS, key="draft_call", section="fragen", code="klima"
    ),
    "goals": at(EVERYONE),
    "office_goals": at(READERS),
    "begin_goals": at(post=OFFICER, key="guideline"),
    "office_goal_system": at(READERS, seen_by=READERS, key="goal_draft"),
    "goal_system_history": at(READERS, seen_by=READERS, key="goal_draft"),
    "goal_system_step": at(
        OFFICER | HEAD, OFFICER | HEAD, READERS, key="goal_draft", step="zurueckgeben"
    ),
    "goal_row_add": at(OFFICER, OFFICER, READERS, key="goal_draft", kind="ziel"),
    "goal_row": at(OFFICER, OFFICER, READERS, key="goal_draft", kind="ziel", code="Z1"),
    "goal_row_remove": at(
        OFFICER, OFFICER, READERS, key="goal_draft", kind="indikator", code="K14"
    ),
}

API = {
    "api_calls-list": at(EVERYONE),
    "api_calls-detail": at(EVERYONE, slug="call"),
}


def records(world: Any) -> dict[str, str]:
    """The goals that came with the guideline, still a draft."""
    system = GoalSystem.objects.get()
    return {"goal_draft": system.key, "guideline": system.guideline_version.key}
