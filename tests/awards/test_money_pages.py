"""The pages play the way of the money, and show it to nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from awards.models import Award, PaymentFile, PaymentRequest
from core import clock
from core.snapshots import thaw
from tests import cast
from tests.awards import casting, money

pytestmark = pytest.mark.django_db


def shown(client, who, name, *parts):
    client.force_login(who)
    page = client.get(reverse(name, args=parts))
    assert page.status_code == 200
    return page.content.decode().replace("\xa0", " ")


def sent(client, who, values, name, *parts):
    client.force_login(who)
    assert client.post(reverse(name, args=parts), values).status_code == 302


def test_the_pages_play_a_payment_from_need_to_bank(client):
    award = money.payable()
    sent(client, cast.editor(), {}, "start_request", award.key)
    request = PaymentRequest.objects.get()
    due = (clock.today() + timedelta(days=10)).strftime("%d.%m.%Y")
    form = {
        "tranche": request.tranche_id,
        "spent": "0",
        "amount": "65.000",
        "version": request.version,
        "form-TOTAL_FORMS": "3",
        "form-INITIAL_FORMS": "0",
        "form-0-purpose": "Sensoren",
        "form-0-due_on": due,
        "form-0-amount": "100.000,00",
    }
    page = shown(client, cast.editor(), "payment_request", request.key)
    assert "Einreichen muss eine zeichnungsberechtigte Person" in page
    sent(client, cast.editor(), form, "payment_request", request.key)
    page = shown(client, cast.signatory(), "payment_request", request.key)
    assert "Zurzeit auszahlbar: 65.000,00 €" in page and "Zeichnen und einreichen" in page
    sent(client, cast.signatory(), {}, "request_step", request.key, "einreichen")
    assert "Anerkannt" in shown(client, cast.officer(), "payment_request", request.key)
    approved = {"approved": "65.000,00"}
    sent(client, cast.officer(), approved, "request_step", request.key, "pruefen")
    assert "Auszahlung anordnen" in shown(
        client, cast.head_of_unit(), "payment_request", request.key
    )
    sent(client, cast.head_of_unit(), {}, "request_step", request.key, "anordnen")
    assert "Zahlungsdatei erstellen" in shown(client, money.cashier(), "cash")
    sent(client, money.cashier(), {}, "make_payment_file")
    made = PaymentFile.objects.get()
    xml = client.get(reverse("payment_file", args=[made.key, "xml"])).content
    assert xml.decode() == thaw(made.snapshot)["xml"]
    table = client.get(reverse("payment_file", args=[made.key, "csv"])).content.decode()
    assert "65000,00" in table
    assert "bei der Bank" in shown(client, cast.editor(), "payment_request", request.key)


def test_pages_refuse_whoever_signed_before(client):
    request = money.submitted(money.payable())
    sent(client, cast.officer(), {"approved": "65.000"}, "request_step", request.key, "pruefen")
    client.force_login(cast.officer())
    answer = client.post(reverse("request_step", args=[request.key, "anordnen"]))
    assert answer.status_code == 403


def test_the_award_page_shows_terms_chain_and_money(client):
    award = money.payable()
    for who in (cast.editor(), cast.officer(), cast.auditor()):
        page = shown(client, who, "award", award.key)
        assert award.funding_code in page and "Indikatoren" in page and "650.000,00 €" in page
    stranger = cast.editor(cast.town("Fremdstadt"))
    client.force_login(cast.person("Frida Fremd", "editor", cast.town("Fremdstadt")))
    assert stranger and client.get(reverse("award", args=[award.key])).status_code == 404


def test_an_award_without_check_note_or_indicators_is_refused(client):
    [candidacy] = casting.ranked(cast.open_call(), "Aalen")
    candidacy.check_note.delete()
    candidacy.application.indicators.filter(level="outcome").delete()
    client.force_login(cast.officer())
    page = client.get(reverse("check_note", args=[candidacy.key])).content.decode()
    assert "Outcome" in page
    decision = casting.propose_decision(candidacy, casting.award_of(candidacy), by=cast.officer())
    client.force_login(cast.budget_officer())
    client.post(reverse("decide", args=[decision.key, "mitzeichnen"]))
    decision = type(decision).objects.get()
    assert decision.status == "proposed" and not Award.objects.exists()


def test_the_check_note_is_written_on_its_page(client):
    [candidacy] = casting.ranked(cast.open_call(), "Aalen")
    note = candidacy.check_note
    names = "necessity offices eligible_extent financing_reason secured consequences aid"
    form = {**dict.fromkeys(names.split(), "Neu geprüft."), "financing": "gap"}
    sent(client, cast.officer(), {**form, "version": note.version}, "check_note", candidacy.key)
    note.refresh_from_db()
    assert (note.financing, note.version) == ("gap", 2)


def test_the_ledger_shows_every_cent_as_page_and_table(client):
    money.paid(money.payable())
    page = shown(client, cast.budget_officer(), "ledger")
    assert "65.000,00 €" in page
    table = client.get(reverse("ledger_csv")).content.decode()
    assert "65000,00" in table and table.startswith("\ufeffAufruf;Haushaltsjahr")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", ["awards", "payment_requests"])
def test_lists_ask_the_same_number_of_queries(client, name, rows, django_assert_max_num_queries):
    version = cast.open_call()
    for town in ["Aalen", "Bonn", "Cham"][:rows]:
        award = money.payable(town, version)
        money.prepared(award)
    client.force_login(cast.head_of_unit())
    with django_assert_max_num_queries(6):
        assert client.get(reverse(name)).status_code == 200


def test_a_new_account_needs_a_fresh_sign_in(client):
    account = money.account(money.payable(), money.OTHER_IBAN)
    client.force_login(cast.signatory())
    page = client.get(reverse("bank_account", args=[account.key]))
    assert page.status_code == 302 and "reauthenticate" in page.url
