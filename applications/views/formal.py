"""The formal check: a row for each rule, waivers, a proposal, and a second officer."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.actions import formal as actions
from applications.checks import TITLES
from applications.checks.clerical import slips
from applications.forms.formal import DisagreementForm, JudgementForm, RejectionForm, WaiverForm
from applications.letters import formal_rejection_pdf
from applications.models import Application, CheckResult, FormalCheck
from applications.permissions import is_checking_officer, is_second_officer
from applications.views.drafts import application_for
from applications.views.office import office_context, office_reads
from applications.views.receipts import pdf_later
from core.downloads import document
from core.history import history_of
from core.pdf import PdfUnavailableError
from core.refusals import RuleViolation

CONFLICT = 409
Verdict = CheckResult.Verdict
Status = FormalCheck.Status
PROPOSED = (Status.ADMISSION_PROPOSED, Status.REJECTION_PROPOSED)
TONES = {Verdict.MET: "ok", Verdict.NOT_MET: "bad", Verdict.OPEN: "info", Verdict.NOT_DUE: ""}


def check_for(request: HttpRequest, key: str) -> FormalCheck:
    """Fetch the formal check of an application the office may read."""
    application = office_reads(request, key)
    return get_object_or_404(FormalCheck, application=application)


@login_required
@require_GET
def formal_check(request: HttpRequest, key: str) -> HttpResponse:
    """All rules with result, evidence and note; below, the proposal."""
    return check_page(request, office_reads(request, key))


def check_page(
    request: HttpRequest,
    application: Application,
    *,
    refused: Any = (),
    form: RejectionForm | DisagreementForm | None = None,
) -> HttpResponse:
    """Draw the check; a refused step or a form with errors comes with its reasons."""
    check = FormalCheck.objects.filter(application=application).first()
    context = office_context(request, application, "formal_check") | {"refused": refused}
    if check is not None:
        rows = rows_of(check)
        context |= {
            "check": check,
            "rows": rows,
            "fulfilled": [row for row in rows if is_simply_met(row)],
            "remaining": [row for row in rows if not is_simply_met(row)],
            "counts": counts_of(rows),
            "may_judge": check.status == Status.OPEN and is_checking_officer(check, request.user),
            "may_confirm": check.status in PROPOSED and is_second_officer(check, request.user),
            "is_rejection": check.status == Status.REJECTION_PROPOSED,
            "rejection": form
            if isinstance(form, RejectionForm)
            else RejectionForm(initial={"reasons": reasons_from(rows)}),
            "disagreement": form if isinstance(form, DisagreementForm) else DisagreementForm(),
            "form": form,
            "slips": slips(application),
            "history": history_of(check),
            "answered": application.supplements.filter(answer__isnull=False).select_related(
                "answer"
            ),
        }
    failed = bool(refused or form)
    return render(
        request, "applications/formal_check.html", context, status=CONFLICT if failed else 200
    )


def rows_of(check: FormalCheck) -> list[dict[str, Any]]:
    """Return the rules in the order of the checklist."""
    results = {result.code: result for result in check.results.all()}
    waivers = {waiver.code: waiver for waiver in check.application.waivers.all()}
    return [
        {
            "number": number,
            "title": title,
            "result": results[code],
            "tone": "warn" if code in waivers else TONES[Verdict(results[code].verdict)],
            "status": _("Ausnahme") if code in waivers else results[code].get_verdict_display(),
            "waiver": waivers.get(code),
            "by_machine": not results[code].changed_by_key,
        }
        for number, (code, title) in enumerate(TITLES.items(), start=1)
        if code in results
    ]


def is_simply_met(row: dict[str, Any]) -> bool:
    return row["result"].verdict == Verdict.MET and not row["waiver"]


def counts_of(rows: list[dict[str, Any]]) -> str:
    """Return "21 Erfüllt, 1 Noch offen"."""
    return ", ".join(
        f"{many} {status}" for status, many in Counter(r["status"] for r in rows).items()
    )


def reasons_from(rows: list[dict[str, Any]]) -> str:
    """Prepare the reasons of a rejection from what is not met."""
    broken = [r for r in rows if r["result"].verdict == Verdict.NOT_MET and not r["waiver"]]
    return "\n".join(
        f"{place}. {row['title']}: {row['result'].note or ' '.join(row['result'].found)}"
        for place, row in enumerate(broken, start=1)
    )


def attempted(request: HttpRequest, key: str, step: Callable[[], Any], done: str) -> HttpResponse:
    """Do a step and go back to the check, or show it with every reason against the step."""
    try:
        step()
    except RuleViolation as refusal:
        return check_page(request, office_reads(request, key), refused=refusal.findings)
    messages.success(request, done)
    return redirect("formal_check", key)


@login_required
@require_POST
def start_formal_check(request: HttpRequest, key: str) -> HttpResponse:
    application = office_reads(request, key)
    return attempted(
        request,
        key,
        lambda: actions.start_formal_check(application, by=request.user),
        _("Die Formalprüfung hat begonnen. Die Regeln sind automatisch geprüft."),
    )


@login_required
@require_POST
def repeat_rules(request: HttpRequest, key: str) -> HttpResponse:
    check = check_for(request, key)
    return attempted(
        request,
        key,
        lambda: actions.repeat_rules(check, by=request.user),
        _("Die Regeln sind erneut geprüft."),
    )


@login_required
@require_POST
def propose_admission(request: HttpRequest, key: str) -> HttpResponse:
    check = check_for(request, key)
    return attempted(
        request,
        key,
        lambda: actions.propose_admission(check, by=request.user),
        _("Die Zulassung ist vorgeschlagen. Eine zweite Person bestätigt sie."),
    )


@login_required
@require_POST
def propose_rejection(request: HttpRequest, key: str) -> HttpResponse:
    check, form = check_for(request, key), RejectionForm(request.POST)
    if not form.is_valid():
        return check_page(request, check.application, form=form)
    return attempted(
        request,
        key,
        lambda: actions.propose_rejection(
            check, reasons=form.cleaned_data["reasons"], by=request.user
        ),
        _("Die Ablehnung ist vorgeschlagen. Eine zweite Person bestätigt sie."),
    )


@login_required
@require_POST
def confirm_formal_check(request: HttpRequest, key: str) -> HttpResponse:
    check = check_for(request, key)
    return attempted(
        request,
        key,
        lambda: actions.confirm_formal_check(check, by=request.user),
        _("Das Ergebnis der Formalprüfung ist bestätigt."),
    )


@login_required
@require_POST
def return_to_check(request: HttpRequest, key: str) -> HttpResponse:
    check, form = check_for(request, key), DisagreementForm(request.POST)
    if not form.is_valid():
        return check_page(request, check.application, form=form)
    return attempted(
        request,
        key,
        lambda: actions.return_to_check(check, note=form.cleaned_data["note"], by=request.user),
        _("Der Vorschlag ist zurückgegeben."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def judge_rule(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """One rule: what the machine found, the officer's word, a waiver."""
    check = check_for(request, key)
    result = get_object_or_404(check.results, code=code)
    shown = {"verdict": result.verdict, "note": result.note}
    form = JudgementForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        return attempted(
            request,
            key,
            lambda: actions.judge_rule(check, code, **form.cleaned_data, by=request.user),
            _("Das Ergebnis ist gespeichert."),
        )
    return rule_page(request, check, result, form)


