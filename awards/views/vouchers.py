"""The list of vouchers: read by everyone concerned, changed by the recipient."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from awards.actions.vouchers import add_voucher, remove_voucher, replace_vouchers
from awards.checks.vouchers import oddities
from awards.follow_up_permissions import may_write_report
from awards.forms.reports import VoucherFileForm, VoucherFilterForm, VoucherForm
from awards.models import Report
from awards.voucher_files import CellFinding, Unreadable, read
from core.refusals import EditConflict, RuleViolation
from core.text import whole

PAGE_SIZE = 50
MOST_SHOWN = 50
COMPARED = ("row", "number", "paid_on", "payee", "amount")  # all that oddities are found by


def vouchers(request: HttpRequest, one: Report) -> HttpResponse:
    """List, search, add by file or by hand, remove; with everything odd named."""
    writes = one.is_editable and may_write_report(one, request.user)
    if request.method == "POST" and not writes:
        raise PermissionDenied
    lines = [line.plan_line for line in one.lines.select_related("plan_line")]
    lines = [line for line in lines if line.side == "expense"]
    desk = Desk(request, one, lines)
    if request.method == "POST" and desk.changed():
        return redirect("report_section", key=one.key, section="belege")
    return render(request, "awards/report_vouchers.html", desk.context(writes))


class Desk:
    """The forms of the page, and what became of what was sent."""

    def __init__(self, request: HttpRequest, one: Report, lines: list[Any]) -> None:
        self.request, self.report, self.lines = request, one, lines
        self.wish = request.POST.get("wish", "")
        posted = request.POST if request.method == "POST" else None
        self.file_form = VoucherFileForm(
            posted if self.wish == "file" else None,
            request.FILES if self.wish == "file" else None,
            seen=one.version,
        )
        typed = posted if self.wish == "add" else None
        self.form = VoucherForm(typed, seen=one.version, lines=lines, prefix="neu")
        self.findings: tuple[CellFinding, ...] = ()
        self.more = 0

    def changed(self) -> bool:
        """Do what was asked; False when something stands against it."""
        by, one = self.request.user, self.report
        form = self.file_form if self.wish == "file" else self.form
        try:
            if self.wish == "remove":
                row = whole(self.request.POST.get("row"))
                remove_voucher(one, row, seen=one.version, by=by)
            elif self.wish == "file":
                return form.is_valid() and self.loaded()
            elif not form.is_valid():
                return False
            else:
                add_voucher(one, self.form.values(), seen=self.form.seen, by=by)
        except EditConflict:
            form.add_error(None, _("Jemand hat die Liste inzwischen geändert. Laden Sie neu."))
            return False
        except RuleViolation as refusal:
            form.add_error(None, str(refusal))
            return False
        messages.success(self.request, _("Gespeichert."))
        return True

    def loaded(self) -> bool:
        """Read the file and replace the list, or show what is wrong with which cell."""
        upload = self.file_form.cleaned_data["file"]
        try:
            listing = read(upload, upload.name, numbered(self.lines))
        except Unreadable as fault:
            self.file_form.add_error("file", str(fault))
            return False
        if listing.findings:
            self.findings, self.more = listing.findings, listing.more
            sentence = _("Die Datei enthält Fehler. Die bisherige Liste ist unverändert.")
            self.file_form.add_error("file", sentence)
            return False
        replace_vouchers(self.report, listing, seen=self.file_form.seen, by=self.request.user)
        sentence = _("%s Belege sind übernommen.") % len(listing.rows)
        messages.success(self.request, sentence)
        return True

    def context(self, writes: bool) -> dict[str, Any]:
        """Return what the page shows."""
        duty, rows = self.report.duty, self.report.vouchers.select_related("plan_line")
        filter_form = VoucherFilterForm(self.request.GET)
        query = filter_form.cleaned_data["q"].strip() if filter_form.is_valid() else ""
        chosen = rows.filter(matching(query)) if query else rows
        listed = self.report.vouchers.values_list(*COMPARED, named=True)
        odd = oddities(listed, duty.period_from, duty.period_until)
        page = Paginator(chosen, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return {
            "report": self.report,
            "award": self.report.award,
            "writes": writes,
            "page": page,
            "filter_form": filter_form,
            "query": query,
            "total": rows.aggregate(total=Sum("amount"))["total"] or 0,
            "lines": list(enumerate(self.lines, start=1)),
            "sums": self.report.lines.filter(plan_line__side="expense").select_related("plan_line"),
            "odd": odd[:MOST_SHOWN],
            "odd_count": len(odd),
            "file_form": self.file_form if writes else None,
            "voucher_form": self.form if writes else None,
            "form": self.file_form if self.file_form.errors else self.form,
            "cell_findings": self.findings,
            "more": self.more,
        }


def matching(query: str) -> Q:
    return Q(number__icontains=query) | Q(payee__icontains=query) | Q(purpose__icontains=query)


def numbered(lines: list[Any]) -> dict[str, int]:
    """Return the key of each line by its number in the list and by its name."""
    by_number = {str(number): line.pk for number, line in enumerate(lines, start=1)}
    return {str(line).casefold(): line.pk for line in lines} | by_number
