"""After the award: annual report, proof with 500 vouchers, sample, cut, notice, recovery paid."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from awards.actions import reports
from awards.models import FinalNotice, Recovery, Report
from core import clock
from tests import cast
from tests.awards import money, running

pytestmark = pytest.mark.django_db(transaction=True)
CAUGHT_UP = {"Erreichter Wert (Anzahl)": "40", "Quelle": "Zählung"}


def test_from_the_annual_report_to_the_final_notice(
    desk_of: Any, moved_clock: Any, tmp_path: Path
) -> None:
    award = running.award()
    running.paid(award)
    end = award.ends_on + timedelta(days=10)
    moved_clock.move_to(datetime(end.year, end.month, end.day, 11, tzinfo=UTC))
    editor, signatory, officer = cast.editor(), cast.signatory(), cast.officer()
    reports.open_due_reports(clock.today())
    writing, signing = desk_of(editor), desk_of(signatory)
    write_indicators(writing)
    sign(signing, "indicators")
    upload_vouchers(writing, award, tmp_path)
    report = Report.objects.get(duty__kind="proof")
    running.written(report)
    sign(signing, "proof")
    check(desk_of(officer))
    settle(desk_of(cast.head_of_unit()))
    assert FinalNotice.objects.get().final_amount == Decimal("649350.00")
    recovered(writing, desk_of(officer), desk_of(cast.head_of_unit()), desk_of(money.cashier()))
    assert Recovery.objects.get().status == "paid"


def recovered(town: Any, officer: Any, head: Any, cashier: Any) -> None:
    """The town is heard, two people decide, and the cash office books what comes in."""
    key = Recovery.objects.get().key
    town.open("recovery", key)
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


def annual() -> Report:
    return Report.objects.filter(duty__kind="indicators").order_by("duty__due_on")[0]


def write_indicators(desk: Any) -> None:
    """Target, actual, quality and source of both indicators."""
    desk.open("report_section", annual().key, "indikatoren")
    for group in desk.page.get_by_role("group", name="Messstellen").all():
        for label, text in CAUGHT_UP.items():
            group.get_by_label(label).fill(text)
        group.get_by_label("Güte der Angabe").select_option("measured")
    desk.press("Speichern")
    desk.sees("Es ist nichts mehr offen.")


def sign(desk: Any, kind: str) -> None:
    """The signatory reads, signs and gets the receipt."""
    one = annual() if kind == "indicators" else Report.objects.get(duty__kind=kind)
    desk.open("report_of_award", one.key)
    desk.follow("Prüfen und unterschreiben")
    desk.press("Unterschreiben und einreichen")
    desk.sees("Ihr Nachweis ist eingegangen")


def upload_vouchers(desk: Any, award: Any, folder: Path) -> None:
    """A wrong file names the cell and changes nothing; the right one replaces the list."""
    content = running.voucher_file(award, 500, "2.000,00").getvalue()
    files = {"falsch.csv": content.replace(b"2.000,00", b"viel", 1), "belege.csv": content}
    proof = Report.objects.get(duty__kind="proof")
    desk.open("report_section", proof.key, "belege")
    for name, sees in (("falsch.csv", "Das ist kein Betrag"), ("belege.csv", "500 Belege sind")):
        (folder / name).write_bytes(files[name])
        desk.page.get_by_label("Belegliste als CSV oder XLSX").set_input_files(folder / name)
        desk.press("Hochladen")
        desk.sees(sees)


def check(desk: Any) -> None:
    """Begin, draw, cut one voucher, accept the others, write the note."""
    desk.open("report_of_award", Report.objects.get(duty__kind="proof").key)
    desk.press("Prüfung beginnen")
    desk.fill({"Umfang der Stichprobe": "10"})
    desk.press("Stichprobe ziehen")
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


def settle(desk: Any) -> None:
    """The head of unit issues the final notice."""
    desk.open("proof_checks")
    desk.page.locator("tbody th a").first.click()
    desk.press("Schlussbescheid erlassen")
    desk.sees("Der Schlussbescheid ist erlassen.")
