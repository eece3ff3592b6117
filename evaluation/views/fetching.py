"""How the pages of the office find a call and a candidacy, and the tabs they share."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import may_read_office
from evaluation.models import Candidacy
from programmes.models import CallVersion

PAGE_SIZE = 50
REFUSED = 409
NAMES = ("application__organisation", "application__project")
PARTS = (*NAMES, "application__call_version__call")


def only_office(request: HttpRequest) -> None:
    if not may_read_office(request.user):
        raise PermissionDenied


def version_for(request: HttpRequest, slug: str) -> CallVersion:
    """Fetch the version in force of a call the office may see."""
    only_office(request)
    published = CallVersion.objects.visible_to(request.user).filter(
        call__slug=slug, status=CallVersion.Status.PUBLISHED
    )
    version = published.select_related("call").order_by("-number").first()
    if version is None:
        raise Http404
    return version


def candidacy_for(request: HttpRequest, key: str) -> Candidacy:
    """Fetch a candidacy the person may see, with what its heading names."""
    visible = Candidacy.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related(*PARTS), key=key)


def entered(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, even when that is nothing; None before it is sent."""
    return request.POST if request.method == "POST" else None


def page_of(request: HttpRequest, rows: Any, *, size: int = PAGE_SIZE) -> Page:
    return Paginator(rows, size).get_page(request.GET.get("page"))


def is_filtered(filters: Any) -> bool:
    """Does the address ask for anything but an order?"""
    asked = filters.form.cleaned_data if filters.form.is_valid() else {}
    return any(value for name, value in asked.items() if name != "sort")


def tabs_of(version: CallVersion, current: str) -> list[dict[str, Any]]:
    """Return the pages of one call in the selection."""
    pages = {
        "candidacies": _("Anträge"),
        "assignments": _("Zuteilung der Gutachten"),
        "ranking": _("Rangfolge"),
        "calculations": _("Berechnungen"),
        "letters_to_send": _("Schreiben"),
    }
    slug = version.call.slug
    return [
        {"label": label, "url": reverse(name, args=[slug]), "current": name == current}
        for name, label in pages.items()
    ]
