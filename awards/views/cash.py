"""The cash office: waiting orders, files for the bank, and the bank's answers."""

from __future__ import annotations

import csv
import io

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import is_cashier, may_read_office
from awards.actions.paying import create_payment_file, payable_by, read_answer
from awards.forms.money import AnswerForm
from awards.models import PaymentFile
from core.downloads import document
from core.refusals import RuleViolation
from core.snapshots import thaw

PAGE_SIZE = 50
COLUMNS = ("reference", "holder", "iban", "bic", "amount", "execution_on")
HEAD = ("Verwendungszweck", "Kontoinhaber", "IBAN", "BIC", "Betrag", "Ausführung")


@login_required
@require_GET
def cash(request: HttpRequest) -> HttpResponse:
    """What waits for the next file, and every file made so far."""
    if not (is_cashier(request.user) or may_read_office(request.user)):
        raise PermissionDenied
    waiting = payable_by(request.user).select_related(
        "request__award__organisation", "request__bank_account"
    )
    files = PaymentFile.objects.prefetch_related("payments")
    context = {
        "waiting": waiting[:PAGE_SIZE],
        "count": waiting.count(),
        "total": waiting.aggregate(total=Sum("amount"))["total"] or 0,
        "page": Paginator(files, PAGE_SIZE).get_page(request.GET.get("page")),
        "form": AnswerForm(),
        "cashier": is_cashier(request.user),
    }
    return render(request, "awards/cash.html", context)


@login_required
@require_POST
def make_file(request: HttpRequest) -> HttpResponse:
    """Make the file of all waiting orders."""
    try:
        made = create_payment_file(by=request.user)
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("%(name)s enthält %(count)s Zahlungen. Laden Sie sie herunter.")
        messages.success(request, said % {"name": made, "count": made.count})
    return redirect("cash")


@login_required
@require_GET
def payment_file(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """A file as XML for the bank or as CSV for people: always the same bytes."""
    if not (is_cashier(request.user) or may_read_office(request.user)):
        raise PermissionDenied
    made = get_object_or_404(PaymentFile.objects.select_related("snapshot"), key=key)
    content = thaw(made.snapshot)
    name = f"Zahlungsdatei-{made.number:05d}"
    if form == "xml":
        return document(content["xml"].encode(), f"{name}.xml", "application/xml")
    if form == "csv":
        return document(csv_of(content["orders"]), f"{name}.csv", "text/csv; charset=utf-8")
    raise Http404


def csv_of(orders: list[dict[str, str]]) -> bytes:
    """Return the orders as a table that German spreadsheets open."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for order in orders:
        row = [str(order[name]) for name in COLUMNS]
        row[4] = row[4].replace(".", ",")
        writer.writerow(row)
    return text.getvalue().encode("utf-8-sig")


@login_required
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Read the bank's answer."""
    form = AnswerForm(request.POST, request.FILES)
    content = form.cleaned_data["file"].read() if form.is_valid() else b""
    try:
        done = read_answer(content, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    else:
        refused = sum(bool(payment.failed_because) for payment in done)
        said = _("%(paid)s Zahlungen ausgeführt, %(refused)s zurückgewiesen.")
        messages.success(request, said % {"paid": len(done) - refused, "refused": refused})
    return redirect("cash")
