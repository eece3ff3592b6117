"""Asking the lists behind the numbers of a report; counts that have none, each with its reason."""

from decimal import Decimal

from django.db.models import Sum
from django.http import QueryDict
from django.urls import reverse

from core.templatetags.allmende import euro
from reporting.forms import ListForm
from reporting.selection import AWARDED, selected

NO_LIST = {
    **dict.fromkeys(["B1", "B2"], "Menschen sind keine Zeilen"),
    **dict.fromkeys(["C4", "C8"], "Punktwerte stehen im Gutachten, nicht auf einer Liste"),
    **dict.fromkeys(["D6", "D7", "E1", "E3", "F1", "F2", "F4", "F5", "F6", "F7"], "keine Anträge"),
    "F8": "Angaben in Berichten; die Berichte selbst haben unter E2 eine Liste",
    "E5": "Entwürfe gehören den Kommunen",
    "E4": "Nachforderungen sind keine Anträge; deren Anträge haben eine Liste",
    "F3": "Vollständigkeit ist gerechnet, die Zeilen davor haben eine Liste",
    "C1": "Von und bis sind Grenzen",
}


def rows_behind(client, address):
    """Return how many rows a list has; the most frequent list is asked without its page."""
    path, _, query = address.partition("?")
    if path == reverse("report_list"):
        form = ListForm(QueryDict(query))
        assert form.is_valid() and form.asked.keys() == QueryDict(query).keys(), form.errors
        return selected(form.asked).count()
    context = client.get(address).context
    if "/antworten/" in address:  # open questions stand above the answered ones
        return context["waiting"].count()
    return context["page"].paginator.count


def sums_behind(address):
    """Return what the list of an address says that its rows add up to, as texts in euros."""
    form = ListForm(QueryDict(address.partition("?")[2]))
    assert form.is_valid()
    sums = selected(form.asked).aggregate(Sum("requested_amount"), Sum(AWARDED))
    return {euro(amount or Decimal(0)) for amount in sums.values()}
