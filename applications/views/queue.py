"""The office's queue: what to do next, handing over, confirming many, why applications fail."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import is_officer, may_read_office
from applications.actions import office as actions
from applications.correspondence import unanswered_by_office
from applications.filters import CheckFilter, QueueFilter
from applications.forms.office import HandOverForm, SaveFilterForm
from applications.models import FormalCheck, SavedFilter
from applications.permissions import may_check
from applications.views.office import office_context, office_reads
from applications.work_queue import all_green, failure_reasons, to_check
from core.pages import inbox_tabs
from core.refusals import RuleViolation
from core.templatetags.allmende import number

PAGE_SIZE, CONFLICT = 50, 409


def must_read_office(request: HttpRequest) -> None:
    if not may_read_office(request.user):
        raise PermissionDenied


@login_required
@require_http_methods(["GET", "POST"])
def work_queue(request: HttpRequest) -> HttpResponse:
    """Applications whose check has to begin or go on; the button takes the next one."""
    must_read_office(request)
    if request.method == "POST":
        if not is_officer(request.user):
            raise PermissionDenied
        found = actions.claim_next(by=request.user)
        if found:
            return redirect("formal_check", found.key)
        messages.info(request, _("Es gibt nichts mehr zu prüfen."))
        return redirect("work_queue")
    rows = to_check().select_related("organisation", "project", "claim__officer", "formal_check")
    chosen = QueueFilter(request.GET, rows, request=request)
    page = Paginator(chosen.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    many = page.paginator.count
    context = {
        "filter": chosen,
        "page": page,
        "hits": ngettext("%(many)s Antrag", "%(many)s Anträge", many) % {"many": number(many)},
        "active": any(request.GET.get(name) for name in ("q", "whose")),
        "tabs": inbox_tabs("work_queue"),
        "may_take": is_officer(request.user),
        "unanswered": unanswered_by_office(request.user).count(),
    }
    return render(request, "applications/work_queue.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def handling(request: HttpRequest, key: str) -> HttpResponse:
    """Who looks after one application; hand it over or take it."""
    application = office_reads(request, key)
    if request.method == "POST" and not may_check(application, request.user):
        raise PermissionDenied
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            actions.hand_over(application, values["officer"], note=values["note"], by=request.user)
            messages.success(request, _("Zuständig ist jetzt: %s.") % values["officer"])
            return redirect("formal_check", key)
        except RuleViolation as refusal:
            for finding in refusal.findings:
                form.add_error(finding.field or None, finding.sentence)
    context = office_context(request, application, "formal_check") | {
        "claim": getattr(application, "claim", None),
        "form": form,
        "may_hand_over": may_check(application, request.user),
    }
    return render(request, "applications/handling.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def ready_to_confirm(request: HttpRequest) -> HttpResponse:
    """All-green admissions in one list; the second officer confirms those that are ticked."""
    must_read_office(request)
    refused: Any = ()
    if request.method == "POST":
        if not is_officer(request.user):
            raise PermissionDenied
        done, refused = actions.confirm_all(request.POST.getlist("key"), by=request.user)
        sentence = ngettext(
            "%(many)s Zulassung bestätigt.", "%(many)s Zulassungen bestätigt.", done
        )
        messages.success(request, sentence % {"many": done})
        if not refused:
            return redirect("ready_to_confirm")
    page = Paginator(all_green(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "tabs": inbox_tabs("ready_to_confirm"),
        "may_confirm": is_officer(request.user),
        "refused": refused,
    }
    status = CONFLICT if refused else 200
    return render(request, "applications/ready_to_confirm.html", context, status=status)


@login_required
@require_GET
def why_applications_fail(request: HttpRequest) -> HttpResponse:
    """Which rules were not met how often, by call."""
    must_read_office(request)
    chosen = CheckFilter(request.GET, FormalCheck.objects.all(), request=request)
    context = {
        "filter": chosen,
        "many": chosen.qs.count(),
        "rejected": chosen.qs.filter(application__status="formally_rejected").count(),
        "reasons": failure_reasons(chosen.qs),
        "tabs": inbox_tabs("why_applications_fail"),
        "active": bool(request.GET.get("call")),
    }
    return render(request, "applications/why_applications_fail.html", context)


@login_required
@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the present search of the inbox."""
    must_read_office(request)
    form = SaveFilterForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Geben Sie einen Namen an."))
        return redirect("inbox")
    query = QueryDict(form.cleaned_data["query"], mutable=True)
    query.pop("page", None)
    actions.save_filter(form.cleaned_data["name"], query.urlencode(), by=request.user)
    messages.success(request, _("Die Auswahl ist gemerkt."))
    return redirect(f"{reverse('inbox')}?{query.urlencode()}")


@login_required
@require_POST
def forget_filter(request: HttpRequest, key: str) -> HttpResponse:
    """Forget a search."""
    actions.forget_filter(get_object_or_404(SavedFilter, key=key, person=request.user))
    return redirect("inbox")
