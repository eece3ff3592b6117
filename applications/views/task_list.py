"""The task list of one application, and its history."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from accounts.models import APPLICANT_ROLES, Confirmation
from applications.actions.office import LOOK
from applications.checks.late_answers import later_answers
from applications.checks.revision import section_closed
from applications.correspondence import unread_by
from applications.earlier import last_round
from applications.models import Application
from applications.permissions import is_own_case, may_edit
from applications.presence import people_in
from applications.progress import Progress, progress_of
from applications.sections import Section
from applications.teamwork import notes_of
from applications.views.drafts import application_for, title_of
from core import audit, clock
from core.history import history_of
from core.workflow import Attempt

PAGE_SIZE = 50


@login_required
@require_GET
def task_list(request: HttpRequest, key: str) -> HttpResponse:
    """All sections with their state; the team, the deadline and the latest change beside."""
    application = application_for(request, key)
    if not is_own_case(application, request.user):
        raise PermissionDenied
    context = task_list_context(application, request.user)
    return render(request, "applications/task_list.html", context)


def task_list_context(application: Application, viewer: Any) -> dict[str, Any]:
    """Return what the task list shows to this person."""
    open_for_edit = application.is_editable and may_edit(application, viewer)
    progress = progress_of(application, Attempt(by=viewer))
    members = application.organisation.memberships.valid().filter(role__in=APPLICANT_ROLES)
    return {
        "application": application,
        "title": title_of(application),
        "open_for_edit": open_for_edit,
        "may_edit": may_edit(application, viewer),
        "unread": unread_in(application, viewer),
        "handed_in": application.status not in Application.BEFORE_SUBMISSION,
        "progress": progress,
        "groups": groups_of(application, progress, open_for_edit, remarks_on(application, viewer)),
        "members": members.select_related("person").order_by("role", "pk"),
        "last": audit.trail(application).exclude(step=LOOK).last(),
        "confirmation": open_confirmation(application),
        "last_round": last_round(application) if open_for_edit else None,
        "call_change": application.call_changes.filter(read_at=None).first(),
        "later": [] if application.is_editable else later_answers(application, clock.now()),
    }


def unread_in(application: Application, viewer: Any) -> int:
    """Count what the office wrote and this person has not read; of a draft it writes nothing."""
    if not application.main.receipt_number:
        return 0
    return unread_by(viewer).filter(conversation__application=application.main).count()


def open_confirmation(application: Application) -> Confirmation | None:
    """Return the request that still stands against submitting."""
    if application.organisation.confirmed_on:
        return None
    rows = application.organisation.confirmations
    return rows.filter(status__in=Confirmation.OPEN).first()


def remarks_on(application: Application, viewer: Any) -> dict[str, str]:
    """Return by section what the team says about it, and who has it open at the moment."""
    remarks = {code: [note] for code, note in notes_of(application).items()}
    if application.is_editable:
        for one in people_in(application):
            if one.person_id == viewer.pk:
                continue
            remarks.setdefault(one.section, []).append(_("Gerade dort: %s") % one.person)
    return {code: " · ".join(filter(None, said)) for code, said in remarks.items()}


def groups_of(
    application: Application, progress: Progress, open_for_edit: bool, notes: dict[str, str]
) -> list[dict[str, object]]:
    """Return the chapters as the component draws them, with what is said about the sections."""
    by_chapter = progress.chapters()
    chapters: list[dict[str, object]] = [
        {
            "title": f"{number}. {chapter}",
            "tasks": [
                {
                    "label": task.section.title,
                    "url": section_url(application, task.section, open_for_edit),
                    "note": notes.get(task.section.code, ""),
                    "status": task.status,
                    "tone": task.tone,
                    "hint": task.hint,
                }
                for task in tasks
            ],
        }
        for number, (chapter, tasks) in enumerate(by_chapter.items(), start=1)
    ]
    return [*chapters, last_group(application, progress, len(chapters) + 1)]


def section_url(application: Application, section: Section, open_for_edit: bool) -> str:
    """Lead to the form, or to where the section is read; closed ones have no link."""
    if open_for_edit:
        reopened = is_reopened(application, section.code)
        return section.url(application.key) if reopened else ""
    if application.status in Application.BEFORE_SUBMISSION:
        return reverse("section", args=[application.key, section.code])
    return ""


def is_reopened(application: Application, section: str) -> bool:
    """Answering the office, only what it named can be changed; documents name themselves."""
    if section == "documents" and application.supplement:
        return bool(application.supplement.documents)
    return not section_closed(application, section)


def last_group(application: Application, progress: Progress, number: int) -> dict[str, object]:
    """Check and submit: checking is always possible, submitting when nothing is open."""
    handed_in = application.status not in Application.BEFORE_SUBMISSION
    task: dict[str, object] = {
        "label": _("Eingereichter Antrag") if handed_in else _("Antrag prüfen und einreichen"),
        "url": reverse("check_application", args=[application.key]),
        "status": application.get_status_display(),
        "tone": "info",
    }
    if application.is_editable:
        ready = not progress.open_points
        task["status"] = _("Bereit") if ready else _("Noch nicht möglich")
        task["tone"] = "ok" if ready else ""
        task["hint"] = "" if ready else still_open(len(progress.open_points))
    title = _("%s. Prüfen und einreichen") % number
    return {"title": title, "tasks": [task]}


def still_open(many: int) -> str:
    sentence = ngettext("Eine Angabe ist noch offen.", "%(many)s Angaben sind noch offen.", many)
    return sentence % {"many": many}


@login_required
@require_GET
def application_history(request: HttpRequest, key: str) -> HttpResponse:
    """Who changed what and when, latest first, and whether the chain of entries is whole."""
    application = application_for(request, key)
    history = history_of(application)
    page = Paginator(history.entries, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "application": application,
        "title": title_of(application),
        "history": replace(history, entries=tuple(page.object_list)),
        "page": page,
        "own": is_own_case(application, request.user),
    }
    return render(request, "applications/history.html", context)
