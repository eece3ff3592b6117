"""What the programme office does: set up a call, check formally, assign, rank, decide, report."""

from datetime import timedelta

from django.utils.timezone import localtime

from core import clock
from tests.journeys.desk import Desk

GUIDELINE = "Förderrichtlinie Digitale Städte und Regionen, Fassung 1"


def set_up_call(desk: Desk, title: str) -> None:
    """From the guideline to a complete draft, offered for publication."""
    opens, deadline = localtime(clock.now()), localtime(clock.now() + timedelta(days=60))
    first = deadline.year + 1
    desk.follow("Aufrufe")
    desk.follow("Aufruf anlegen")
    desk.pick("Förderrichtlinie (Fassung)", GUIDELINE)
    desk.fill(
        {
            "Titel": title,
            "Worum es geht": "Gefördert werden integrierte Vorhaben.",
            "Beginn": f"{opens:%Y-%m-%dT%H:%M}",
            "Frist": f"{deadline:%Y-%m-%dT12:00}",
            "Erstes Jahr der Förderung": str(first),
            "Letztes Jahr der Förderung": str(first + 1),
        }
    )
    desk.press("Entwurf anlegen")
    desk.sees(f"Es fehlen die Mittel für {first}, {first + 1}.")
    for year in (first, first + 1):
        desk.follow("Ändern: Haushalt je Jahr")
        desk.follow("Haushaltsjahr hinzufügen")
        desk.fill({"Haushaltsjahr": str(year), "Verfügbar": "24.000.000"})
        desk.press("Speichern")
        desk.follow("Zurück zum Aufruf")


def change_terms(desk: Desk) -> None:
    """A topic more, and an anchor of a criterion in the words of this call."""
    desk.follow("Ändern: Handlungsfelder und Herausforderungen")
    desk.follow("Thema hinzufügen")
    desk.pick("Art", "Handlungsfeld")
    desk.fill({"Name": "Kultur und Sport", "Kennung": "kultur"})
    desk.press("Speichern")
    desk.follow("Zurück zum Aufruf")
    desk.follow("Ändern: Kriterien")
    desk.follow("I1 Sektorübergreifende Integration")
    desk.fill({"Anker für den Punktwert 4": "Mehrere Felder teilen Daten und Ziele."})
    desk.press("Speichern")
    desk.follow("Zurück zum Aufruf")


def offer_call(desk: Desk) -> None:
    desk.follow("Zur Veröffentlichung vorlegen")
    desk.press("Vorlegen")
    desk.sees("Der Aufruf ist vorgelegt.")


def publish_call(desk: Desk, title: str) -> None:
    """A second person reads it and publishes; nothing can be changed any more."""
    desk.follow("Aufrufe")
    desk.follow(title)
    desk.sees("Kultur und Sport")
    desk.follow("Veröffentlichen")
    desk.press("Veröffentlichen")
    desk.sees("Der Aufruf kann nicht mehr geändert werden.")


def check_formally(desk: Desk, receipt_number: str) -> None:
    """The rules are checked by the machine; what people judge the officer judges."""
    desk.follow("Eingang")
    desk.follow(receipt_number)
    desk.follow("Formalprüfung beginnen")
    desk.press("Formalprüfung beginnen")
    desk.sees("1 Noch offen")
    desk.follow("Bearbeiten: Bewertbar, in deutscher Sprache")
    desk.choose("Ergebnis", "Erfüllt")
    desk.fill({"Vermerk (freiwillig)": "Vollständig gelesen."})
    desk.press("Ergebnis speichern")
    desk.press("Zulassung vorschlagen")
    desk.sees("Das Ergebnis muss eine zweite Person bestätigen.")


def confirm_check(desk: Desk, receipt_number: str) -> None:
    desk.follow("Eingang")
    desk.follow(receipt_number)
    desk.follow("Formalprüfung")
    desk.press("Zulassung bestätigen")
    desk.sees("Der Antrag ist zur Begutachtung zugelassen.")


def assign_reviewers(desk: Desk, call_title: str, reviews: int, applications: int = 2) -> None:
    """Take the admitted over, calculate a proposal, apply it, start all reviews."""
    desk.follow("Auswahl")
    desk.follow(call_title)
    desk.press("In die Auswahl übernehmen")
    desk.follow("Zuteilung der Gutachten")
    desk.follow("Vorschlag berechnen")
    desk.sees(f"{reviews} Gutachten würden zugeteilt.")
    desk.press("Vorschlag übernehmen")
    desk.press("Alle Begutachtungen beginnen, die genug Gutachten haben")
    desk.sees(f"{applications} Begutachtungen haben begonnen.")


def freeze_ranking(desk: Desk, call_title: str) -> None:
    """Close the reviews and freeze the ranking; calculated again it is the same."""
    desk.follow("Auswahl")
    desk.follow(call_title)
    desk.press("Alle vollständigen Begutachtungen abschließen")
    desk.sees("Abgeschlossen: 2.")
    desk.follow("Rangfolge")
    desk.sees("Nicht förderwürdig")
    desk.follow("Rangfolge einfrieren")
    desk.press("Rangfolge einfrieren")
    desk.sees("Die Rangfolge ist eingefroren.")
    desk.follow("Aus den gespeicherten Punkten nachrechnen")
    desk.sees("Die gespeicherten Punkte ergeben dieselbe Rangfolge.")


def propose(desk: Desk, application_title: str, outcome: str, reason: str) -> None:
    """From the frozen ranking to the proposal."""
    desk.follow(application_title)
    desk.follow("Zur Entscheidung")
    desk.choose("Vorschlag", outcome)
    desk.fill({"Begründung": reason})
    desk.press("Vorschlagen")
    desk.sees("Vorgeschlagen.")
    if outcome == "Bewilligung":
        write_check_note(desk)


def write_check_note(desk: Desk) -> None:
    """Without the note nobody can sign an award."""
    desk.follow("Vermerk schreiben")
    for text in desk.page.locator("main form textarea").all():
        text.fill("Geprüft, ohne Bedenken.")
    desk.press("Vermerk speichern")
    desk.sees("Antragsprüfungsvermerk gespeichert.")


def sign(desk: Desk, application_title: str, button: str) -> None:
    """Co-sign or approve: the signature folder is the list of decisions."""
    desk.open("decisions")
    desk.follow(application_title)
    desk.press(button)


def prepare_report(desk: Desk, call_title: str) -> None:
    desk.follow("Auswertung")
    desk.follow(call_title)
    desk.sees("Die Kennzahlen sind noch nicht berechnet.")
    desk.press("Kennzahlen neu berechnen")
    desk.sees("Kennzahlen werden berechnet")
