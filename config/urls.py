"""Every address of the system: paths are German, names and code English."""

from importlib.util import find_spec

from django.urls import include, path

from config import api_docs, health, operations

APPS = [
    "core",
    "accounts",
    "programmes",
    "applications",
    "evaluation",
    "awards",
    "reporting",
]

urlpatterns = [path("", include(f"{app}.urls")) for app in APPS if find_spec(f"{app}.urls")] + [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("betrieb/", operations.jobs, name="jobs"),
    path("betrieb/barrieren/", operations.barrier_reports, name="barrier_reports"),
    path("betrieb/meldungen/", operations.announcements, name="announcements"),
    path(
        "betrieb/meldungen/<slug:key>/beenden/",
        operations.close_announcement,
        name="close_announcement",
    ),
    path("betrieb/<uuid:key>/wiederholen/", operations.revive_job, name="revive_job"),
    path("betrieb/<uuid:key>/abbrechen/", operations.cancel_job, name="cancel_job"),
    path("konto/", include("allauth.urls")),
    path("api/", api_docs.api_docs, name="api_docs"),
    path("api/v1/", include("config.api")),
]
