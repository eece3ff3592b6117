"""From the notice to the bank: waiver, account, request, two signatures a side, one file; then
the money is used late, and a change of the plan is decided."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from awards.models import Amendment, Award, BaseRate, InterestClaim, Payment, PaymentRequest
from core import clock
from core.templatetags.allmende import euro
from tests import cast
from tests.awards import money, running

pytestmark = pytest.mark.django_db(transaction=True)


def test_six_people_bring_the_money_from_the_notice_to_the_bank_and_late_use_costs_interest(
    desk_of: Any, moved_clock: Any, tmp_path: Path
) -> None:
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
    officer, head = desk_of(cast.officer()), desk_of(cast.head_of_unit())
    sign(officer, "Sachlich und rechnerisch richtig", "Als sachlich richtig")
    sign(head, "Auszahlung anordnen", "Angeordnet.")

    cashier = desk_of(money.cashier())
    cashier.open("cash")
    cashier.press("Zahlungsdatei erstellen")
    assert b'<InstdAmt Ccy="EUR">65000.00</InstdAmt>' in cashier.download("SEPA-Datei 1")
    cashier.sees("Es warten keine Auszahlungen.")
    read_answer(cashier, tmp_path)
    change_the_plan(editor, signatory, officer, head)
    moved_clock.move_to(clock.now() + timedelta(days=60))
    use_late(editor, officer, head)
    assert InterestClaim.objects.get().status == "charged"


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


def read_answer(cashier: Any, folder: Path) -> None:
    """The bank has executed the order."""
    answer = folder / "antwort.xml"
    answer.write_bytes(money.answer(Payment.objects.get()))
    cashier.attach("Rückmeldung der Bank (pain.002)", answer)
    cashier.press("Einlesen")
    cashier.sees("ausgeführt, 0 zurückgewiesen.")


def change_the_plan(editor: Any, signatory: Any, officer: Any, head: Any) -> None:
    """More than twenty per cent of a line is moved: filed, proposed, decided by a second person."""
    award = Award.objects.get()
    editor.open("start_amendment", award.key)
    editor.press("Beginnen: Mittel zwischen Positionen umwidmen")
    editor.fill({"Begründung": "Mehr Messstellen.", "Gilt ab": f"{clock.today():%d.%m.%Y}"})
    for line, amount in zip(
        Amendment.objects.get().lines.all(), ("700.000", "300.000"), strict=False
    ):
        editor.fill({f"{line.plan_line}, {line.year}": amount})
    editor.press("Speichern")
    editor.sees("Diese Änderung braucht eine Entscheidung.")
    key = Amendment.objects.get().key
    signatory.open("amendment", key)
    signatory.press("Einreichen")
    officer.open("amendment", key)
    officer.choose("Vorschlag", "Bewilligen")
    officer.fill({"Gründe": "Der Zweck bleibt."})
    officer.press("Vorschlagen")
    head.open("amendment", key)
    head.press("So entscheiden")
    head.sees("Die Änderung ist abgeschlossen.")


def use_late(editor: Any, officer: Any, head: Any) -> None:
    """All is used eight weeks after payment: weeks beyond the time allowed."""
    year, known = clock.today().year, {"percent": Decimal("1.27"), "source": "Test"}
    for day in (date(year - 1, 7, 1), date(year, 1, 1), date(year, 7, 1)):
        BaseRate.objects.get_or_create(valid_from=day, defaults=known)
    key = PaymentRequest.objects.get().key
    editor.open("payment_request", key)
    editor.fill({"Verwendet am": f"{clock.today():%d.%m.%Y}", "Betrag": "65.000"})
    editor.press("Verwendung eintragen")
    editor.sees("verspätet")
    officer.open("payment_request", key)
    officer.press("Zinsen berechnen")
    officer.sees("Zinsen vorgeschlagen. Entscheiden muss eine zweite Person.")
    head.open("payment_request", key)
    head.fill({"Begründung": "Der Verzug war vermeidbar."})
    head.press("Zinsen festsetzen")
    head.sees("Entschieden.")
    head.sees(euro(InterestClaim.objects.get().amount))
