"""Addresses of signing, of letters in bulk and of the published list."""

from django.urls import path, register_converter

from awards.views import fact_errors, publishing, sending, signing


class StepConverter:
    """A second person publishes the list or gives it back."""

    regex = "veroeffentlichen|zurueckgeben"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(StepConverter, "publication_step")
FOLDER = "programm/mappe/"

urlpatterns = [
    path(FOLDER, signing.signature_folder, name="signature_folder"),
    path(f"{FOLDER}vertretungen/", signing.deputies, name="deputies"),
    path(f"{FOLDER}vertretungen/<str:key>/beenden/", signing.end_deputy, name="end_deputy"),
    path(f"{FOLDER}<str:key>/", signing.sign, name="sign"),
    path(
        "programm/auswahl/<slug:slug>/schreiben/", sending.letters_to_send, name="letters_to_send"
    ),
    path("programm/entscheidungen/<str:key>/versenden/", sending.send_one, name="send_letter"),
    path("kommune/bescheide/<str:key>/tatsachen/", fact_errors.fact_errors, name="fact_errors"),
    path(
        "programm/entscheidungen/<str:key>/tatsachen/",
        fact_errors.office_fact_errors,
        name="office_fact_errors",
    ),
    path(
        "programm/tatsachen/<str:key>/antwort/",
        fact_errors.answer_fact_error,
        name="answer_fact_error",
    ),
    path(
        "programm/entscheidungen/<str:key>/neu-begutachten/",
        fact_errors.reopen_after_error,
        name="reopen_after_error",
    ),
    path("foerderaufrufe/<slug:slug>/ergebnis/", publishing.call_result, name="call_result"),
    path(
        "programm/auswahl/<slug:slug>/veroeffentlichung/",
        publishing.publication,
        name="publication",
    ),
    path(
        "programm/veroeffentlichung/<str:key>/<publication_step:step>/",
        publishing.decide_publication,
        name="decide_publication",
    ),
]
