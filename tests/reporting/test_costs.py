"""What the administration costs: entered by an officer, corrected on record, shown as G1."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.models import AuditEvent
from reporting.actions import prepare_figures
from reporting.models import AdministrationCost, PreparedFigure
from tests import cast

pytestmark = pytest.mark.django_db
ENTRY = {"year": "2027", "kind": "staff", "amount": "120.000,50", "source": "Kostenrechnung"}


@pytest.fixture
def address(db):
    return reverse("administration_costs", args=[cast.open_call().call.slug])


def test_an_officer_enters_and_corrects_and_both_stay_on_record(address, client):
    client.force_login(cast.officer())
    client.post(address, ENTRY)
    page = client.post(address, {**ENTRY, "amount": "130000"}, follow=True).content.decode()
    assert AdministrationCost.objects.get().amount == Decimal("130000.00")
    assert "130.000,00" in page
    first, second = AuditEvent.objects.filter(step="save_cost").order_by("number")
    assert first.payload["after"]["amount"] == second.payload["before"]["amount"] == "120000.50"


@pytest.mark.parametrize("wrong", [{"amount": "-1"}, {"amount": "viel"}, {"year": "27"}])
def test_bad_input_is_named_at_its_place_and_nothing_is_lost(address, client, wrong):
    client.force_login(cast.officer())
    page = client.post(address, {**ENTRY, **wrong})
    assert list(page.context["form"].errors) == list(wrong)
    assert "Kostenrechnung" in page.content.decode()
    assert not AdministrationCost.objects.exists()


@pytest.mark.parametrize("who", [cast.head_of_unit, cast.auditor])
def test_others_only_read(address, client, who):
    client.force_login(who())
    assert client.get(address).context["form"] is None
    assert client.post(address, ENTRY).status_code == 403


def test_the_figure_shows_costs_beside_payments_and_no_ratio_without_payments(address, client):
    client.force_login(cast.officer())
    client.post(address, ENTRY)
    client.post(address, {**ENTRY, "kind": "agency", "amount": "80000"})
    figure_of = PreparedFigure.objects.filter(code="G1").get
    prepare_figures(figure_version())
    year, whole = figure_of().content["rows"]
    assert year["year"] == "2027" and year["cost"] == whole["cost"] == "200000.50"
    assert year["paid"] == "0.00" and year["ratio"] is None


def figure_version():
    return AdministrationCost.objects.first().call.published_version
