"""What runs behind the pages, for the office: jobs that wait or failed, mails, barriers reported.

It stands above all apps because every app has jobs; it writes through `core` only.
"""

from typing import cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Person
from accounts.permissions import is_officer, may_read_office
from core import jobs as queue
from core.actions import announce, end_announcement
from core.forms import LineField, LocalTimeField
from core.jobs_model import Job
from core.models import Announcement, BarrierReport, OutboxMail
from core.outbox import MOST_ATTEMPTS
from core.refusals import RuleViolation

PAGE_SIZE = 50
SORTS = {"auftrag": "function", "eingang": "enqueued_at"}


class JobFilterForm(forms.Form):
    """Which jobs to show."""

    q = forms.CharField(label=gettext_lazy("Auftrag oder Fehler"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Stand"),
        choices=[("", gettext_lazy("alle")), *Job.State.choices],
        required=False,
    )


@login_required
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """Every job, latest first; those given up can be tried again."""
    if not may_read_office(request.user):
        raise PermissionDenied
    form = JobFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = jobs_matching(asked, request.GET.get("sort", ""))
    undelivered = OutboxMail.objects.filter(sent_at=None, attempts__gte=MOST_ATTEMPTS)
    context = {
        "form": form,
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "active": any(asked.values()),
        "may_act": is_officer(request.user),
        "dead": Job.objects.dead().count(),
        "unfinished": Job.objects.unfinished().count(),
        "undelivered": undelivered.count() if settings.ALLMENDE_MODE != "demo" else 0,
    }
    return render(request, "operations/jobs.html", context)


def jobs_matching(asked: dict[str, str], sort: str) -> QuerySet[Job]:
    found = Job.objects.all()
    if asked.get("state"):
        found = found.filter(state=asked["state"])
    if asked.get("q"):
        found = found.filter(function__icontains=asked["q"]) | found.filter(
            error__icontains=asked["q"]
        )
    column = SORTS.get(sort.removeprefix("-"), "")
    if not column:
        return found.order_by("-enqueued_at", "pk")
    return found.order_by(f"-{column}" if sort.startswith("-") else column, "pk")


@login_required
@require_POST
def revive_job(request: HttpRequest, key: str) -> HttpResponse:
    """Try a job again that was given up."""
    job = job_for_officer(request, key)
    queue.revive(job)
    messages.success(request, _("Der Auftrag wird noch einmal versucht."))
    return redirect("jobs")


@login_required
@require_POST
def cancel_job(request: HttpRequest, key: str) -> HttpResponse:
    """Take a waiting job out of the line, or ask a running one to stop."""
    job = job_for_officer(request, key)
    queue.cancel(job)
    messages.success(request, _("Der Auftrag wird abgebrochen."))
    return redirect("jobs")


def job_for_officer(request: HttpRequest, key: str) -> Job:
    if not is_officer(request.user):
        raise PermissionDenied
    return get_object_or_404(Job, pk=key)


class AnnouncementForm(forms.Form):
    """What visitors are told, and for how long."""

    kind = forms.ChoiceField(label=gettext_lazy("Art"), choices=Announcement.Kind.choices)
    text = LineField(label=gettext_lazy("Was ist betroffen?"), max_length=300)
    starts_at = LocalTimeField(label=gettext_lazy("Von"))
    ends_at = LocalTimeField(
        label=gettext_lazy("Bis"),
        required=False,
        help_text=gettext_lazy("Leer, wenn das Ende noch nicht bekannt ist."),
    )


@login_required
@require_http_methods(["GET", "POST"])
def announcements(request: HttpRequest) -> HttpResponse:
    """What the page „Status“ tells; officers add to it."""
    if (
        not may_read_office(request.user)
        or request.method == "POST"
        and not is_officer(request.user)
    ):
        raise PermissionDenied
    form = AnnouncementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            announce(**form.cleaned_data, by=cast(Person, request.user))
            messages.success(request, _("Die Meldung steht jetzt auf der Seite „Status“."))
            return redirect("announcements")
        except RuleViolation as refusal:
            for finding in refusal.findings:
                form.add_error(finding.field, finding.sentence)
    found = Announcement.objects.current()
    context = {"form": form, "current": found, "may_act": is_officer(request.user)}
    return render(request, "operations/announcements.html", context)


@login_required
@require_POST
def close_announcement(request: HttpRequest, key: str) -> HttpResponse:
    if not is_officer(request.user):
        raise PermissionDenied
    one = get_object_or_404(Announcement.objects.current(), key=key)
    end_announcement(one, by=cast(Person, request.user))
    messages.success(request, _("Die Meldung ist beendet."))
    return redirect("announcements")


@login_required
@require_GET
def barrier_reports(request: HttpRequest) -> HttpResponse:
    """What people could not use, latest first; each is to be answered within a month."""
    if not may_read_office(request.user):
        raise PermissionDenied
    found = BarrierReport.objects.order_by("-created_at", "-pk")
    if query := request.GET.get("q", "").strip():
        found = found.filter(problem__icontains=query) | found.filter(page__icontains=query)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "operations/barrier_reports.html", {"page": page, "query": query})
