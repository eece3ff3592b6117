"""From the notice to the bank: waiver, account, request, two signatures a side, one file."""

from datetime import timedelta
from typing import Any

import pytest

from awards.models import Award, PaymentRequest
from core import clock
from tests import cast
from tests.awards import money, running

pytestmark = pytest.mark.django_db(transaction=True)


def test_six_people_bring_the_money_from_the_notice_to_the_bank(desk_of: Any) -> None:
    award = running.award()
    money.this_year(award)
    money.notice_of(award)
    editor, signatory = desk_of(cast.editor()), desk_of(cast.signatory())

    signatory.open("award", award.key)
    signatory.press("Auf Rechtsbehelf verzichten")
    signatory.sees("Der Bescheid ist bestandskräftig.")
    enter_account(editor, signatory)
    write_request(editor, award)
    sign(signatory, "Zeichnen und einreichen", "Eingereicht.")
    sign(desk_of(cast.officer()), "Sachlich und rechnerisch richtig", "Als sachlich richtig")
    sign(desk_of(cast.head_of_unit()), "Auszahlung anordnen", "Angeordnet.")

    cashier = desk_of(money.cashier())
    cashier.open("cash")
    cashier.press("Zahlungsdatei erstellen")
    assert b'<InstdAmt Ccy="EUR">65000.00</InstdAmt>' in cashier.download("SEPA-Datei 1")
    cashier.sees("Es warten keine Auszahlungen.")


def enter_account(editor: Any, signatory: Any) -> None:
    """One person enters, another compares and confirms."""
    editor.open("bank_accounts")
    editor.fill({"Kontoinhaber": "Stadt Eberswalde", "IBAN": money.IBAN})
    editor.press("Eintragen")
    signatory.open("bank_accounts")
    signatory.page.get_by_role("main").get_by_role("link", name="Stadt Eberswalde").click()
    signatory.fill({"Passwort": cast.PASSWORD})
    signatory.press("Bestätigen")
    signatory.sees("Vergleichen Sie jede Stelle")
    signatory.press("Bestätigen")
    signatory.sees("Bestätigt")


def write_request(editor: Any, award: Award) -> None:
    editor.open("award", award.key)
    editor.press("Mittel anfordern")
    due = (clock.today() + timedelta(days=10)).strftime("%d.%m.%Y")
    editor.fill({"Angeforderte Zuwendung": "65.000"})
    for label, text in (("Wofür", "Sensoren"), ("Fällig am", due), ("Betrag", "100.000")):
        editor.page.get_by_label(label).first.fill(text)
    editor.press("Speichern und rechnen")
    editor.sees("Zurzeit auszahlbar: 65.000,00")


def sign(desk: Any, button: str, said: str) -> None:
    desk.open("payment_request", PaymentRequest.objects.get().key)
    desk.press(button)
    desk.sees(said)