def rule_page(
    request: HttpRequest, check: FormalCheck, result: CheckResult, form: Any
) -> HttpResponse:
    is_waiver = isinstance(form, WaiverForm)
    shown = {"verdict": result.verdict, "note": result.note}
    context = office_context(request, check.application, "formal_check") | {
        "check": check,
        "result": result,
        "rule_title": TITLES[result.code],
        "form": form,
        "judgement": JudgementForm(initial=shown) if is_waiver else form,
        "waiver_form": form if is_waiver else WaiverForm(),
        "waiver": check.application.waivers.filter(code=result.code).first(),
        "may_judge": check.status == Status.OPEN and is_checking_officer(check, request.user),
    }
    return render(request, "applications/rule.html", context)


@login_required
@require_POST
def grant_waiver(request: HttpRequest, key: str, code: str) -> HttpResponse:
    check = check_for(request, key)
    result = get_object_or_404(check.results, code=code)
    form = WaiverForm(request.POST)
    if not form.is_valid():
        return rule_page(request, check, result, form)
    return attempted(
        request,
        key,
        lambda: actions.grant_waiver(
            check, code, reason=form.cleaned_data["reason"], by=request.user
        ),
        _("Die Ausnahme ist zugelassen."),
    )


@login_required
@require_POST
def revoke_waiver(request: HttpRequest, key: str, code: str) -> HttpResponse:
    check = check_for(request, key)
    return attempted(
        request,
        key,
        lambda: actions.revoke_waiver(check, code, by=request.user),
        _("Die Ausnahme ist zurückgenommen."),
    )


@login_required
@require_GET
def rejection_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The letter of a formal rejection, for the office and for the municipality."""
    application = application_for(request, key)
    if application.status != Application.Status.FORMALLY_REJECTED:
        raise Http404
    try:
        content = formal_rejection_pdf(application.formal_check)
    except PdfUnavailableError:
        return pdf_later(request, application)
    return document(content, f"Ablehnung-{application.receipt_number}.pdf")
