"""Recoveries: hearing, decision, payment; read by the recipient and the office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import may_read_office
from awards.actions import collecting
from awards.actions import recovering as actions
from awards.follow_up_permissions import may_book_repayment, may_state
from awards.forms import NoteForm
from awards.forms.recovering import (
    DecisionForm,
    DeferralForm,
    RecoveryFilterForm,
    RepaymentForm,
    StartForm,
    StatementForm,
    WriteOffForm,
)
from awards.models import Award, Recovery, Repayment
from awards.permissions import may_care_for_award
from awards.recovery_interest import expected, known_rates
from awards.report_filters import CALL
from awards.views.choices import choices_of
from awards.views.letters import letter
from core.history import history_of
from core.refusals import RuleViolation
from core.workflow import Attempt, steps_open_to

PAGE_SIZE = 50
SORTS = {"kommune": "award__organisation__name", "betrag": "amount", "frist": "due_on"}
Status = Recovery.Status
DECIDING = (
    ("decide", "bescheid", gettext_lazy("Erstattungsbescheid erlassen")),
    ("decide", "zurueckgeben", gettext_lazy("Zurückgeben")),
    ("waive", "erlassen", gettext_lazy("Erlassen")),
    ("waive", "erlass-ablehnen", gettext_lazy("Erlass ablehnen")),
    ("write_off", "niederschlagen", gettext_lazy("Niederschlagen")),
    ("write_off", "niederschlagung-ablehnen", gettext_lazy("Niederschlagung ablehnen")),
    ("propose_waiver", "erlass-vorschlagen", gettext_lazy("Erlass vorschlagen")),
    ("pursue", "wieder-einfordern", gettext_lazy("Wieder einfordern")),
    ("drop", "einstellen", gettext_lazy("Einstellen")),
)


@login_required
@require_GET
def recoveries(request: HttpRequest) -> HttpResponse:
    """The recoveries this person may see, the latest first."""
    form = RecoveryFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = Recovery.objects.visible_to(request.user).select_related("award__organisation")
    if asked.get("stand") == "owed":
        rows = rows.filter(status__in=Recovery.OWED)
    elif asked.get("stand"):
        rows = rows.filter(status=asked["stand"])
    if asked.get("aufruf"):
        rows = rows.filter(**{CALL: asked["aufruf"]})
    if query := (asked.get("q") or "").strip():
        by_name = Q(award__organisation__name__icontains=query)
        rows = rows.filter(by_name | Q(award__funding_code__icontains=query))
    sort = request.GET.get("sort", "")
    column = SORTS.get(sort.removeprefix("-"))
    if column:
        rows = rows.order_by(f"-{column}" if sort.startswith("-") else column, "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "active": any(asked.values())}
    context["is_office"] = may_read_office(request.user)
    return render(request, "awards/recoveries.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def start_recovery(request: HttpRequest, key: str) -> HttpResponse:
    """Begin with the hearing on one award."""
    award = get_object_or_404(Award.objects.visible_to(request.user), key=key)
    if not may_care_for_award(award, request.user):
        raise PermissionDenied
    form = StartForm(request.POST or None, award=award)
    if request.method == "POST" and form.is_valid():
        entered = form.cleaned_data
        known = {"facts": entered["facts"], "known_on": entered["known_on"], "by": request.user}
        if piece := form.pieces.get(entered["piece"]):
            made = actions.recover_bound_use(piece, **known)
        elif finding := form.findings.get(entered["finding"]):
            made = actions.recover_breach(finding, **known)
        else:
            amount = entered["amount"]
            made = actions.open_recovery(award, entered["ground"], amount=amount, **known)
        messages.success(request, _("Die Anhörung läuft."))
        return redirect("recovery", key=made.key)
    return render(request, "awards/recovery_start.html", {"award": award, "form": form})


def recovery_for(request: HttpRequest, key: str) -> Recovery:
    parts = ("award__organisation", "award__decision__candidacy__application__project")
    mine = Recovery.objects.visible_to(request.user).select_related(*parts)
    return get_object_or_404(mine, key=key)


@login_required
@require_GET
def recovery(request: HttpRequest, key: str) -> HttpResponse:
    """One recovery with what may be done next."""
    one = recovery_for(request, key)
    context = page_of(request, one)
    return render(request, "awards/recovery.html", context)


def page_of(request: HttpRequest, one: Recovery) -> dict[str, Any]:
    """Return what the page shows."""
    steps = {step.name: step for step in steps_open_to(one, Attempt(by=request.user))}
    open_steps = {name for name, step in steps.items() if step.is_open}
    owed = one.status in Recovery.OWED and may_book_repayment(one, request.user)
    hearing = one.status == Status.HEARING
    proposing = hearing and steps.get("propose") and steps["propose"].allowed
    initial = {"amount": one.amount, "reasons": one.reasons}
    return {
        "recovery": one,
        "award": one.award,
        "steps": steps,
        "statement_form": StatementForm(initial={"statement": one.statement})
        if hearing and may_state(one, request.user)
        else None,
        "decision_form": DecisionForm(initial=initial) if proposing else None,
        "deferral_form": DeferralForm(auto_id="deferral_%s"),
        "write_off_form": WriteOffForm(auto_id="write_off_%s"),
        "instalments": instalments_of(one),
        "repayment_form": RepaymentForm(initial={"amount": one.open_amount}) if owed else None,
        "choices": choices_of("recovery_step", one.key, DECIDING, open_steps),
        "note_form": NoteForm(),
        "is_office": may_read_office(request.user),
        "history": history_of(one, Repayment),
    }


def instalments_of(one: Recovery) -> list[dict[str, Any]]:
    """Return the agreed instalments with the interest that each will bear."""
    rates = known_rates()
    return [
        {"due_on": rate.due_on, "amount": rate.amount, "interest": expected(one, rate, rates)}
        for rate in one.instalments.all()
    ]


@login_required
@require_POST
def recovery_step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """Take one step; what stands against it is said on the page."""
    one = recovery_for(request, key)
    if step not in STEPS:
        raise Http404
    try:
        messages.success(request, STEPS[step](request, one))
    except RuleViolation as refusal:
        for finding in refusal.findings:
            messages.error(request, str(finding))
    return redirect("recovery", key=key)


def filled(form: forms.Form) -> dict[str, Any]:
    """Return the input, or refuse with what is wrong with it."""
    if form.is_valid():
        return form.cleaned_data
    sentences = [f"{form[name].label}: {error[0]}" for name, error in form.errors.items()]
    raise RuleViolation(*(actions.Finding("form", sentence) for sentence in sentences))


def note_of(request: HttpRequest) -> str:
    return request.POST.get("note", "")


def stated(request: HttpRequest, one: Recovery) -> str:
    text = filled(StatementForm(request.POST))["statement"]
    actions.state_in_hearing(one, text, by=request.user)
    return _("Ihre Stellungnahme ist gespeichert.")


def proposed(request: HttpRequest, one: Recovery) -> str:
    entered = filled(DecisionForm(request.POST))
    actions.propose_recovery(one, by=request.user, **entered)
    return _("Vorgeschlagen. Den Bescheid erlässt eine zweite Person.")


def decided(request: HttpRequest, one: Recovery) -> str:
    actions.decide_recovery(one, by=request.user)
    return _("Der Erstattungsbescheid ist erlassen.")


def dropped(request: HttpRequest, one: Recovery) -> str:
    actions.drop_recovery(one, by=request.user, note=note_of(request))
    return _("Eingestellt.")


def given_back(request: HttpRequest, one: Recovery) -> str:
    actions.give_back_recovery(one, by=request.user, note=note_of(request))
    return _("Zurückgegeben.")


def deferred(request: HttpRequest, one: Recovery) -> str:
    form = DeferralForm(request.POST)
    filled(form)
    collecting.defer_recovery(one, form.days(), by=request.user)
    return _("Die Raten sind vereinbart.")


def waiver_proposed(request: HttpRequest, one: Recovery) -> str:
    collecting.propose_waiver(one, by=request.user, note=note_of(request))
    return _("Der Erlass ist vorgeschlagen. Darüber entscheidet der Haushalt.")


def waived(request: HttpRequest, one: Recovery) -> str:
    collecting.waive_recovery(one, by=request.user)
    return _("Der offene Betrag ist erlassen.")


def waiver_refused(request: HttpRequest, one: Recovery) -> str:
    collecting.refuse_waiver(one, by=request.user, note=note_of(request))
    return _("Der Erlass ist abgelehnt.")


def write_off_proposed(request: HttpRequest, one: Recovery) -> str:
    entered = filled(WriteOffForm(request.POST))
    collecting.propose_write_off(one, by=request.user, **entered)
    return _("Die Niederschlagung ist vorgeschlagen. Darüber entscheidet der Haushalt.")


def written_off(request: HttpRequest, one: Recovery) -> str:
    collecting.write_off_recovery(one, by=request.user)
    return _("Niedergeschlagen. Die Forderung bleibt bestehen.")


def write_off_refused(request: HttpRequest, one: Recovery) -> str:
    collecting.refuse_write_off(one, by=request.user, note=note_of(request))
    return _("Die Niederschlagung ist abgelehnt.")


def pursued(request: HttpRequest, one: Recovery) -> str:
    collecting.pursue_recovery(one, by=request.user, note=note_of(request))
    return _("Die Forderung wird wieder verfolgt.")


def booked(request: HttpRequest, one: Recovery) -> str:
    entered = filled(RepaymentForm(request.POST))
    collecting.book_repayment(one, entered["amount"], entered["received_on"], by=request.user)
    return _("Der Eingang ist verbucht.")


STEPS: dict[str, Callable[[HttpRequest, Recovery], str]] = {
    "stellungnahme": stated,
    "vorschlagen": proposed,
    "bescheid": decided,
    "einstellen": dropped,
    "zurueckgeben": given_back,
    "stunden": deferred,
    "erlass-vorschlagen": waiver_proposed,
    "erlassen": waived,
    "erlass-ablehnen": waiver_refused,
    "niederschlagung-vorschlagen": write_off_proposed,
    "niederschlagen": written_off,
    "niederschlagung-ablehnen": write_off_refused,
    "wieder-einfordern": pursued,
    "zahlung": booked,
}


@login_required
@require_GET
def recovery_notice(request: HttpRequest, key: str) -> HttpResponse:
    """The recovery notice as PDF."""
    one = recovery_for(request, key)
    if one.snapshot is None:
        raise Http404
    name = f"Erstattungsbescheid-{one.award.funding_code}"
    return letter(request, one.snapshot, name)
