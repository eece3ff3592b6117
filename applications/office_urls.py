"""Addresses of the office beside the inbox: its queue, and the applicant pages as it sees them."""

from django.urls import path

from applications.views import mirror, queue

SEEN = "programm/antrag/<str:key>/sicht/"

urlpatterns = [
    path(SEEN, mirror.applicants_view, name="applicants_view"),
    path(f"{SEEN}<slug:page>/", mirror.applicants_view, name="applicants_page"),
    path("programm/arbeitsvorrat/", queue.work_queue, name="work_queue"),
    path("programm/antrag/<str:key>/bearbeitung/", queue.handling, name="handling"),
    path("programm/zulassungen/", queue.ready_to_confirm, name="ready_to_confirm"),
    path("programm/gruende/", queue.why_applications_fail, name="why_applications_fail"),
    path("programm/filter/merken/", queue.save_filter, name="save_filter"),
    path("programm/filter/<str:key>/vergessen/", queue.forget_filter, name="forget_filter"),
]
