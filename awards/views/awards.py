"""Awards: the list, and one award with its terms, notices, money and reports."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import may_read_office
from applications.correspondence import unanswered_by_office, unread_by
from applications.effects import effects_of
from applications.permissions import may_read_correspondence
from awards.actions.notices import record_remedy, settle_remedy, waive_remedies
from awards.actions.requests import stop_payments
from awards.chain import chain_of
from awards.forms import NoteForm
from awards.forms.money import AwardFilterForm
from awards.models import Award, AwardNotice
from awards.money_filters import AWARD_SORTS, awards_with_money, sorted_by
from awards.permissions import may_care_for_award, may_prepare_request
from core import clock
from core.history import history_of
from core.refusals import RuleViolation
from core.workflow import Attempt, steps_open_to

PAGE_SIZE = 50
NOTICE_STEPS = {
    "verzichten": "waive_remedies",
    "rechtsbehelf": "record_remedy",
    "erledigt": "settle_remedy",
}


@login_required
@require_GET
def awards(request: HttpRequest) -> HttpResponse:
    """All awards that this person may see, with what is paid."""
    form = AwardFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = awards_with_money(Award.objects.visible_to(request.user), asked)
    rows = sorted_by(rows, request.GET.get("sort", ""), AWARD_SORTS)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "active": any(asked.values()),
        "office": may_read_office(request.user),
    }
    return render(request, "awards/awards.html", context)


@login_required
@require_GET
def award(request: HttpRequest, key: str) -> HttpResponse:
    """One award: terms, chain of notices, money by year, requests, reports."""
    mine = Award.objects.visible_to(request.user)
    parts = ("organisation", "decision__candidacy__application__project")
    one = get_object_or_404(mine.select_related(*parts), key=key)
    user = request.user
    notices = list(one.notices.order_by("number").select_related("snapshot"))
    application = one.decision.candidacy.application
    context = {
        "award": one,
        "record_of": application if may_read_correspondence(application, user) else None,
        "unread": unread_by(user).filter(conversation__application=application).count(),
        "unanswered": unanswered_by_office(user).filter(application=application).count(),
        "project": application.project,
        "effects": effects_of(application),
        "tranches": one.tranches.select_related("budget_year"),
        "notices": [notice_row(notice, user) for notice in notices],
        "changes": chain_of(notices),
        "final": bool(notices) and all(n.is_final(clock.today()) for n in notices),
        "requests": one.payment_requests.all()[:PAGE_SIZE],
        "reports": one.report_dates.all(),
        "may_request": may_prepare_request(one, user),
        "may_stop": may_care_for_award(one, user),
        "office": may_read_office(user),
        "note_form": NoteForm(),
        "history": history_of(one),
    }
    return render(request, "awards/award.html", context)


def notice_row(notice: AwardNotice, user: Any) -> dict[str, Any]:
    """One notice of the chain with what this person may do about it."""
    steps = {step.name: step for step in steps_open_to(notice, Attempt(by=user))}
    open_steps = [
        {"slug": slug, "label": steps[name].label, "note": name != "waive_remedies"}
        for slug, name in NOTICE_STEPS.items()
        if name in steps and steps[name].is_open
    ]
    return {"notice": notice, "final": notice.is_final(clock.today()), "steps": open_steps}


@login_required
@require_POST
def notice_step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """Waive remedies, record one, or settle it."""
    notice = get_object_or_404(AwardNotice.objects.visible_to(request.user), key=key)
    if step not in NOTICE_STEPS:
        raise Http404
    note = request.POST.get("note", "")
    try:
        if step == "verzichten":
            waive_remedies(notice, by=request.user)
            messages.success(request, _("Verzicht erklärt. Der Bescheid ist bestandskräftig."))
        elif step == "rechtsbehelf":
            record_remedy(notice, by=request.user, note=note)
            messages.success(request, _("Vermerkt. Bis zur Erledigung wird nicht gezahlt."))
        else:
            settle_remedy(notice, by=request.user, note=note)
            messages.success(request, _("Vermerkt. Der Bescheid ist bestandskräftig."))
    except RuleViolation as refusal:
        for finding in refusal.findings:
            messages.error(request, str(finding))
    return redirect("award", key=notice.award.key)


@login_required
@require_POST
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """Stop the payments of an award with a reason; without one, resume them."""
    one = get_object_or_404(Award.objects.visible_to(request.user), key=key)
    reason = request.POST.get("note", "").strip()
    if not reason and not one.stop_reason:
        messages.error(request, _("Begründen Sie, warum Sie die Auszahlung anhalten."))
        return redirect("award", key=key)
    stop_payments(one, by=request.user, reason="" if one.stop_reason else reason)
    said = _("Auszahlung wieder möglich.") if one.stop_reason else _("Auszahlung angehalten.")
    messages.success(request, said)
    return redirect("award", key=key)
