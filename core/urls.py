"""Addresses of the fixed pages."""

from django.urls import path

from core import views

FIXED = [
    ("leichte-sprache/", "easy_language"),
    ("gebaerdensprache/", "sign_language"),
    ("barrierefreiheit/", "accessibility"),
    ("impressum/", "imprint"),
    ("datenschutz/", "privacy"),
    ("hilfe/", "help"),
    ("quellcode/", "source_code"),
]

urlpatterns = [
    *(path(place, views.fixed_page, {"template": name}, name=name) for place, name in FIXED),
    path("status/", views.status, name="status"),
    path("barriere-melden/", views.report_barrier, name="report_barrier"),
    path("darstellung/", views.theme, name="theme"),
    path("uebersicht/", views.home, name="home"),
    path("postausgang/", views.outbox, name="outbox"),
    path("auftrag/<uuid:key>/", views.job_progress, name="job_progress"),
    path("auftrag/<uuid:key>/abbrechen/", views.cancel_own_job, name="cancel_own_job"),
]
