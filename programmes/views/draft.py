"""Change a draft: its basics and its rows, each on its own page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.refusals import EditConflict, RuleViolation
from programmes import permissions
from programmes.actions import add_row, edit_basics, edit_row, remove_row
from programmes.forms.base import DraftForm
from programmes.forms.basics import BasicsForm
from programmes.models import CallVersion
from programmes.views.office import page_of, version_for_office
from programmes.views.sections import SECTIONS, Section

REFUSED = 409


@login_required
@require_http_methods(["GET", "POST"])
def basics(request: HttpRequest, key: str) -> HttpResponse:
    """Title, dates, terms and rules of review."""
    version = version_for_editing(request, key)
    form = BasicsForm(version, request.POST if request.method == "POST" else None, instance=version)

    def save(form: DraftForm) -> None:
        edit_basics(version, fields=form.values(), seen=form.seen_mark, by=request.user)

    page = {**page_of(request, version), "template": "programmes/office_call_basics.html"}
    return saved(request, form, save, {**page, "back": reverse("office_call", args=[key])})


@login_required
@require_GET
def row_list(request: HttpRequest, key: str, section: str) -> HttpResponse:
    """All rows of one kind, with the ways to add, change and remove."""
    version, kind = version_for_office(request, key), SECTIONS[section]
    context = {
        **page_of(request, version),
        "section": kind,
        "lines": list(kind.lines(version)),
    }
    return render(request, "programmes/office_call_rows.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, key: str, section: str) -> HttpResponse:
    """Add a row; afterwards the list shows it."""
    version, kind = version_for_editing(request, key), SECTIONS[section]
    form = kind.form(version, *sent(request))

    def save(form: DraftForm) -> None:
        add_row(version, kind.model, fields=form.values(), by=request.user)

    return saved(request, form, save, row_page(request, version, kind, kind.add))


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: str, section: str, code: str) -> HttpResponse:
    """Change a row, unless somebody else has changed it since the page was drawn."""
    version, kind = version_for_editing(request, key), SECTIONS[section]
    row = row_of(version, kind, code)
    heading = str(row)
    form = kind.form(version, *sent(request), instance=row)

    def save(form: DraftForm) -> None:
        edit_row(version, row, fields=form.values(), seen=form.seen_mark, by=request.user)

    return saved(request, form, save, row_page(request, version, kind, heading))


@login_required
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, key: str, section: str, code: str) -> HttpResponse:
    """Ask once, then remove; the trail keeps what the row said."""
    version, kind = version_for_editing(request, key), SECTIONS[section]
    row = row_of(version, kind, code)
    page = row_page(request, version, kind, str(row))
    if request.method == "POST":
        try:
            remove_row(version, row, by=request.user)
        except RuleViolation as refusal:
            page["refused"] = refusal.findings
        else:
            messages.success(request, _("Der Eintrag ist entfernt."))
            return redirect(page["back"])
    status = REFUSED if "refused" in page else 200
    return render(request, "programmes/office_call_remove.html", page, status=status)


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """Return what was typed and uploaded; nothing when the page was only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def version_for_editing(request: HttpRequest, key: str) -> CallVersion:
    """Return the version for an officer; whether it still is a draft, the action decides."""
    version = version_for_office(request, key)
    if not permissions.may_prepare_calls(version, request.user):
        raise PermissionDenied
    return version


def row_of(version: CallVersion, kind: Section, code: str) -> Any:
    row = kind.find(version, code)
    if row is None:
        raise Http404
    return row


def row_page(
    request: HttpRequest, version: CallVersion, kind: Section, heading: Any
) -> dict[str, Any]:
    return {
        **page_of(request, version),
        "section": kind,
        "heading": heading,
        "template": "programmes/office_call_row.html",
        "back": reverse("office_call_rows", args=[version.call.key, kind.slug]),
    }


def saved(
    request: HttpRequest, form: DraftForm, save: Callable[[DraftForm], None], page: dict[str, Any]
) -> HttpResponse:
    """Save and go back to `page["back"]`, or draw the form with what stands against it."""
    context, status = {**page, "form": form}, 200
    if request.method == "POST" and form.is_valid():
        try:
            save(form)
        except RuleViolation as refusal:
            context["refused"], status = refusal.findings, REFUSED
        except EditConflict as conflict:
            context["stored"], status = form.differences(conflict.current), REFUSED
            context["form"] = form.after_conflict(conflict.current)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect(page["back"])
    return render(request, page["template"], context, status=status)
