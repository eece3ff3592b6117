"""The office's side: what came in, and one application with its tabs."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from accounts.permissions import may_read_office
from applications.checks.documents import names_of
from applications.checks.late_answers import later_answers
from applications.effects import effects_in
from applications.filters import InboxFilter
from applications.forms.office import SaveFilterForm
from applications.models import Application
from applications.reading import chapters_of
from applications.views.drafts import application_for, title_of
from applications.views.receipts import submission_of
from core import clock
from core.pages import inbox_tabs
from core.snapshots import thaw
from core.templatetags.allmende import number
from core.workflow import Attempt, OpenStep, steps_open_to

PAGE_SIZE = 50
IN_CHECK = (Application.Status.IN_FORMAL_CHECK, Application.Status.SUPPLEMENT_REQUESTED)
FILTERS = ("q", "call", "status", "land", "size")
# What a row of the list shows: a table as wide as all its joins takes longer to read than to find.
SHOWN = (
    *("key", "receipt_number", "requested_amount", "submitted_at", "status", "project__title"),
    *("organisation__name", "organisation__size_class", "organisation__land"),
)


def office_reads(request: HttpRequest, key: str) -> Application:
    """Fetch an application for the office; other people have other pages."""
    application = application_for(request, key)
    if not may_read_office(request.user):
        raise PermissionDenied
    return application


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """All submitted applications, with search, filters, sorting and count."""
    if not may_read_office(request.user):
        raise PermissionDenied
    received = Application.objects.visible_to(request.user).exclude(receipt_number="")
    rows = received.select_related("organisation", "project").only(*SHOWN)
    chosen = InboxFilter(request.GET, rows, request=request)
    page = Paginator(chosen.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    many = page.paginator.count
    context = {
        "filter": chosen,
        "page": page,
        "hits": ngettext("%(many)s Antrag", "%(many)s Anträge", many) % {"many": number(many)},
        "active": any(request.GET.get(name) for name in FILTERS),
        "tabs": inbox_tabs("inbox"),
        "saved": request.user.saved_filters.all(),
        "save_form": SaveFilterForm(initial={"query": request.GET.urlencode()}),
    }
    return render(request, "applications/inbox.html", context)


@login_required
@require_GET
def office_application(request: HttpRequest, key: str) -> HttpResponse:
    """The application as it was submitted."""
    application = office_reads(request, key)
    submission = submission_of(application)
    context = office_context(request, application, "office_application") | {
        "submission": submission,
        "chapters": chapters_of(content := thaw(submission.snapshot)),
        "effects": effects_in(content),
        "later": later_answers(application, clock.now()),
    }
    return render(request, "applications/office_application.html", context)


@login_required
@require_GET
def office_documents(request: HttpRequest, key: str) -> HttpResponse:
    """All files with their versions."""
    application = office_reads(request, key)
    names = names_of(application)
    files = [
        {"document": document, "name": document.origin or names.get(document.code, document.code)}
        for document in application.documents.select_related("file")
    ]
    context = office_context(request, application, "office_documents") | {"files": files}
    return render(request, "applications/office_documents.html", context)


def office_context(request: HttpRequest, application: Application, tab: str) -> dict[str, Any]:
    """Return what every office page of an application shows: title, tabs, next step, facts."""
    tabs = [
        {"label": label, "url": reverse(name, args=[application.key]), "current": name == tab}
        for label, name in settings.ALLMENDE_APPLICATION_TABS
    ]
    return {
        "application": application,
        "title": title_of(application),
        "tabs": tabs,
        "offers": offers_of(application, request.user),
    }


def offers_of(application: Application, user: Any) -> list[dict[str, Any]]:
    """Return the office's next steps, each leading to the page of the formal check."""
    url = reverse("formal_check", args=[application.key])
    return [{"step": step, "url": f"{url}#{step.name}"} for step in steps_of(application, user)]


def steps_of(application: Application, user: Any) -> list[OpenStep]:
    """Return the steps of the check once it runs, before that the one that starts it."""
    attempt = Attempt(by=user)
    if application.status in IN_CHECK:
        return list(steps_open_to(application.formal_check, attempt))
    steps = steps_open_to(application, attempt)
    return [step for step in steps if step.name == "start_formal_check"]
