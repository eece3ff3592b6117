"""One award from its signature to the last euro paid back: six people, four years, one story."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from awards.actions import reports
from awards.models import (
    Amendment,
    Award,
    BaseRate,
    FinalNotice,
    InterestClaim,
    Payment,
    PaymentRequest,
    Recovery,
    Report,
)
from core import clock
from core.templatetags.allmende import euro
from tests import cast
from tests.awards import casting, money, running
from tests.journeys.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)
CAUGHT_UP = {"Erreichter Wert (Anzahl)": "40", "Quelle": "Zählung"}


def test_one_award_from_its_notice_to_the_recovery_that_is_paid(
    desk_of: Callable[..., Desk], moved_clock: Any, tmp_path: Path
) -> None:
    year = proposed_award()
    head, signatory = desk_of(cast.head_of_unit()), desk_of(cast.signatory())
    approve(head)
    award = Award.objects.get()
    waive(signatory, award)

    moved_clock.move_to(eleven(date(year, 2, 1)))
    officer, editor = desk_of(cast.officer()), desk_of(cast.editor())
    cashier = desk_of(money.cashier())
    enter_account(editor, signatory)
    write_request(editor, award, "65.000", "100.000")
    pay(signatory, officer, head)
    transfer(cashier, 1, tmp_path)
    moved_clock.move_to(clock.now() + timedelta(days=60))
    use_late(editor, officer, head)
    write_request(editor, award, "552.500", "850.000")
    pay(signatory, officer, head)
    transfer(cashier, 2, tmp_path)

    change_the_plan(editor, signatory, officer, head)
    moved_clock.move_to(eleven(date(year + 1, 1, 20)))
    reports.open_due_reports(clock.today())
    write_indicators(editor)
    sign(signatory, "indicators")

    moved_clock.move_to(eleven(award.ends_on + timedelta(days=10)))
    reports.open_due_reports(clock.today())
    upload_vouchers(editor, award, tmp_path)
    running.written(Report.objects.get(duty__kind="proof"))
    sign(signatory, "proof")
    check(officer)
    settle(head)
    recover(editor, officer, head, cashier)


def eleven(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


# --- The notice ----------------------------------------------------------------------------------


def proposed_award() -> int:
    """A decision that waits for its last signature; return the first year of its money."""
    version = cast.open_call()
    candidacy = casting.ranked(version, "Eberswalde", amount=running.GRANT)[0]
    running.lines(candidacy.application, version.first_year)
    terms = {"eligible_amount": running.EXPENSES}
    casting.co_signed(candidacy, casting.award_of(candidacy, running.GRANT, **terms))
    return version.first_year


def approve(head: Desk) -> None:
    """The head of unit reads what is signed, signs it, and the notice leaves at once."""
    head.open("signature_folder")
    head.follow("Ersten Vorgang lesen")
    head.tick("Schreiben sofort versenden")
    head.press("Zeichnen und freigeben")
    head.sees("Nichts wartet auf Ihre Unterschrift.")


def waive(signatory: Desk, award: Award) -> None:
    signatory.open("award", award.key)
    signatory.press("Auf Rechtsbehelf verzichten")
    signatory.sees("Der Bescheid ist bestandskräftig.")


# --- The money -----------------------------------------------------------------------------------


def enter_account(editor: Desk, signatory: Desk) -> None:
    """One person enters, another compares and confirms."""
    editor.open("bank_accounts")
    editor.fill({"Kontoinhaber": "Stadt Eberswalde", "IBAN": money.IBAN})
    editor.press("Eintragen")
    signatory.open("bank_accounts")
    with signatory.leading_on():
        signatory.page.get_by_role("main").get_by_role("link", name="Stadt Eberswalde").click()
    signatory.fill({"Passwort": cast.PASSWORD})
    signatory.press("Bestätigen")
    signatory.sees("Vergleichen Sie jede Stelle")
    signatory.press("Bestätigen")
    signatory.sees("Bestätigt")


def write_request(editor: Desk, award: Award, amount: str, bill: str) -> None:
    """Ask for all that one bill due in ten days entitles to."""
    editor.open("award", award.key)
    editor.press("Mittel anfordern")
    due = (clock.today() + timedelta(days=10)).strftime("%d.%m.%Y")
    editor.fill({"Angeforderte Zuwendung": amount})
    for label, text in (("Wofür", "Sensoren"), ("Fällig am", due), ("Betrag", bill)):
        editor.page.get_by_label(label).first.fill(text)
    editor.press("Speichern und rechnen")
    editor.sees(f"Zurzeit auszahlbar: {amount},00")


def pay(signatory: Desk, officer: Desk, head: Desk) -> None:
    """Two signatures of the town are followed by two of the office."""
    for desk, button, said in (
        (signatory, "Zeichnen und einreichen", "Eingereicht."),
        (officer, "Sachlich und rechnerisch richtig", "Als sachlich richtig"),
        (head, "Auszahlung anordnen", "Angeordnet."),
    ):
        desk.open("payment_request", PaymentRequest.objects.latest("number").key)
        desk.press(button)
        desk.sees(said)


def transfer(cashier: Desk, number: int, folder: Path) -> None:
    """The order leaves in one file; the bank answers that it has executed it."""
    cashier.open("cash")
    cashier.press("Zahlungsdatei erstellen")
    payment = Payment.objects.latest("pk")
    ordered = f'<InstdAmt Ccy="EUR">{payment.amount}</InstdAmt>'
    assert ordered.encode() in cashier.download(f"SEPA-Datei {number}")
    cashier.sees("Es warten keine Auszahlungen.")
    answer = folder / "antwort.xml"
    answer.write_bytes(money.answer(payment))
    cashier.attach("Rückmeldung der Bank (pain.002)", answer)
    cashier.press("Einlesen")
    cashier.sees("ausgeführt, 0 zurückgewiesen.")


def use_late(editor: Desk, officer: Desk, head: Desk) -> None:
    """All is used sixty days after payment, too late: the interest is shown and charged."""
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
    claim = InterestClaim.objects.get()
    head.sees(euro(claim.amount))
    assert claim.status == "charged"


# --- The plan changes, a year passes -------------------------------------------------------------


def change_the_plan(editor: Desk, signatory: Desk, officer: Desk, head: Desk) -> None:
    """More than twenty per cent of a line is moved: filed, proposed, decided by a second person."""
    editor.open("start_amendment", Award.objects.get().key)
    editor.press("Beginnen: Mittel zwischen Positionen umwidmen")
    editor.fill({"Begründung": "Weniger Geräte.", "Gilt ab": f"{clock.today():%d.%m.%Y}"})
    lines = Amendment.objects.get().lines.all()
    for line, amount in zip(lines, ("975.000", "25.000"), strict=False):
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


def annual() -> Report:
    return Report.objects.filter(duty__kind="indicators").order_by("duty__due_on")[0]


def write_indicators(desk: Desk) -> None:
    """Target, actual, quality and source of both indicators."""
    desk.open("report_section", annual().key, "indikatoren")
    for group in desk.page.get_by_role("group", name="Messstellen").all():
        for label, text in CAUGHT_UP.items():
            group.get_by_label(label).fill(text)
        group.get_by_label("Güte der Angabe").select_option("measured")
    desk.press("Speichern")
    desk.sees("Es ist nichts mehr offen.")


def sign(desk: Desk, kind: str) -> None:
    """The signatory reads, signs and gets the receipt."""
    one = annual() if kind == "indicators" else Report.objects.get(duty__kind=kind)
    desk.open("report_of_award", one.key)
    desk.follow("Prüfen und unterschreiben")
    desk.press("Unterschreiben und einreichen")
    desk.sees("Ihr Nachweis ist eingegangen")


# --- The proof of use ----------------------------------------------------------------------------


def upload_vouchers(desk: Desk, award: Award, folder: Path) -> None:
    """A wrong file names the cell and changes nothing; the right one replaces the list."""
    content = running.voucher_file(award, 500, "1.800,00").getvalue()
    files = {"falsch.csv": content.replace(b"1.800,00", b"viel", 1), "belege.csv": content}
    proof = Report.objects.get(duty__kind="proof")
    desk.open("report_section", proof.key, "belege")
    for name, sees in (("falsch.csv", "Das ist kein Betrag"), ("belege.csv", "500 Belege sind")):
        (folder / name).write_bytes(files[name])
        desk.page.get_by_label("Belegliste als CSV oder XLSX").set_input_files(folder / name)
        desk.press("Hochladen")
        desk.sees(sees)


def check(desk: Desk) -> None:
    """Begin, draw, cut one voucher, accept the others, write the note."""
    desk.open("report_of_award", Report.objects.get(duty__kind="proof").key)
    desk.press("Prüfung beginnen")
    desk.fill({"Umfang der Stichprobe": "10"})
    desk.press("Stichprobe ziehen")
    with desk.leading_on():
        desk.page.locator("tbody th a").first.click()
    desk.choose("Ergebnis", "Gekürzt")
    desk.fill({"Davon anerkannt (freiwillig)": "1.000", "Begründung (freiwillig)": "Bewirtung."})
    desk.pick("Art des Fehlers (freiwillig)", "Nicht zuwendungsfähig")
    desk.press("Speichern und weiter")
    desk.follow("Zurück zur Prüfung")
    desk.press("Alle noch offenen anerkennen")
    desk.choose("Ist der Zweck erreicht?", "Ja")
    desk.page.get_by_label("Prüfvermerk: Umfang und Ergebnis").fill("Zehn Belege geprüft.")
    desk.press("Speichern und vorlegen")
    desk.sees("Den Schlussbescheid erlässt eine zweite Person.")


def settle(desk: Desk) -> None:
    """The head of unit issues the final notice: 65 per cent of 900,000 euros less the 800 cut."""
    desk.open("proof_checks")
    with desk.leading_on():
        desk.page.locator("tbody th a").first.click()
    desk.press("Schlussbescheid erlassen")
    desk.sees("Der Schlussbescheid ist erlassen.")
    notice = FinalNotice.objects.get()
    assert (notice.final_amount, notice.paid_amount) == (Decimal("584480.00"), Decimal(617_500))


def recover(town: Desk, officer: Desk, head: Desk, cashier: Desk) -> None:
    """The town is heard, two people decide, and the cash office books what comes in."""
    key = Recovery.objects.get().key
    town.open("recovery", key)
    town.sees("33.020,00")
    town.fill({"Ihre Stellungnahme": "Wir zahlen zurück."})
    town.press("Stellungnahme abgeben")
    officer.open("recovery", key)
    officer.fill({"Gründe und Ermessen": "Die Bewirtung ist nicht zuwendungsfähig."})
    officer.press("Vorschlagen")
    officer.sees("Den Bescheid erlässt eine zweite Person.")
    head.open("recovery", key)
    head.press("Erstattungsbescheid erlassen")
    head.sees("Der Erstattungsbescheid ist erlassen.")
    cashier.open("recovery", key)
    cashier.fill({"Eingang": clock.today().strftime("%d.%m.%Y")})
    cashier.press("Verbuchen")
    cashier.sees("Der Eingang ist verbucht.")
    assert Recovery.objects.get().status == "paid"
