"""Addresses of working together: one section with its comments, guests, deadlines."""

from django.urls import path

from applications.views import calendar, teamwork

ONE = "antrag/<str:key>/zusammenarbeit/<slug:code>/"
GUESTS = "antrag/<str:key>/gaeste/"

urlpatterns = [
    path(ONE, teamwork.section, name="section"),
    path(f"{ONE}zustaendig/", teamwork.share_section, name="share_section"),
    path(f"{ONE}freigeben/", teamwork.approve_section, name="approve_section"),
    path(f"{ONE}kommentar/", teamwork.write_comment, name="write_comment"),
    path(
        "antrag/<str:key>/kommentar/<str:comment_key>/erledigt/",
        teamwork.resolve_comment,
        name="resolve_comment",
    ),
    path(GUESTS, teamwork.guests, name="guests"),
    path(f"{GUESTS}<str:guest_key>/beenden/", teamwork.end_guest, name="end_guest"),
    path("kommune/kalender/", calendar.calendar, name="calendar"),
]
