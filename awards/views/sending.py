"""Letters in bulk: what waits, previewed, sent one by one or all, and earlier runs."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import is_officer, may_read_office
from awards.actions import sending
from awards.filters import DECISION_PARTS
from awards.models import LetterRun
from awards.sending import unsent
from core.refusals import RuleViolation
from evaluation.models import FundingDecision
from evaluation.views.fetching import tabs_of, version_for

PAGE_SIZE = 100


@login_required
@require_http_methods(["GET", "POST"])
def letters_to_send(request: HttpRequest, slug: str) -> HttpResponse:
    """Approved decisions without letter; a chosen or the whole list goes to a worker."""
    version = version_for(request, slug)
    if request.method == "POST":
        if not is_officer(request.user):
            raise PermissionDenied
        waiting = unsent(version.call)
        chosen = request.POST.getlist("schreiben")
        keys = waiting.values_list("key", flat=True) if "alle" in request.POST else chosen
        try:
            run = sending.order_letters(version.call, keys, by=request.user)
            return redirect("job_progress", run.job_key)
        except RuleViolation as refusal:
            messages.error(request, str(refusal))
    rows = unsent(version.call).select_related(*DECISION_PARTS).order_by("outcome", "pk")
    runs = LetterRun.objects.filter(call=version.call).annotate(
        many=Count("orders"),
        sent=Count("orders", filter=Q(orders__sent_at__isnull=False)),
        failed=Count("orders", filter=~Q(orders__problem="")),
    )
    context = {
        "version": version,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "runs": runs,
        "problems": problems_of(version.call_id),
        "may_act": is_officer(request.user),
        "me": getattr(request.user, "actor_key", ""),
        "tabs": tabs_of(version, "letters_to_send"),
    }
    return render(request, "awards/letters_to_send.html", context)


def problems_of(call: int) -> list[FundingDecision]:
    """Return decisions whose letter failed in a run and is still not sent."""
    rows = FundingDecision.objects.filter(
        letter_orders__run__call=call, rejection_letter__isnull=True, award__isnull=True
    )
    return list(rows.exclude(letter_orders__problem="").select_related(*DECISION_PARTS).distinct())


@login_required
@require_POST
def send_one(request: HttpRequest, key: str) -> HttpResponse:
    """Send one letter now."""
    if not may_read_office(request.user):
        raise PermissionDenied
    decision = get_object_or_404(FundingDecision.objects.visible_to(request.user), key=key)
    try:
        sending.send_one(decision, by=request.user)
        messages.success(request, _("Versandt: %s") % decision.candidacy.application.organisation)
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("letters_to_send", decision.candidacy.application.call_version.call.slug)
