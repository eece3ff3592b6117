"""What auditors read, and the daily roots of the log with their proofs."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.models import Person
from accounts.permissions import may_read_office
from awards.actions.auditing import READ
from awards.log_export import root_lines
from awards.log_roots import proof_of
from awards.models import DailyRoot
from core.downloads import document
from core.models import AuditEvent

PAGE_SIZE = 50


class ReadingFilterForm(forms.Form):
    """Filter of what was read."""

    q = forms.CharField(label=_("Seite oder Adresse"), required=False)


@login_required
@require_GET
def readings(request: HttpRequest) -> HttpResponse:
    """Who of the audit read what and when, the latest first."""
    if not may_read_office(request.user):
        raise PermissionDenied
    form = ReadingFilterForm(request.GET)
    query = form.cleaned_data["q"].strip() if form.is_valid() else ""
    rows = AuditEvent.objects.filter(record_type="accounts.membership", step=READ)
    if query:
        by_page = rows.filter(payload__after__page__icontains=query)
        rows = by_page | rows.filter(payload__after__path__icontains=query)
    page = Paginator(rows.order_by("-at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    keys = {event.actor_key for event in page}
    names = dict(Person.objects.filter(key__in=keys).values_list("key", "name"))
    entries = [reading_of(event, names) for event in page]
    context = {"form": form, "page": page, "entries": entries, "active": bool(query)}
    return render(request, "awards/oversight_readings.html", context)


def reading_of(event: AuditEvent, names: dict[str, str]) -> dict[str, Any]:
    after = event.payload.get("after", {})
    return {
        "at": event.at,
        "name": names.get(event.actor_key, event.actor_key),
        "page": after.get("page", ""),
        "path": after.get("path", ""),
    }


@login_required
@require_GET
def roots(request: HttpRequest) -> HttpResponse:
    """The daily roots, and where a proof about one record is fetched."""
    if not may_read_office(request.user):
        raise PermissionDenied
    return roots_page(request)


def roots_page(request: HttpRequest, unknown: str = "") -> HttpResponse:
    """Show the roots; `unknown` is a record that the asked root does not know."""
    page = Paginator(DailyRoot.objects.all(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "awards/oversight_roots.html", {"page": page, "unknown": unknown})


@login_required
@require_GET
def roots_file(request: HttpRequest) -> HttpResponse:
    """All roots as a small file to be kept elsewhere."""
    if not may_read_office(request.user):
        raise PermissionDenied
    content = "".join(root_lines()).encode()
    return document(content, "wurzeln.jsonl", "application/x-ndjson")


@login_required
@require_GET
def proof(request: HttpRequest) -> HttpResponse:
    """The proof that one record's chain stood under the latest root."""
    if not may_read_office(request.user):
        raise PermissionDenied
    record, root = request.GET.get("datensatz", "").strip(), DailyRoot.objects.first()
    made = proof_of(record, root) if root else None
    if made is None:
        return roots_page(request, unknown=record or "–")
    content = json.dumps(made, ensure_ascii=False, sort_keys=True, indent=1).encode()
    return document(content, "nachweis.json", "application/json")
