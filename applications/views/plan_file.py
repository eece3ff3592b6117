"""The finance plan as a workbook: download, upload, preview, take over."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from applications.actions.plan_import import import_plan
from applications.models import Application
from applications.plan_file import UnreadableWorkbook, read_plan
from applications.plan_rows import SIDES, PlanState, state_of
from applications.plan_workbook import SheetRow, offer_of, plan_workbook, rows_of
from applications.views.drafts import CONFLICT, Sheet, application_for, draft_for
from applications.views.export import XLSX
from core.downloads import document
from core.refusals import EditConflict, RuleViolation
from core.templatetags.allmende import euro
from core.text import plain

VALID_SECONDS = 60 * 60
TEMPLATE = "applications/plan_upload.html"


class WorkbookForm(forms.Form):
    """The edited workbook."""

    file = forms.FileField(
        label=gettext_lazy("Excel-Datei (XLSX)"),
        help_text=gettext_lazy("Höchstens 5 MB. Vor dem Übernehmen sehen Sie, was sich ändert."),
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": gettext_lazy("Wählen Sie die Datei aus")},
    )


@login_required
@require_GET
def plan_xlsx(request: HttpRequest, key: str) -> HttpResponse:
    """The plan as it is stored, to be edited in a spreadsheet and brought back."""
    application = application_for(request, key)
    offer = offer_of(application)
    content = plan_workbook(rows_of(application, offer), offer)
    return document(content, f"Finanzplan-{application.key}.xlsx", XLSX)


@login_required
@require_http_methods(["GET", "POST"])
def plan_upload(request: HttpRequest, key: str) -> HttpResponse:
    """Upload: findings by cell, or a preview; only the confirmed preview is taken over."""
    application = draft_for(request, key)
    sheet = Sheet(request, application, "plan", TEMPLATE)
    if request.method != "POST":
        return sheet.closed() or sheet.draw(WorkbookForm())
    if "proposal" in request.POST:
        return taken_over(sheet, request.POST["proposal"])
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return sheet.draw(form)
    state, offer = state_of(application), offer_of(application)
    known = {row.key: str(row.kind) for row in state.rows}
    try:
        rows, faults = read_plan(form.cleaned_data["file"], offer, known)
    except UnreadableWorkbook as fault:
        form.add_error("file", str(fault))
        return sheet.draw(form)
    if faults:
        return sheet.draw(form, faults=faults)
    stored = rows_of(application, offer)
    changes = list(differences(stored, rows))
    proposal = sealed(application, state, rows) if changes else ""
    return sheet.draw(form, changes=changes, proposal=proposal, nothing_new=not changes)


def taken_over(sheet: Sheet, proposal: str) -> HttpResponse:
    """Take the previewed rows over, if nobody changed the plan meanwhile."""
    application = sheet.application
    try:
        found = signing.loads(proposal, salt=salt_of(application), max_age=VALID_SECONDS)
        rows = [SheetRow(**row | {"amounts": typed_back(row["amounts"])}) for row in found["rows"]]
        import_plan(application, rows, seen=found["seen"], by=sheet.request.user)
    except signing.BadSignature:
        messages.error(
            sheet.request, _("Die Vorschau gilt nicht mehr. Laden Sie die Datei noch einmal hoch.")
        )
        return redirect("plan_upload", application.key)
    except EditConflict:
        sentence = _(
            "Jemand hat den Finanzplan geändert, seit Sie die Vorschau gesehen haben. Nichts ist "
            "übernommen. Laden Sie die Datei noch einmal hoch, um den Unterschied zu sehen."
        )
        messages.error(sheet.request, sentence)
        return redirect("plan_upload", application.key)
    except RuleViolation as refusal:
        return sheet.draw(WorkbookForm(), status=CONFLICT, refused=refusal.findings)
    messages.success(sheet.request, _("Der Finanzplan ist übernommen."))
    return redirect("plan", application.key)


def salt_of(application: Application) -> str:
    """A preview counts for this application only."""
    return f"plan-import-{application.key}"


def sealed(application: Application, state: PlanState, rows: Sequence[SheetRow]) -> str:
    """Return the preview as text that nobody can change on its way through the browser."""
    content = {"seen": state.version, "rows": [plain(asdict(row)) for row in rows]}
    return signing.dumps(content, salt=salt_of(application), compress=True)


def typed_back(amounts: dict[str, str]) -> dict[int, Decimal]:
    return {int(year): Decimal(amount) for year, amount in amounts.items()}


def differences(stored: Sequence[SheetRow], wanted: Sequence[SheetRow]) -> Iterator[dict[str, Any]]:
    """Yield for every row that differs what it is now and what it will be."""
    known = {row.key: row for row in stored}
    for row in wanted:
        old = known.pop(row.key, None)
        if old is None:
            yield {"name": row.name, "what": _("Neu"), "parts": list(parts_of(None, row))}
        elif parts := list(parts_of(old, row)):
            yield {"name": row.name, "what": _("Geändert"), "parts": parts}
    for row in known.values():
        if row.amounts or row.label:
            yield {"name": row.name, "what": _("Entfernt"), "parts": list(parts_of(row, None))}


def parts_of(old: SheetRow | None, new: SheetRow | None) -> Iterator[dict[str, str]]:
    """Yield label, before and after of everything that differs."""
    before, after = shown(old), shown(new)
    for label in {**before, **after}:
        if before.get(label, "") != after.get(label, ""):
            yield {
                "label": label,
                "before": before.get(label, "") or "–",
                "after": after.get(label, "") or "–",
            }


def shown(row: SheetRow | None) -> dict[str, str]:
    """Return what a row says, in words."""
    if row is None:
        return {}
    texts = {_("Bezeichnung"): row.label, _("Maßnahme"): row.measure, _("Partner"): row.partner}
    if SIDES[row.kind] == "expense" and not row.eligible:
        texts[_("Zuwendungsfähig")] = _("nein")
    return texts | {str(year): euro(amount) for year, amount in sorted(row.amounts.items())}
