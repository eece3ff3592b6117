"""Documents: what is needed until when, handing in, replacing, downloading."""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Person
from applications.actions import documents as actions
from applications.checks.documents import Requirement, is_due, requirements_of, why_closed
from applications.forms.documents import UploadForm
from applications.models import Application, Document
from applications.permissions import is_own_case, may_edit
from applications.views.drafts import UNREADABLE, application_for, place_of, typed
from core import clock
from core.downloads import attachment
from core.models import StoredFile
from core.refusals import RuleViolation
from core.templatetags.allmende import instant


@login_required
@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, key: str) -> HttpResponse:
    """The list of documents with the form to hand one in."""
    application = application_for(request, key)
    if not is_own_case(application, request.user):
        raise PermissionDenied
    open_now = open_requirements(application, request.user)
    form = UploadForm(
        typed(request),
        request.FILES or None,
        requirements=open_now,
        initial={"code": request.GET.get("unterlage")},
    )
    if request.method == "POST" and not may_edit(application, request.user):
        raise PermissionDenied
    if request.method == "POST":
        stored = handed_in(request, application, form) if form.is_valid() else []
        if "X-Upload" in request.headers:
            return told_to_script(form, stored)
        if not form.errors:
            return redirect("documents", key)
    context = documents_context(application, request.user) | {"form": form if open_now else None}
    return render(request, "applications/documents.html", context)


def documents_context(application: Application, viewer: Any) -> dict[str, Any]:
    """Return what the page shows to this person; the form is empty."""
    open_now = open_requirements(application, viewer)
    return {
        **place_of(application, "documents"),
        "form": UploadForm(requirements=open_now) if open_now else None,
        "rows": rows_of(application, open_now),
        "handed_over": application.documents.exclude(origin="").select_related("file"),
    }


def open_requirements(application: Application, user: Any) -> list[Requirement]:
    """Return the documents this person can hand in now."""
    return (
        open_among(application, requirements_of(application)) if may_edit(application, user) else []
    )


def open_among(application: Application, requirements: Iterable[Any]) -> list[Any]:
    """Return those that can be handed in now."""
    now = clock.now()
    return [r for r in requirements if not why_closed(application, r, now)]


def handed_in(request: HttpRequest, application: Application, form: UploadForm) -> list[str]:
    """Store each file and say so, or put its reason at the field; what is stored stays stored."""
    told = []
    for upload, requirement in form.pairs:
        name = f"„{upload.name}“: " if len(form.pairs) > 1 else ""
        try:
            actions.hand_in_document(application, requirement, upload, by=request.user)
        except RuleViolation as refusal:
            for finding in refusal.findings:
                place = finding.field if finding.field in form.fields else None
                form.add_error(place, f"{name}{finding}")
        else:
            sentence = _("„%(file)s“ ist gespeichert (%(name)s).")
            told.append(sentence % {"file": upload.name, "name": requirement.name})
            messages.success(request, told[-1])
    return told


def told_to_script(form: UploadForm, stored: list[str]) -> JsonResponse:
    """Answer a page that sends its files one by one and shows how far each is."""
    refused = [str(error) for errors in form.errors.values() for error in errors]
    status = UNREADABLE if refused else 200
    return JsonResponse({"sentence": " ".join(refused or stored)}, status=status)


def rows_of(application: Application, open_now: list[Requirement]) -> list[dict[str, Any]]:
    """Return each document of the application with its file and state."""
    return document_rows(application, requirements_of(application), open_now)


def document_rows(
    application: Application, requirements: Iterable[Any], open_now: Collection[Any] = ()
) -> list[dict[str, Any]]:
    """Return each document with its file, its state, its earlier versions and what can be done."""
    stored = list(application.documents.select_related("file").order_by("-number"))
    names = people_of({document.file.actor_key for document in stored})
    rows = []
    for requirement in requirements:
        own = [one for one in stored if one.code == requirement.code]
        current = next((one for one in own if one.is_current), None)
        rows.append(
            {
                "requirement": requirement,
                "document": current,
                "file": current.file if current else None,
                "by": names.get(current.file.actor_key, "") if current else "",
                "earlier": [
                    {"document": one, "by": names.get(one.file.actor_key, "")}
                    for one in own
                    if not one.is_current
                ],
                "note": note_of(requirement),
                "is_open": requirement in open_now,
                **state_of(requirement, current),
            }
        )
    return rows


def people_of(keys: set[str]) -> dict[str, str]:
    return {person.key: person.name for person in Person.objects.filter(key__in=keys)}


def state_of(requirement: Requirement, document: Document | None) -> dict[str, str]:
    """Return the mark of one document; one that may follow is not missing before its day."""
    if document and document.file.scan == StoredFile.Scan.WAITING:
        return {"status": _("Wird auf Viren geprüft"), "tone": "info"}
    if document and document.file.scan == StoredFile.Scan.INFECTED:
        return {"status": _("Abgewiesen: Schadsoftware"), "tone": "bad"}
    if document:
        return {"status": _("In Ordnung"), "tone": "ok"}
    if not requirement.required:
        return {"status": _("Freiwillig"), "tone": ""}
    if requirement.due_at and not is_due(requirement, clock.now()):
        return {"status": _("Noch nicht fällig"), "tone": ""}
    return {"status": _("Fehlt noch"), "tone": "warn"}


def note_of(requirement: Requirement) -> str:
    """Return the hint, and until when a document may follow."""
    if requirement.due_at is None:
        return requirement.hint
    until = _("Sie dürfen die Unterlage bis %s nachreichen.") % instant(requirement.due_at)
    return f"{requirement.hint} {until}".strip()


def requirement_named(application: Application, code: str) -> Any:
    """Fetch a document that is asked of this application or of one of its partners."""
    known = {requirement.code: requirement for requirement in requirements_of(application)}
    if code not in known:
        raise Http404
    return known[code]


@login_required
@require_POST
def remove_document(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Take a document away again."""
    application = application_for(request, key)
    requirement = requirement_named(application, code)
    try:
        actions.remove_document(application, requirement, by=request.user)
        messages.success(request, _("Die Unterlage ist entfernt."))
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("documents", key)


@login_required
@require_GET
def document(request: HttpRequest, key: str, document_key: str) -> HttpResponseBase:
    """One file, for saving; whoever may see the application may read its documents."""
    application = application_for(request, key)
    found = get_object_or_404(application.documents.select_related("file"), key=document_key)
    return attachment(found.file)
