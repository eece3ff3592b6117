"""Addresses of the jury: for the office below „Auswahl“, for its members below „Jury“."""

from django.urls import path, re_path

from evaluation.views import panel, panel_item, panel_session

OFFICE = "programm/jury/"
SESSION = "jury/sitzung/<str:key>/"
ITEM = "jury/punkt/<str:key>/"
MOTION = "jury/abstimmung/<str:key>/"
STEPS = "|".join(panel_session.STEPS)

urlpatterns = [
    path(OFFICE, panel.panel, name="panel"),
    path(f"{OFFICE}berufen/", panel.appoint, name="appoint_to_panel"),
    path(
        "programm/auswahl/rangfolge/<str:key>/jury/", panel.prepare_session, name="prepare_session"
    ),
    path("jury/", panel.my_sessions, name="my_sessions"),
    path(SESSION, panel_session.panel_session, name="panel_session"),
    path(f"{SESSION}absagen/", panel_session.discard_session, name="discard_session"),
    path(f"{SESSION}aufrufen/", panel_session.call_up, name="panel_call_up"),
    path(f"{SESSION}vorschlag/", panel_session.put_motion, name="panel_motion"),
    path(f"{SESSION}protokoll/", panel_session.write_session_minutes, name="panel_session_minutes"),
    path(f"{SESSION}protokoll.pdf", panel_session.panel_minutes, name="panel_minutes"),
    re_path(
        rf"^jury/sitzung/(?P<key>\w+)/(?P<step>{STEPS})/$",
        panel_session.move_session,
        name="panel_step",
    ),
    path("jury/sitz/<str:key>/anwesenheit/", panel_session.note_presence, name="panel_presence"),
    path(f"{MOTION}stimme/", panel_session.cast_vote, name="panel_vote"),
    path(f"{MOTION}schliessen/", panel_session.close_motion, name="panel_close_motion"),
    path(ITEM, panel_item.panel_item, name="panel_item"),
    path(f"{ITEM}befangen/", panel_item.recuse, name="panel_recuse"),
    path(f"{ITEM}protokoll/", panel_item.write_item_minutes, name="panel_item_minutes"),
    path("jury/befangenheit/<str:key>/", panel_item.decide_recusal, name="panel_recusal"),
]
