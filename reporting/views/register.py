"""What the public sees: funded projects on a list and a map, and the earlier programme."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.laender import LAENDER
from reporting.lookback import lookback
from reporting.models import PastProject
from reporting.register import choices, entries, found, map_of

PAGE_SIZE = 50
WRONG_NUMBER = _("Geben Sie die Nummer des Wahlkreises an, zum Beispiel 62.")


class RegisterForm(forms.Form):
    """Find a funded project."""

    q = forms.CharField(label=_("Ort, Postleitzahl, Kreis oder Titel"), required=False)
    land = forms.ChoiceField(label=_("Land"), required=False)
    runde = forms.ChoiceField(label=_("Aufruf oder Staffel"), required=False)
    kreis = forms.ChoiceField(label=_("Kreis"), required=False)
    wahlkreis = forms.IntegerField(
        label=_("Wahlkreis des Bundestags (Nummer)"),
        min_value=1,
        max_value=999,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WRONG_NUMBER),
    )

    def __init__(self, asked: object) -> None:
        super().__init__(asked)
        self.fields["land"].choices = [("", _("alle Länder")), *LAENDER.items()]
        known = choices()
        self.fields["runde"].choices = [("", _("alle")), *known["runde"]]
        self.fields["kreis"].choices = [("", _("alle Kreise")), *known["kreis"]]


@require_GET
def funded(request: HttpRequest) -> HttpResponse:
    """All funded projects with place and money, as list and map."""
    form = RegisterForm(request.GET)
    asked = dict(form.cleaned_data) if form.is_valid() else {}
    sort = request.GET.get("sort", "")
    sums = found(asked)
    pages = Paginator(entries(asked, sort), PAGE_SIZE)
    pages.count = sums.many  # counting the list itself would join what only its rows need
    page = pages.get_page(request.GET.get("page"))
    kinds = dict(PastProject.AmountKind.choices)
    context = {
        "form": form,
        "page": page,
        "rows": [{**row, "sum_kind_name": kinds[row["sum_kind"]]} for row in page],
        "active": any(asked.values()),
        "land_name": LAENDER.get(asked.get("land", "")),
        "map": map_of(asked),
        "total": sums.total,
        "without_amount": sums.without_amount,
        "has_past": PastProject.objects.exists(),
        "sort": sort,
    }
    return render(request, "reporting/register.html", context)


@require_GET
def past_programme(request: HttpRequest) -> HttpResponse:
    """The earlier programme: rounds, rates, places, all from published facts."""
    return render(request, "reporting/past_programme.html", lookback())


@require_GET
def past_project(request: HttpRequest, key: str) -> HttpResponse:
    """One project of an earlier round, with its sources."""
    project = get_object_or_404(PastProject.objects.select_related("round"), key=key)
    context = {"project": project, "places": project.places.all()}
    return render(request, "reporting/past_project.html", context)
