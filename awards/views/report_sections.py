"""The sections of a report while it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards.actions.reports import (
    save_lines,
    save_measurements,
    save_partner_proofs,
    save_texts,
)
from awards.checks.reports import attainment_of
from awards.follow_up_permissions import may_write_report
from awards.forms.reports import LinesForm, MeasurementsForm, PartnersForm, ReportTextsForm
from awards.models import Report
from awards.report_parts import SECTIONS, sections_of
from awards.views.reports import report_for
from awards.views.vouchers import vouchers
from core.refusals import EditConflict, RuleViolation


@login_required
@require_http_methods(["GET", "POST"])
def report_section(request: HttpRequest, key: str, section: str) -> HttpResponse:
    """One section with its form; vouchers have a list of their own."""
    one = report_for(request, key)
    if section not in sections_of(one.duty.kind, has_partners=True):
        raise Http404
    if section == "belege":
        return vouchers(request, one)
    if not may_write_report(one, request.user):
        raise PermissionDenied
    if not one.is_editable:
        return redirect("report_of_award", key=key)
    form, save = FORMS[section](request, one)
    if request.method == "POST" and form.is_valid() and saved(request, form, save):
        return redirect("report_of_award", key=key)
    context = {
        "report": one,
        "award": one.award,
        "form": form,
        "section": section,
        "section_title": SECTIONS[section],
        "groups": form.groups() if hasattr(form, "groups") else None,
        "table": form.table() if hasattr(form, "table") else None,
        "attainments": {row.pk: attainment_of(row) for row in getattr(form, "rows", [])}
        if section == "indikatoren"
        else {},
    }
    return render(request, "awards/report_section.html", context)


def saved(request: HttpRequest, form: Any, save: Callable[[], Report]) -> bool:
    """Save, or say at the form why not; what was typed stays."""
    try:
        save()
    except EditConflict as conflict:
        current = conflict.current
        form.fields["version"].initial = current.version
        form.data = form.data.copy()
        form.data["version"] = current.version
        sentence = _(
            "Jemand hat diesen Nachweis inzwischen geändert. "
            "Ihre Eingaben stehen noch hier. Speichern Sie erneut, wenn sie gelten sollen."
        )
        form.add_error(None, sentence)
        return False
    except RuleViolation as refusal:
        for finding in refusal.findings:
            form.add_error(None, str(finding))
        return False
    messages.success(request, _("Gespeichert."))
    return True


def texts(request: HttpRequest, one: Report) -> tuple[Any, Callable[[], Report]]:
    form = ReportTextsForm(request.POST or None, report=one)
    return form, lambda: save_texts(one, form.texts(), seen=form.seen, by=request.user)


def measurements(request: HttpRequest, one: Report) -> tuple[Any, Callable[[], Report]]:
    rows = list(one.measurements.select_related("indicator"))
    form = MeasurementsForm(request.POST or None, report=one, rows=rows)
    return form, lambda: save_measurements(one, form.edits(), seen=form.seen, by=request.user)


def lines(request: HttpRequest, one: Report) -> tuple[Any, Callable[[], Report]]:
    rows = list(one.lines.select_related("plan_line"))
    form = LinesForm(request.POST or None, report=one, rows=rows)
    return form, lambda: save_lines(one, form.amounts(), seen=form.seen, by=request.user)


def partners(request: HttpRequest, one: Report) -> tuple[Any, Callable[[], Report]]:
    rows = list(one.partner_proofs.select_related("partner"))
    form = PartnersForm(request.POST or None, report=one, rows=rows)
    return form, lambda: save_partner_proofs(one, form.edits(), seen=form.seen, by=request.user)


FORMS = {"bericht": texts, "indikatoren": measurements, "zahlen": lines, "partner": partners}
