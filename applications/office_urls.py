"""Addresses beside inbox and drafts: questions, correspondence, the queue, pages as seen."""

from django.urls import path

from applications.views import correspondence, inquiries, mirror, queue

SEEN = "programm/antrag/<str:key>/sicht/"

RECORD = "schriftwechsel/<str:key>/"
CALL = "foerderaufrufe/<slug:slug>/"

urlpatterns = [
    path(f"{CALL}antworten/", inquiries.call_answers, name="call_answers"),
    path(f"{CALL}frage-stellen/", inquiries.ask, name="ask_about_call"),
    path("programm/aufruf/<str:key>/antworten/", inquiries.inquiries, name="inquiries"),
    path("programm/frage/<str:key>/", inquiries.inquiry, name="inquiry"),
    path(SEEN, mirror.applicants_view, name="applicants_view"),
    path(f"{SEEN}<slug:page>/", mirror.applicants_view, name="applicants_page"),
    path(
        f"{SEEN}schriftwechsel/<str:conversation_key>/",
        mirror.applicants_conversation,
        name="applicants_conversation",
    ),
    path(
        "programm/schriftwechsel/",
        correspondence.office_correspondence,
        name="office_correspondence",
    ),
    path(RECORD, correspondence.correspondence, name="correspondence"),
    path(f"{RECORD}neu/", correspondence.new_conversation, name="new_conversation"),
    path(f"{RECORD}anlage/<str:file_key>/", correspondence.message_file, name="message_file"),
    path(f"{RECORD}<str:conversation_key>/", correspondence.conversation, name="conversation"),
    path("programm/arbeitsvorrat/", queue.work_queue, name="work_queue"),
    path("programm/antrag/<str:key>/bearbeitung/", queue.handling, name="handling"),
    path("programm/zulassungen/", queue.ready_to_confirm, name="ready_to_confirm"),
    path("programm/gruende/", queue.why_applications_fail, name="why_applications_fail"),
    path("programm/filter/merken/", queue.save_filter, name="save_filter"),
    path("programm/filter/<str:key>/vergessen/", queue.forget_filter, name="forget_filter"),
]
