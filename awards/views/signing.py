"""The signature folder: everything that waits for one's signature, read and signed one by one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actions import deputies as deputy_actions
from accounts.models import Deputy
from accounts.permissions import is_head_of_unit, is_office, may_read_office
from awards.actions import approve_award, co_sign_award
from awards.actions.awarding import approve_for_sending
from awards.folder import decisions_waiting, folder_of, signatures_of
from awards.forms.signing import DeputyForm, SignForm
from core.refusals import RuleViolation
from evaluation.actions.deciding import CHANGES, REFUSED, approve_rejection, return_decision
from evaluation.models import FundingDecision
from evaluation.permissions import may_approve, may_co_sign
from evaluation.signed_text import checksum_of, text_of

PAGE_SIZE = 50
CONFLICT = 409
AWARD = FundingDecision.Outcome.AWARD
Status = FundingDecision.Status


@login_required
@require_GET
def signature_folder(request: HttpRequest) -> HttpResponse:
    """All that waits for me, the oldest first."""
    if not may_read_office(request.user):
        raise PermissionDenied
    page = Paginator(folder_of(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "awards/signature_folder.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, key: str) -> HttpResponse:
    """Read one decision and sign it, sign it with changes, or refuse; then the next one."""
    decision = get_object_or_404(FundingDecision.objects.visible_to(request.user), key=key)
    is_last = decision.status == Status.CO_SIGNED
    form = SignForm(
        request.POST if request.method == "POST" else None,
        last=is_last,
        initial={"seen": checksum_of(decision)},
    )
    queue = [one.key for one in decisions_waiting(request.user)]
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, answered(request, decision, form.cleaned_data))
        except RuleViolation as refusal:
            for finding in refusal.findings:
                form.add_error(finding.field if finding.field == "note" else None, str(finding))
        else:
            following = after(queue, key) or next((one for one in queue if one != key), "")
            return redirect("sign", following) if following else redirect("signature_folder")
    return draw(request, decision, form, queue)


def answered(request: HttpRequest, decision: FundingDecision, entered: dict[str, Any]) -> str:
    """Give the answer of the button and say what happened."""
    asked = {"by": request.user, "note": entered["note"], "seen": entered["seen"]}
    answer = request.POST.get("antwort", "")
    if answer == "aendern":
        return_decision(decision, answer=CHANGES, **asked)
        return _("Mit Änderung gezeichnet. Die Sachbearbeitung überarbeitet den Vorschlag.")
    if answer == "ablehnen":
        return_decision(decision, answer=REFUSED, **asked)
        return _("Nicht gezeichnet. Die vorgemerkten Mittel sind wieder frei.")
    if decision.status == Status.PROPOSED:
        co_sign_award(decision, **asked)
        return _("Mitgezeichnet.")
    if not entered.get("send_now"):
        approve_for_sending(decision, **asked)
        return _("Freigegeben. Das Schreiben wird mit den anderen versandt.")
    (approve_award if decision.outcome == AWARD else approve_rejection)(decision, **asked)
    return _("Freigegeben und versandt.")


def after(queue: list[str], key: str, step: int = 1) -> str:
    """Return the neighbour of a key in the queue; empty at its end."""
    if key not in queue:
        return ""
    place = queue.index(key) + step
    return queue[place] if 0 <= place < len(queue) else ""


def draw(
    request: HttpRequest, decision: FundingDecision, form: SignForm, queue: list[str]
) -> HttpResponse:
    may_sign = {Status.PROPOSED: may_co_sign, Status.CO_SIGNED: may_approve}.get(decision.status)
    context = {
        "decision": decision,
        "candidacy": decision.candidacy,
        "application": decision.candidacy.application,
        "text": text_of(decision),
        "checksum": checksum_of(decision),
        "signatures": signatures_of(decision),
        "form": form,
        "may_sign": bool(may_sign and may_sign(decision, request.user)),
        "is_last": decision.status == Status.CO_SIGNED,
        "previous": after(queue, decision.key, -1),
        "next": after(queue, decision.key),
        "place": queue.index(decision.key) + 1 if decision.key in queue else 0,
        "many": len(queue),
    }
    status = CONFLICT if form.errors else 200
    return render(request, "awards/sign.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def deputies(request: HttpRequest) -> HttpResponse:
    """Who stands in for whom; the head of unit for everybody, others for themselves."""
    if not may_read_office(request.user):
        raise PermissionDenied
    may_act = is_office(request.user)
    if request.method == "POST" and not may_act:
        raise PermissionDenied
    form = DeputyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        wish = form.cleaned_data
        days = (wish["valid_from"], wish["valid_until"])
        try:
            deputy_actions.name_deputy(
                wish["person"], wish["deputy"], wish["role"], days, by=request.user
            )
            messages.success(request, _("Die Vertretung gilt für die angegebenen Tage."))
            return redirect("deputies")
        except RuleViolation as refusal:
            for finding in refusal.findings:
                form.add_error(finding.field or None, str(finding))
    rows = Deputy.objects.of_the_office().select_related("person", "deputy")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "may_act": may_act,
        "leads": is_head_of_unit(request.user),
    }
    return render(request, "awards/deputies.html", context)


@login_required
@require_POST
def end_deputy(request: HttpRequest, key: str) -> HttpResponse:
    """Back at work earlier."""
    if not may_read_office(request.user):
        raise PermissionDenied
    row = get_object_or_404(
        Deputy.objects.of_the_office().select_related("person", "deputy"), key=key
    )
    deputy_actions.end_deputy(row, by=request.user)
    messages.success(request, _("Die Vertretung ist beendet."))
    return redirect("deputies")
