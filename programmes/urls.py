"""Addresses of calls: public pages by slug, office pages by key."""

from django.urls import path

from programmes.views import public

urlpatterns = [
    path("", public.start, name="start"),
    path("foerderaufrufe/", public.calls, name="calls"),
    path("foerderaufrufe/<slug:slug>/", public.call, name="call"),
    path("foerderaufrufe/<slug:slug>/fragen/", public.call_questions, name="call_questions"),
    path(
        "foerderaufrufe/<slug:slug>/fragen.pdf",
        public.call_questions_pdf,
        name="call_questions_pdf",
    ),
    path("foerderaufrufe/<slug:slug>/passt/", public.call_fit, name="call_fit"),
]
