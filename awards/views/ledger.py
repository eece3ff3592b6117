"""The budget ledger as page and CSV."""

from __future__ import annotations

import csv
import io

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.permissions import may_read_office
from awards.ledger import ledger_of
from core.downloads import document
from programmes.models import Call

PAGE_SIZE = 50
NAMES = ("appropriation", "reserved", "committed", "open", "ordered", "paid", "returned", "free")
HEAD = (
    *("Aufruf", "Haushaltsjahr", "Haushaltsstelle", "Art", "Ansatz", "Vorgemerkt", "Gebunden"),
    *("davon offen", "Angeordnet", "Ausgezahlt", "Zurückgezahlt", "Frei"),
)


@login_required
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """All calls with their years, to the cent."""
    if not may_read_office(request.user):
        raise PermissionDenied
    page = Paginator(Call.objects.all(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "awards/ledger.html", {"page": page, "ledgers": ledger_of(page)})


@login_required
@require_GET
def ledger_csv(request: HttpRequest) -> HttpResponse:
    """The same figures as a table for spreadsheets."""
    if not may_read_office(request.user):
        raise PermissionDenied
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for one in ledger_of(Call.objects.all()):
        for row in one.years:
            kind = "Kassenmittel" if row.is_cash else "Verpflichtungsermächtigung"
            sums = [f"{getattr(row.sums, name):.2f}".replace(".", ",") for name in NAMES]
            writer.writerow([one.call.title.lstrip("=+-@"), row.year, row.source, kind, *sums])
    return document(text.getvalue().encode("utf-8-sig"), "Haushalt.csv", "text/csv")
