"""The fixed pages that every visitor may read, the theme, the outbox of the demonstration."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import jobs
from core.actions import report_barrier as store_barrier_report
from core.jobs_model import Job
from core.models import Announcement, OutboxMail
from core.pages import THEMES, menu

PAGE_SIZE = 50


@require_GET
def fixed_page(request: HttpRequest, template: str) -> HttpResponse:
    """A page without content of its own: Impressum, Datenschutz, Hilfe ..."""
    return render(request, f"public/{template}.html")


@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """What is announced for the portal, and what is wrong with it now."""
    current = Announcement.objects.current().order_by("starts_at")
    context = {
        "maintenance": [one for one in current if one.kind == Announcement.Kind.MAINTENANCE],
        "disruptions": [one for one in current if one.kind == Announcement.Kind.DISRUPTION],
    }
    return render(request, "public/status.html", context)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """After signing in: the first page of one's own menu."""
    entries = menu(request, request.user)
    return redirect(entries[0]["url"] if entries else "start")


@require_GET
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or the device's choice, and go back to the page."""
    back = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    answer = redirect(back if safe else "/")
    wanted = request.GET.get("theme", "")
    if wanted in THEMES:
        answer.set_cookie(
            "theme",
            wanted,
            max_age=31_536_000,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    else:
        answer.delete_cookie("theme")
    return answer


class BarrierForm(forms.Form):
    """What could not be used, and where."""

    page = forms.CharField(label=_("Auf welcher Seite?"), max_length=200, required=False)
    problem = forms.CharField(
        label=_("Was konnten Sie nicht nutzen?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={"required": _("Beschreiben Sie das Problem.")},
    )
    contact = forms.CharField(
        label=_("Wie erreichen wir Sie?"),
        help_text=_("Nur wenn Sie eine Antwort möchten."),
        max_length=200,
        required=False,
    )


@require_http_methods(["GET", "POST"])
def report_barrier(request: HttpRequest) -> HttpResponse:
    """Report a barrier without signing in."""
    form = BarrierForm(request.POST or None, initial={"page": request.GET.get("seite", "")})
    if request.method == "POST" and form.is_valid():
        store_barrier_report(**form.cleaned_data)
        messages.success(
            request, _("Danke für Ihren Hinweis. Wir antworten spätestens nach einem Monat.")
        )
        return redirect("report_barrier")
    return render(request, "public/report_barrier.html", {"form": form})


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """All mails of the demonstration, latest first; nowhere else."""
    if settings.ALLMENDE_MODE != "demo":
        raise Http404
    mails = OutboxMail.objects.all()
    if query := request.GET.get("q", "").strip():
        mails = mails.filter(recipient__icontains=query) | mails.filter(subject__icontains=query)
    page = Paginator(mails, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "public/outbox.html", {"page": page, "query": query})


@login_required
@require_GET
def job_progress(request: HttpRequest, key: str) -> HttpResponse:
    """How far a long run is that one asked for oneself; the page renews itself."""
    return render(request, "operations/job_progress.html", {"job": own_job(request, key)})


@login_required
@require_POST
def cancel_own_job(request: HttpRequest, key: str) -> HttpResponse:
    """Stop a run of one's own: a waiting one at once, a running one at its next report."""
    jobs.cancel(own_job(request, key))
    return redirect("job_progress", key)


def own_job(request: HttpRequest, key: str) -> Job:
    return get_object_or_404(Job, pk=key, asked_by_key=getattr(request.user, "actor_key", None))
