"""Addresses of signing, of letters in bulk and of the published list."""

from django.urls import path

from awards.views import sending, signing

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
]
