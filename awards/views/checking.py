"""The check of a proof of use: list, sample, verdicts, note, final notice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import may_read_office
from awards.actions import checking as actions
from awards.checks.vouchers import oddities
from awards.final_account import account_of, projection_of
from awards.follow_up_permissions import may_check_proof
from awards.forms import NoteForm
from awards.forms.checking import CheckFilterForm, JudgementForm, ProofNoteForm, SampleForm
from awards.models import CheckedVoucher, FinalNotice, ProofCheck, ReportSubmission
from awards.report_filters import CALL
from awards.views.letters import letter
from awards.views.reports import report_for
from core.history import history_of
from core.refusals import EditConflict, RuleViolation
from core.text import whole
from core.workflow import Attempt, steps_open_to

PAGE_SIZE = 50
PARTS = "submission__report__duty__award__organisation"
SORTS = {"frist": "cursory_due_on", "kommune": f"{PARTS}__name", "stand": "status"}
CHANGED = "Jemand hat die Prüfung inzwischen geändert. Laden Sie die Seite neu."


@login_required
@require_GET
def proof_checks(request: HttpRequest) -> HttpResponse:
    """All checks of proofs, the next due first."""
    if not may_read_office(request.user):
        raise PermissionDenied
    form = CheckFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = ProofCheck.objects.select_related(PARTS)
    if asked.get("stand"):
        rows = rows.filter(status=asked["stand"])
    if asked.get("aufruf"):
        rows = rows.filter(**{f"submission__report__duty__{CALL}": asked["aufruf"]})
    if query := (asked.get("q") or "").strip():
        award = "submission__report__duty__award"
        by_name = Q(**{f"{award}__organisation__name__icontains": query})
        rows = rows.filter(by_name | Q(**{f"{award}__funding_code__icontains": query}))
    sort = request.GET.get("sort", "")
    column = SORTS.get(sort.removeprefix("-"), "cursory_due_on")
    rows = rows.order_by(f"-{column}" if sort.startswith("-") else column, "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "active": any(asked.values())}
    return render(request, "awards/proof_checks.html", context)


@login_required
@require_POST
def begin_proof_check(request: HttpRequest, key: str) -> HttpResponse:
    """Begin the check of a proof that came in."""
    one = report_for(request, key)
    try:
        check = actions.begin_check(one, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
        return redirect("report_of_award", key=key)
    return redirect("proof_check", key=check.key)


def check_for(request: HttpRequest, key: str) -> ProofCheck:
    mine = ProofCheck.objects.visible_to(request.user)
    parts = "submission__report__duty__award__decision__candidacy__application__project"
    return get_object_or_404(mine.select_related(PARTS, parts, "submission__snapshot"), key=key)


@login_required
@require_GET
def proof_check(request: HttpRequest, key: str) -> HttpResponse:
    """One check with its sample, account and note."""
    check = check_for(request, key)
    steps = {step.name: step for step in steps_open_to(check, Attempt(by=request.user))}
    duty = check.report.duty
    odd = oddities(check.report.vouchers.all(), duty.period_from, duty.period_until)
    working = check.status == ProofCheck.Status.OPEN and may_check_proof(check, request.user)
    size = check.report.award.rules.sample_size
    context = {
        "check": check,
        "report": check.report,
        "award": check.report.award,
        "vouchers": check.vouchers.select_related("plan_line"),
        "account": account_of(check),
        "projection": projection_of(check),
        "odd_rows": {one.row for one in odd},
        "working": working,
        "steps": steps,
        "note_form": ProofNoteForm(check=check) if working else None,
        "sample_form": SampleForm(initial={"size": size, "version": check.version}),
        "step_form": NoteForm(),
        "notice": FinalNotice.objects.filter(check_of=check).first(),
        "history": history_of(check, CheckedVoucher, ReportSubmission),
    }
    return render(request, "awards/proof_check.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def checked_voucher(request: HttpRequest, key: str, row: int) -> HttpResponse:
    """One voucher of the sample and what is found about it; then the next open one."""
    check = check_for(request, key)
    voucher = get_object_or_404(check.vouchers.select_related("plan_line"), row=row)
    if request.method == "POST" and not may_check_proof(check, request.user):
        raise PermissionDenied
    initial = {name: getattr(voucher, name) for name in ("accepted", "error", "reason", "version")}
    initial["verdict"] = voucher.verdict if voucher.verdict != "pending" else ""
    form = JudgementForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and judged(voucher, form, request.user):
        waiting = check.vouchers.filter(verdict="pending").order_by("row").first()
        if waiting:
            return redirect("checked_voucher", key=key, row=waiting.row)
        return redirect("proof_check", key=key)
    duty = check.report.duty
    odd = oddities(check.report.vouchers.all(), duty.period_from, duty.period_until)
    rules = check.report.award.rules
    context = {
        "check": check,
        "award": check.report.award,
        "voucher": voucher,
        "form": form if may_check_proof(check, request.user) else None,
        "odd": [one.sentence for one in odd if one.row == voucher.row],
        "flat_cut": round(voucher.amount * (1 - rules.procurement_cut_rate), 2),
        "flat_rate": rules.procurement_cut_rate,
    }
    return render(request, "awards/proof_voucher.html", context)


def judged(voucher: CheckedVoucher, form: JudgementForm, user: Any) -> bool:
    """Store the verdict, or put the reasons against it at their fields."""
    try:
        seen = form.cleaned_data["version"]
        actions.judge_voucher(voucher, form.judgement(), seen=seen, by=user)
    except EditConflict:
        form.add_error(None, CHANGED)
        return False
    except RuleViolation as refusal:
        for finding in refusal.findings:
            form.add_error(finding.field if finding.field in form.fields else None, str(finding))
        return False
    return True


@login_required
@require_POST
def check_step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """Draw, accept the rest, keep the note, present it, give it back, settle."""
    check = check_for(request, key)
    if step not in STEPS:
        raise Http404
    try:
        messages.success(request, STEPS[step](request, check))
    except EditConflict:
        messages.error(request, CHANGED)
    except RuleViolation as refusal:
        for finding in refusal.findings:
            messages.error(request, str(finding))
    return redirect("proof_check", key=key)


def drawn(request: HttpRequest, check: ProofCheck) -> str:
    form = SampleForm(request.POST)
    size = form.cleaned_data["size"] if form.is_valid() else check.report.award.rules.sample_size
    seen = form.cleaned_data.get("version") or 0
    check = actions.draw_sample(check, size, seen=seen, by=request.user)
    return _("%s Belege sind gezogen.") % check.vouchers.filter(drawn=True).count()


def rest_accepted(request: HttpRequest, check: ProofCheck) -> str:
    seen = whole(request.POST.get("version"))
    number = actions.accept_remaining(check, seen=seen, by=request.user)
    return _("%s Belege sind anerkannt.") % number


def noted(request: HttpRequest, check: ProofCheck) -> str:
    form = ProofNoteForm(request.POST, check=check)
    if form.is_valid():
        seen = form.cleaned_data["version"]
        check = actions.save_note(check, form.values(), seen=seen, by=request.user)
    if "vorlegen" in request.POST:
        actions.propose_final_account(check, by=request.user)
        return _("Vorgelegt. Den Schlussbescheid erlässt eine zweite Person.")
    return _("Gespeichert.")


def given_back(request: HttpRequest, check: ProofCheck) -> str:
    actions.give_back_check(check, by=request.user, note=request.POST.get("note", ""))
    return _("Zurückgegeben.")


def settled(request: HttpRequest, check: ProofCheck) -> str:
    actions.settle_proof(check, by=request.user)
    return _("Der Schlussbescheid ist erlassen.")


STEPS: dict[str, Callable[[HttpRequest, ProofCheck], str]] = {
    "ziehen": drawn,
    "rest-anerkennen": rest_accepted,
    "vermerk": noted,
    "zurueckgeben": given_back,
    "bescheid": settled,
}


@login_required
@require_GET
def final_notice(request: HttpRequest, key: str) -> HttpResponse:
    """The final notice as PDF, for the recipient and the office."""
    notice = get_object_or_404(FinalNotice.objects.visible_to(request.user), key=key)
    name = f"Schlussbescheid-{notice.award.funding_code}"
    return letter(request, notice.snapshot, name)
