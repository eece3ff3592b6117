"""The applicant's pages for the office: as they are, readable only, and every look on record."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.models import Role
from applications.actions.office import look_as_applicant
from applications.forms.correspondence import MessageForm
from applications.models import Application, Conversation
from applications.permissions import is_own_case
from applications.views.correspondence import conversation_context, subjects_context
from applications.views.documents import documents_context
from applications.views.office import office_reads
from applications.views.receipts import receipt_context
from applications.views.submission import check_context
from applications.views.task_list import task_list_context

Context = Callable[[Application, Any], dict[str, Any]]
FIRST, RECORD = "aufgaben", "schriftwechsel"
all_subjects = partial(subjects_context, size=10_000)  # its links to further pages lead nowhere
PAGES: dict[str, tuple[Any, str, str, Context]] = {
    FIRST: (_("Aufgabenliste"), "task_list", "task_list.html", task_list_context),
    "antrag": (_("Ihr Antrag"), "check_application", "check.html", check_context),
    "unterlagen": (_("Unterlagen"), "documents", "documents.html", documents_context),
    "quittung": (_("Quittung"), "receipt", "receipt.html", receipt_context),
    RECORD: (_("Schriftwechsel"), "correspondence", "correspondence.html", all_subjects),
}
MIRRORED = {name: page for page, (_label, name, *_rest) in PAGES.items()}
ALSO_FOR_THE_OFFICE = frozenset(
    {"receipt_pdf", "application_pdf", "application_xlsx", "application_zip", "application_json"}
    | {"document", "editions", "application_history", "formal_rejection_pdf", "message_file"}
)
LINK = re.compile(r'href="((?:/antrag/|/kommune/|/schriftwechsel/)[^"#?]*)[^"]*"')


@login_required
@require_GET
def applicants_view(request: HttpRequest, key: str, page: str = FIRST) -> HttpResponse:
    """Draw one of the applicant's pages as a signatory sees it; nothing on it can be sent."""
    application = office_reads(request, key)
    if page not in PAGES:
        raise Http404
    label, name, template, context_of = PAGES[page]
    if is_own_case(application, request.user):
        return redirect(name, key)
    context = context_of(application, somebody_of(application) or request.user)
    look_as_applicant(application, str(label), by=request.user)
    return mirrored(request, application, page, template, context)


@login_required
@require_GET
def applicants_conversation(request: HttpRequest, key: str, conversation_key: str) -> HttpResponse:
    """Draw one subject of the correspondence as a signatory reads it, without internal notes."""
    application = office_reads(request, key)
    if is_own_case(application, request.user):
        return redirect("conversation", key, conversation_key)
    viewer = somebody_of(application)
    visible = Conversation.objects.visible_to(viewer or AnonymousUser())
    one = get_object_or_404(visible.filter(application=application), key=conversation_key)
    look_as_applicant(application, f"{PAGES[RECORD][0]}: {one}", by=request.user)
    context = conversation_context(application, viewer, one)
    context["form"] = MessageForm(limits=application.call_version, kept={}, is_answer=True)
    return mirrored(request, application, RECORD, "conversation.html", context)


def mirrored(
    request: HttpRequest, application: Application, page: str, template: str, context: Any
) -> HttpResponse:
    """Draw the page with everything switched off and its links led back into this view."""
    mirror = {"tabs": tabs_of(application, page), "application": application}
    drawn = render(request, f"applications/{template}", context | {"mirror": mirror})
    drawn.content = LINK.sub(lambda link: led_back(link, application.key), drawn.content.decode())
    return drawn


def somebody_of(application: Application) -> Any:
    """Return a signatory of the organisation, else an editor: whose eyes the office borrows."""
    members = application.organisation.memberships.valid().select_related("person")
    for role in (Role.SIGNATORY, Role.EDITOR):
        if found := members.filter(role=role).order_by("pk").first():
            return found.person
    return None


def tabs_of(application: Application, here: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": address_of(application.key, page),
            "current": page == here,
        }
        for page, (label, *_rest) in PAGES.items()
    ]


def address_of(key: str, page: str) -> str:
    """Return the one address of a page: the first one's is short."""
    if page == FIRST:
        return reverse("applicants_view", args=[key])
    return reverse("applicants_page", args=[key, page])


def led_back(link: re.Match[str], key: str) -> str:
    """Keep a link inside this view; one that only the applicant may follow leads nowhere."""
    try:
        found = resolve(link[1])
    except Resolver404:
        return 'aria-disabled="true"'
    name = found.url_name or ""
    if name in MIRRORED and f"/{key}/" in link[1]:
        return f'href="{address_of(key, MIRRORED[name])}"'
    if name == "conversation":
        return f'href="{reverse("applicants_conversation", kwargs=found.kwargs)}"'
    return link[0] if name in ALSO_FOR_THE_OFFICE else 'aria-disabled="true"'
