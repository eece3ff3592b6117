"""Addresses of calls: public pages by slug, office pages by key."""

from django.urls import path, register_converter

from programmes.views import draft, office, public, steps
from programmes.views.sections import SECTIONS


class SectionConverter:
    """The address part of a page of rows, such as `kriterien`."""

    regex = "|".join(SECTIONS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SectionConverter, "call_section")

PUBLIC, OFFICE = "foerderaufrufe/<slug:slug>/", "programm/aufrufe/<str:key>/"
ROWS = f"{OFFICE}<call_section:section>/"

urlpatterns = [
    path("", public.start, name="start"),
    path("foerderaufrufe/", public.calls, name="calls"),
    path(PUBLIC, public.call, name="call"),
    path(f"{PUBLIC}fragen/", public.call_questions, name="call_questions"),
    path(f"{PUBLIC}fragen.pdf", public.call_questions_pdf, name="call_questions_pdf"),
    path(f"{PUBLIC}passt/", public.call_fit, name="call_fit"),
    path("programm/aufrufe/", office.office_calls, name="office_calls"),
    path("programm/aufruf-anlegen/", office.office_call_create, name="office_call_create"),
    path(OFFICE, office.office_call, name="office_call"),
    path(f"{OFFICE}verlauf/", office.office_call_history, name="office_call_history"),
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
]
