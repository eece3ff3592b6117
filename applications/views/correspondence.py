"""The record of what office and organisation write to each other: list, one subject, writing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.views.team import site_of
from applications import correspondence as record
from applications.actions import correspondence as actions
from applications.checks.correspondence import not_on_record_yet
from applications.filters import ConversationFilter
from applications.forms.correspondence import MessageForm, OfficeMessageForm
from applications.models import Application, Conversation, MessageDraft
from applications.permissions import (
    corresponds_as_office,
    may_edit,
    may_read_correspondence,
    may_write_message,
)
from applications.views.drafts import CONFLICT, application_for, title_of, typed
from applications.views.office import office_context
from applications.views.queue import must_read_office
from core import clock
from core.downloads import attachment
from core.pages import inbox_tabs
from core.refusals import RuleViolation
from core.text import rfc3339

PAGE_SIZE = 50


def corresponding(request: HttpRequest, key: str) -> Application:
    """Fetch the application whose record this person may read."""
    application = application_for(request, key).main
    if not may_read_correspondence(application, request.user):
        raise PermissionDenied
    return application


def frame_of(application: Application, viewer: Any) -> dict[str, Any]:
    """Return the frame of the reader's side: the office's tabs, or the way back to the draft."""
    as_office = corresponds_as_office(application, viewer)
    frame = "office_base" if as_office else "correspondence_own"
    return {
        "application": application,
        "title": title_of(application),
        "frame": f"applications/{frame}.html",
        "as_office": as_office,
        "not_yet": not_on_record_yet(application),
        "may_write": may_write_message(application, viewer),
    }


def drawn(
    request: HttpRequest, application: Application, page: str, context: dict[str, Any]
) -> HttpResponse:
    if context["as_office"]:
        context |= office_context(request, application, "correspondence")
    return render(request, f"applications/{page}.html", context)


@login_required
@require_GET
def correspondence(request: HttpRequest, key: str) -> HttpResponse:
    """All subjects of one application, from its submission to the final account."""
    application = corresponding(request, key)
    context = subjects_context(application, request.user, request.GET.get("page"))
    return drawn(request, application, "correspondence", context)


def subjects_context(
    application: Application, viewer: Any, page: Any = None, size: int = PAGE_SIZE
) -> dict[str, Any]:
    """Return the list of subjects as this person reads it."""
    found = record.conversations_of(application, viewer)
    context = {"page": Paginator(found, size).get_page(page)} | turns_of(application)
    return frame_of(application, viewer) | context | {"unread": unread_in(application, viewer)}


def turns_of(application: Application) -> dict[str, set[int]]:
    """Return on which side each subject waits."""
    rows = application.conversations
    waiting = rows.waiting_for_office(), rows.waiting_for_applicant()
    office, applicant = (set(one.values_list("pk", flat=True)) for one in waiting)
    return {"waits_for_office": office, "waits_for_applicant": applicant}


def unread_in(application: Application, user: Any) -> set[int]:
    if not may_edit(application, user):
        return set()
    unread = record.unread_by(user).filter(conversation__application=application)
    return set(unread.values_list("conversation", flat=True))


@login_required
@require_http_methods(["GET", "POST"])
def new_conversation(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a subject."""
    application = corresponding(request, key)
    if not may_write_message(application, request.user):
        raise PermissionDenied
    form = form_for(request, application, None)
    if request.method == "POST":
        answer = sent(request, application, None, form)
        if answer is not None:
            return answer
    context = frame_of(application, request.user) | {"form": form}
    return drawn(request, application, "conversation_new", context)


