"""What everyone may read about calls, without signing in."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.models import APPLICANT_ROLES
from accounts.permissions import has_role
from core import clock
from core.downloads import attachment
from programmes import overview
from programmes.filters import CallFilter
from programmes.forms.fit import FitForm, summary_of
from programmes.models import CallVersion

PAGE_SIZE = 50
SECTIONS = [
    {"id": "blick", "title": _("Auf einen Blick")},
    {"id": "themen", "title": _("Themen")},
    {"id": "passt", "title": _("Passt der Aufruf zu Ihnen?")},
    {"id": "krit", "title": _("So wird bewertet")},
    {"id": "rechnen", "title": _("Punkte ausrechnen")},
    {"id": "entscheidung", "title": _("So wird entschieden")},
    {"id": "ablauf", "title": _("Ablauf")},
    {"id": "unterlagen", "title": _("Unterlagen")},
    {"id": "fragen", "title": _("Fragen und Antworten")},
    {"id": "lesen", "title": _("Zum Lesen und Drucken")},
]


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What, who, until when: the open calls, else the next one."""
    in_force = CallVersion.objects.in_force().order_by("deadline_at", "pk")
    now = clock.now()
    running = in_force.open(now).select_related("call__programme")
    shown = running.prefetch_related("call__budget_years", "document_requirements")
    coming = in_force.filter(opens_at__gt=now).select_related("call").order_by("opens_at").first()
    context = {
        "open_calls": [card_of(version) for version in shown],
        "coming": coming,
        "applies": has_role(request.user, *APPLICANT_ROLES),
    }
    return render(request, "programmes/start.html", context)


def card_of(version: CallVersion) -> dict[str, Any]:
    """An open call as the start page shows it."""
    documents = version.document_requirements.all()
    return {
        "version": version,
        "call": version.call,
        "effort": overview.effort_of(version),
        "money": sum(row.amount for row in version.call.budget_years.all()),
        "later": [d for d in documents if d.due_at and d.due_at > version.deadline_at],
    }


@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """All published calls."""
    versions = CallVersion.objects.in_force().select_related("call__programme")
    chosen = CallFilter(request.GET, versions, request=request)
    page = Paginator(chosen.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "page": page,
        "rows": [(version, *overview.state_of(version)) for version in page],
        "active": any(request.GET.get(name) for name in ("q", "state")),
    }
    return render(request, "programmes/calls.html", context)


@require_GET
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one call; the office sees its draft as applicants will."""
    version = shown_version(request, slug)
    context = {
        **frame_of(version),
        "facts": overview.facts_of(version),
        "groups": overview.weighed_groups(version),
        "decided": overview.how_it_is_decided(version),
        "schedule": overview.schedule_of(version),
        "documents": overview.documents_of(version),
        "fit_form": FitForm(version),
        "changes": overview.changes_of(version),
        "sections": SECTIONS,
    }
    return render(request, "programmes/call.html", context)


@require_GET
def call_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The full catalogue of questions, to read, print and hand round."""
    version = shown_version(request, slug)
    chapters = overview.catalogue_of(version)
    documents = overview.documents_of(version)
    context = {**frame_of(version), "chapters": chapters, "documents": documents}
    return render(request, "programmes/call_questions.html", context)


@require_GET
def call_fit(request: HttpRequest, slug: str) -> HttpResponse:
    """„Passt der Aufruf?“: the answers stand in the address and are stored nowhere."""
    version = shown_version(request, slug)
    asked = "ergebnis" in request.GET
    form = FitForm(version, request.GET if asked else None, initial_from=request.GET)
    context = {**frame_of(version), "form": form}
    if form.is_valid():
        context["verdicts"] = form.verdicts()
        context["result"], context["tone"] = summary_of(context["verdicts"])
    return render(request, "programmes/call_fit.html", context)


@require_GET
def call_template(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    """The form that belongs to a document of the call, to be filled in."""
    asked = shown_version(request, slug).document_requirements.exclude(template=None)
    return attachment(get_object_or_404(asked.select_related("template"), code=code).template)


def shown_version(request: HttpRequest, slug: str) -> CallVersion:
    """Return the newest version of the call that this person may see."""
    visible = CallVersion.objects.visible_to(request.user).filter(call__slug=slug)
    version = overview.with_content(visible).order_by("-number").first()
    if version is None:
        raise Http404
    return version


def frame_of(version: CallVersion) -> dict[str, Any]:
    """What every page of a call knows."""
    label, tone = overview.state_of(version)
    return {
        "version": version,
        "call": version.call,
        "state": label,
        "tone": tone,
        "is_open": version.published_at is not None and version.is_open(clock.now()),
        "is_over": version.closes_at < clock.now(),
        "is_draft": version.published_at is None,
    }
