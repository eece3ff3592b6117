"""Addresses of the municipality's side."""

from django.urls import URLPattern, path

from applications.views import answers, home, project, rows, task_list
from applications.views.row_kinds import KINDS, Kind


def row_paths(kind: Kind) -> list[URLPattern]:
    """Return the addresses of one kind of rows: list, add, change, remove."""
    base, known = f"antrag/<str:key>/{kind.path}/", {"code": kind.code}
    one = f"{base}<int:position>/"
    return [
        path(base, rows.row_list, known, name=kind.code),
        path(f"{base}neu/", rows.add_row, known, name=f"add_{kind.name}"),
        path(one, rows.change_row, known, name=f"change_{kind.name}"),
        path(f"{one}entfernen/", rows.remove_row, known, name=f"remove_{kind.name}"),
    ]


urlpatterns = [
    path("kommune/", home.municipality_home, name="municipality_home"),
    path("kommune/organisation/", home.choose_organisation, name="choose_organisation"),
    path("kommune/antrag-beginnen/<slug:slug>/", home.start_application, name="start_application"),
    path("antrag/<str:key>/", task_list.task_list, name="task_list"),
    path("antrag/<str:key>/verlauf/", task_list.application_history, name="application_history"),
    path("antrag/<str:key>/vorhaben/", project.project, name="project"),
    path("antrag/<str:key>/themen/", project.topics, name="topics"),
    path("antrag/<str:key>/frage/<slug:code>/", answers.answer, name="answer"),
    path("antrag/<str:key>/erklaerungen/", answers.declarations, name="declarations"),
    *(address for kind in KINDS.values() for address in row_paths(kind)),
]
