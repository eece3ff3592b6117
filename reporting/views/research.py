"""The accompanying research: agree, ask for a data set, download it; every access on record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import jobs
from core.downloads import attachment
from programmes.models import CallVersion
from reporting import actions
from reporting.models import DataSet, DataSetAccess, DataUseAgreement
from reporting.permissions import may_read_overview, may_read_report, may_research
from reporting.views.report import published

PAGE_SIZE = 50


class AgreementForm(forms.Form):
    """The terms, ticked one by one, and the purpose."""

    purpose = forms.CharField(
        label=gettext_lazy("Wofür brauchen Sie die Daten?"),
        help_text=gettext_lazy("Der Zweck steht im Zugriffsprotokoll des Ministeriums."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    only_purpose = forms.BooleanField(
        label=gettext_lazy("Ich nutze die Daten nur für diesen Zweck und gebe sie nicht weiter.")
    )
    no_tracing = forms.BooleanField(
        label=gettext_lazy("Ich versuche nicht, Antragstellende oder Gutachtende zu erkennen.")
    )
    only_groups = forms.BooleanField()

    def __init__(self, *args: Any, least: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["only_groups"].label = _(
            "Ich veröffentliche nur Ergebnisse über mindestens %(least)s Anträge."
        ) % {"least": least}


@login_required
@require_GET
def research(request: HttpRequest) -> HttpResponse:
    """The calls with their data sets."""
    if not may_read_report(request.user):
        raise PermissionDenied
    versions = published().prefetch_related("data_sets__file").order_by("-deadline_at", "pk")
    page = Paginator(versions, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "may_read_log": may_read_log(request)}
    return render(request, "reporting/research.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def research_call(request: HttpRequest, slug: str) -> HttpResponse:
    """The data sets of one call; before the first one the agreement."""
    if not may_read_report(request.user):
        raise PermissionDenied
    version = version_of(slug)
    form = AgreementForm(request.POST or None, least=version.call.programme.small_number_limit)
    if request.method == "POST" and not may_research(request.user):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        actions.sign_agreement(version, by=request.user, purpose=form.cleaned_data["purpose"])
        messages.success(request, _("Ihre Zustimmung ist gespeichert."))
        return redirect("research_call", slug=slug)
    mine = DataUseAgreement.objects.filter(person=request.user.pk, call_version=version)
    context = {
        "version": version,
        "form": form,
        "agreement": mine.first(),
        "may_research": may_research(request.user),
        "data_sets": version.data_sets.select_related("file"),
        "job": running_job(version),
    }
    return render(request, "reporting/research_call.html", context)


@login_required
@require_POST
def request_data_set(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the next data set."""
    if not may_read_report(request.user):
        raise PermissionDenied
    actions.request_data_set(version_of(slug), by=request.user)
    messages.info(request, _("Der Datensatz wird gebaut. Sie bekommen eine E-Mail."))
    return redirect("research_call", slug=slug)


@login_required
@require_GET
def download_data_set(request: HttpRequest, key: str) -> HttpResponseBase:
    """The file of a data set, on record."""
    if not may_read_report(request.user):
        raise PermissionDenied
    data_set = get_object_or_404(DataSet.objects.select_related("call_version", "file"), key=key)
    return attachment(actions.record_download(data_set, by=request.user))


@login_required
@require_GET
def research_log(request: HttpRequest) -> HttpResponse:
    """Who asked for or downloaded what and why: all for the ministry, else one's own."""
    if not may_read_report(request.user):
        raise PermissionDenied
    found = DataSetAccess.objects.select_related("person", "data_set__call_version__call")
    if not may_read_log(request):
        found = found.filter(person=request.user.pk)
    if query := request.GET.get("q", "").strip():
        found = found.filter(person__name__icontains=query)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "query": query, "sees_all": may_read_log(request)}
    return render(request, "reporting/research_log.html", context)


def may_read_log(request: HttpRequest) -> bool:
    return may_read_overview(request.user)


def version_of(slug: str) -> CallVersion:
    return get_object_or_404(published(), call__slug=slug)


def running_job(version: CallVersion) -> jobs.Job | None:
    """The job that builds a data set of this call now, if any."""
    keys = version.data_sets.filter(built_at=None).exclude(job_key="")
    wanted = list(keys.values_list("job_key", flat=True))
    return jobs.Job.objects.unfinished().filter(pk__in=wanted).first()
