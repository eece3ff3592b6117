"""Addresses of the municipality's start, decisions, notices and funded projects."""

from django.urls import include, path, register_converter

from awards.views import calendar, decisions, home, letters, public


class StepConverter:
    """The three steps that a decision can take."""

    regex = "mitzeichnen|freigeben|zurueckgeben"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(StepConverter, "decision_step")

urlpatterns = [
    path("kommune/", home.municipality_home, name="municipality_home"),
    path("kalender/<str:secret>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("gefoerdert/<str:key>/", public.funded_project, name="funded_project"),
    path("programm/entscheidungen/", decisions.decisions, name="decisions"),
    path("programm/auswahl/antrag/<str:key>/entscheidung/", decisions.decision, name="decision"),
    path(
        "programm/entscheidungen/<str:key>/<decision_step:step>/", decisions.decide, name="decide"
    ),
    path(
        "programm/entscheidungen/<str:key>/entwurf.pdf",
        letters.notice_preview,
        name="notice_preview",
    ),
    path("pruefen/bescheid/", letters.verify_notice, name="verify_notice"),
    path("kommune/bescheide/", letters.letters, name="letters"),
    path("bescheid/<str:key>.pdf", letters.award_notice, name="award_notice"),
    path("ablehnung/<str:key>.pdf", letters.rejection_letter, name="rejection_letter"),
    path("", include("awards.decision_urls")),
    path("", include("awards.money_urls")),
    path("", include("awards.follow_up_urls")),
]
