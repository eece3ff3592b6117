"""Addresses of calls: public pages by slug, office pages by key."""

from django.urls import path, register_converter

from programmes.views import catalogue, draft, goal_steps, goals, office, preview, public, steps
from programmes.views.sections import SECTIONS


class SectionConverter:
    """The address part of a page of rows, such as `kriterien`."""

    regex = "|".join(SECTIONS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class GoalRowConverter(SectionConverter):
    """The address part of a row of a goal system."""

    regex = "|".join(goals.ROWS)


class GoalStepConverter(SectionConverter):
    """The address part of a step of a goal system."""

    regex = "|".join(goal_steps.STEPS)


register_converter(SectionConverter, "call_section")
register_converter(GoalRowConverter, "goal_row")
register_converter(GoalStepConverter, "goal_step")

PUBLIC, OFFICE = "foerderaufrufe/<slug:slug>/", "programm/aufrufe/<str:key>/"
ROWS = f"{OFFICE}<call_section:section>/"
GOALS = "programm/ziele/<str:key>/"
GOAL_ROWS = f"{GOALS}<goal_row:kind>/"

urlpatterns = [
    path("", public.start, name="start"),
    path("foerderaufrufe/", public.calls, name="calls"),
    path(PUBLIC, public.call, name="call"),
    path(f"{PUBLIC}fragen/", public.call_questions, name="call_questions"),
    path(f"{PUBLIC}fragen.pdf", catalogue.call_questions_pdf, name="call_questions_pdf"),
    path(f"{PUBLIC}fragen.docx", catalogue.call_questions_docx, name="call_questions_docx"),
    path(f"{PUBLIC}vorlage/<slug:code>/", public.call_template, name="call_template"),
    path(f"{PUBLIC}punkte/", catalogue.call_scores, name="call_scores"),
    path(f"{PUBLIC}passt/", public.call_fit, name="call_fit"),
    path("programm/aufrufe/", office.office_calls, name="office_calls"),
    path("programm/aufruf-anlegen/", office.office_call_create, name="office_call_create"),
    path(OFFICE, office.office_call, name="office_call"),
    path(f"{OFFICE}verlauf/", office.office_call_history, name="office_call_history"),
    path(f"{OFFICE}vorschau/", preview.preview, name="office_call_preview"),
    path(f"{OFFICE}korrigieren/", steps.correct, name="office_call_correct"),
    path(f"{OFFICE}grunddaten/", draft.basics, name="office_call_basics"),
    path(f"{OFFICE}vorlegen/", steps.take, {"page": steps.OFFER}, name="office_call_offer"),
    path(
        f"{OFFICE}veroeffentlichen/",
        steps.take,
        {"page": steps.PUBLISH},
        name="office_call_publish",
    ),
    path(f"{OFFICE}zurueckgeben/", steps.take, {"page": steps.RETURN}, name="office_call_return"),
    path(ROWS, draft.row_list, name="office_call_rows"),
    path(f"{ROWS}neu/", draft.add, name="office_call_row_add"),
    path(f"{ROWS}<str:code>/aendern/", draft.change, name="office_call_row"),
    path(f"{ROWS}<str:code>/entfernen/", draft.remove, name="office_call_row_remove"),
    path("ziele/", goals.goals, name="goals"),
    path("programm/ziele/", goals.office_goals, name="office_goals"),
    path("programm/ziele-beginnen/<str:key>/", goals.begin_goals, name="begin_goals"),
    path(GOALS, goals.office_goal_system, name="office_goal_system"),
    path(f"{GOALS}verlauf/", goals.goal_system_history, name="goal_system_history"),
    path(f"{GOALS}<goal_step:step>/", goal_steps.take_goal_step, name="goal_system_step"),
    path(f"{GOAL_ROWS}neu/", goals.goal_row_add, name="goal_row_add"),
    path(f"{GOAL_ROWS}<slug:code>/aendern/", goals.goal_row, name="goal_row"),
    path(f"{GOAL_ROWS}<slug:code>/entfernen/", goals.goal_row_remove, name="goal_row_remove"),
]