@login_required
@require_http_methods(["GET", "POST"])
def conversation(request: HttpRequest, key: str, conversation_key: str) -> HttpResponse:
    """One subject with everything written; reading it is noted for the other side."""
    application = corresponding(request, key)
    visible = Conversation.objects.visible_to(request.user).filter(application=application)
    one = get_object_or_404(visible, key=conversation_key)
    may_write = may_write_message(application, request.user)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    form = form_for(request, application, one) if may_write else None
    if request.method == "POST":
        answer = sent(request, application, one, form)
        if answer is not None:
            return answer
    context = conversation_context(application, request.user, one) | {"form": form}
    if may_write:
        read = [entry.message for entry in context["entries"]]
        actions.note_reading(record.written_to(read, application, request.user), by=request.user)
    return drawn(request, application, "conversation", context)


def conversation_context(
    application: Application, viewer: Any, one: Conversation
) -> dict[str, Any]:
    """Return one subject as this person reads it; to look at it is not yet to have read it."""
    entries = record.entries_of(record.messages_of(one, viewer), application, viewer)
    parts = {"conversation": one, "entries": entries, "unread": set()}
    return frame_of(application, viewer) | turns_of(application) | parts


def form_for(
    request: HttpRequest, application: Application, one: Conversation | None
) -> MessageForm:
    """Return the form of this person's side, filled with what was typed and not sent."""
    draft = MessageDraft.objects.filter(
        application=application, place=one.key if one else "", actor_key=request.user.actor_key
    ).first()
    as_office = corresponds_as_office(application, request.user)
    kind = OfficeMessageForm if as_office else MessageForm
    kept = draft.values if draft else {}
    files = request.FILES if request.method == "POST" else None
    limits = application.call_version
    return kind(typed(request), files, limits=limits, kept=kept, is_answer=one is not None)


def sent(
    request: HttpRequest, application: Application, one: Conversation | None, form: Any
) -> HttpResponse | None:
    """Send it, or keep the draft for autosave; None where the page shows what is wrong."""
    if "X-Autosave" in request.headers:
        return draft_kept(request, application, one, form)
    if not form.is_valid():
        return None
    words = form.words(site_of(request))
    try:
        if one is None:
            subject = form.cleaned_data["subject"]
            message = actions.begin_conversation(application, subject, words, by=request.user)
        else:
            message = actions.answer_conversation(one, words, by=request.user)
    except RuleViolation as refusal:
        for finding in refusal.findings:
            place = finding.field if finding.field in form.fields else None
            form.add_error(None if place == "once" else place, str(finding))
            if finding.code == "already_sent":
                form.send_again()
        return None
    messages.success(request, _("Vermerkt.") if message.is_note else _("Gesendet."))
    return redirect("conversation", application.key, message.conversation.key)


def draft_kept(
    request: HttpRequest, application: Application, one: Conversation | None, form: Any
) -> JsonResponse:
    """Keep what was typed and say when."""
    place = one.key if one else ""
    try:
        draft = actions.keep_draft(application, place, form.kept(), by=request.user)
    except RuleViolation as refusal:
        return JsonResponse({"message": str(refusal)}, status=CONFLICT)
    return JsonResponse({"saved_at": rfc3339(draft.changed_at), "fields": {}})


@login_required
@require_GET
def message_file(request: HttpRequest, key: str, file_key: str) -> HttpResponseBase:
    """A file sent with a message that this person may read."""
    application = corresponding(request, key)
    sent_with = record.sent_with(record.record_for(application, request.user))
    return attachment(get_object_or_404(sent_with, key=file_key).file)


@login_required
@require_GET
def office_correspondence(request: HttpRequest) -> HttpResponse:
    """What waits for an answer of the office, the longest waiting first; or all subjects."""
    must_read_office(request)
    rows = Conversation.objects.visible_to(request.user).with_turns()
    parts = ("application__organisation", "application__project", "application__claim__officer")
    chosen = ConversationFilter(request.GET, rows.select_related(*parts), request=request)
    page = Paginator(chosen.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "page": page,
        "active": any(request.GET.get(name) for name in ("q", "stand", "whose")),
        "tabs": inbox_tabs("office_correspondence"),
        "now": clock.now(),
    }
    return render(request, "applications/office_correspondence.html", context)
