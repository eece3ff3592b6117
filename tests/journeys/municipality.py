"""What editor and signatory of a town do: from the directory to the receipt."""

from pathlib import Path

import pikepdf

from accounts.models import Person
from tests.journeys.desk import Desk

TEXT = "Schatten, Wasser und Wege gehören zusammen; wir zeigen es an drei Straßen. "
NEXT, LATER = "Speichern und weiter", "Speichern und später fortsetzen"
DECLARED = {
    "Hat das Vorhaben bereits begonnen?": "Nein, es hat noch nicht begonnen.",
    "Erhalten oder beantragen Sie für dasselbe Vorhaben Mittel aus einem anderen Programm?": "Nein",
    "Ist Ihre Kommune in Haushaltsnotlage?": "Nein",
    "Ist mit dem Vorhaben eine wirtschaftliche Tätigkeit verbunden?": "Nein",
    "Sind Sie für das Vorhaben zum Vorsteuerabzug berechtigt?": "Nein",
    "Ist Ihnen bekannt, dass Angaben in diesem Antrag subventionserheblich im Sinne von § 264 StGB "
    "sind?": "Ja",
    "Haben Sie die Hinweise zur Nutzung der Antragsdaten durch die Begleitforschung gelesen?": "Ja",
    "Sind alle Angaben vollständig und richtig?": "Ja",
}


def begin(desk: Desk, call_title: str, town: str, person: Person | None = None) -> None:
    """From the call's page to the task list; who is not signed in yet is asked on the way."""
    desk.open("calls")
    desk.follow(call_title)
    desk.follow("Antrag beginnen")
    if person:
        desk.give_password(person)
    desk.fill({"Suchen": town})
    desk.press("Anwenden")
    desk.press(f"Auswählen: {town}")
    desk.press("Antrag beginnen")
    desk.sees("Abschnitten sind fertig")


def describe_project(desk: Desk, title: str, years: range) -> None:
    """Title, summary, phase, period, level; then action fields and challenges."""
    name_representative(desk)
    desk.fill(
        {
            "Titel des Vorhabens": title,
            "Kurzbeschreibung für die Öffentlichkeit": TEXT,
            "Beginn": f"01.01.{years[0]}",
            "Ende": f"31.12.{years[-1]}",
        }
    )
    desk.choose("Welche Phase beantragen Sie?", "Umsetzung")
    desk.choose("Auf welcher räumlichen Ebene wirkt das Vorhaben?", "Gesamte Kommune")
    desk.press(NEXT)
    for field in ("Wasser/Abwasser", "Mobilität"):
        desk.choose("In welchen Handlungsfeldern arbeiten Sie?", field)
    desk.pick("Führendes Handlungsfeld", "Wasser/Abwasser")
    desk.choose("Auf welche Herausforderungen antworten Sie?", "Klimawandel")
    desk.press(NEXT)


def name_representative(desk: Desk) -> None:
    """Who represents the town; whoever began the application is named as contact already."""
    desk.follow("Personen nennen")
    desk.follow("Person hinzufügen")
    desk.pick("Aufgabe im Antrag", "Gesetzliche Vertretung")
    desk.pick("Grundlage der Vertretung", "Vollmacht")
    address = {"E-Mail-Adresse (dienstlich)": "rat@stadt.example"}
    desk.fill({"Name": "Rita Rat", "Amt oder Funktion": "Bürgermeisterin", **address})
    desk.press("Speichern")
    desk.follow("Weiter")


def name_interaction(desk: Desk) -> None:
    desk.follow("Wechselwirkung hinzufügen")
    desk.pick("Von welchem Handlungsfeld?", "Wasser/Abwasser")
    desk.pick("Auf welches Handlungsfeld?", "Mobilität")
    desk.fill({"Wie wirkt das eine auf das andere?": "Zisternen kühlen die Radwege."})
    desk.press("Speichern")
    desk.follow("Weiter")


def write_texts(desk: Desk, questions: list[str]) -> None:
    """Answer question after question as the pages lead on."""
    for question in questions:
        desk.fill({question: TEXT * 8})
        desk.choose("Ist dieser Abschnitt fertig?", "Ja, fertig")
        desk.press(NEXT)


def name_partner(desk: Desk) -> None:
    desk.follow("Partner hinzufügen")
    desk.fill({"Name": "Stadtwerke", "Aufgabe im Vorhaben": "Betrieb der Zisternen"})
    desk.pick("Art", "Unternehmen")
    desk.press("Speichern")
    desk.follow("Weiter")


def plan_measures(desk: Desk, years: range) -> None:
    """One measure, then an output and an outcome with baseline, target, unit and source."""
    desk.follow("Maßnahme hinzufügen")
    desk.fill(
        {
            "Name der Maßnahme": "Bäume und Zisternen",
            "Was tun Sie?": TEXT,
            "Beginn": f"01.01.{years[0]}",
            "Ende": f"31.12.{years[1]}",
        }
    )
    desk.pick("Handlungsfeld", "Wasser/Abwasser")
    desk.press("Speichern")
    desk.follow("Weiter")
    for level, name in (("Output", "Gepflanzte Bäume"), ("Outcome", "Wege im Schatten")):
        desk.follow("Indikator hinzufügen")
        desk.choose("Ebene", level)
        desk.choose("Wohin soll sich der Wert entwickeln?", "Ein höherer Wert ist besser")
        desk.fill(
            {
                "Was messen Sie?": name,
                "Einheit": "Prozent",
                "Ausgangswert": "41,5",
                "Stand des Ausgangswerts": "01.01.2026",
                "Zielwert": "1.060",
                "Zielwert erreicht bis": f"31.12.{years[-1]}",
                "Quelle": "eigene Messung",
            }
        )
        desk.press("Speichern")
    desk.follow("Weiter")


def fill_finance_plan(desk: Desk, year: int, staff: str = "1.000.000") -> None:
    """Amounts that do not fit first: the page says what is missing while one types."""
    type_too_little(desk, year, staff)
    desk.sees("100.000,00 €")
    desk.sees("Es fehlen")
    desk.fill({f"Eigenmittel, {year}": "350.000"})
    desk.sees("ausgeglichen")
    desk.press(NEXT)


def fill_finance_plan_and_save(desk: Desk, year: int, staff: str) -> None:
    """The same where the page does not reckon while one types: saving does."""
    type_too_little(desk, year, staff)
    desk.press(LATER)
    desk.follow("Finanzplan ausfüllen")
    desk.sees("Es fehlen")
    desk.fill({f"Eigenmittel, {year}": "350.000"})
    desk.press(NEXT)


def type_too_little(desk: Desk, year: int, staff: str) -> None:
    desk.fill(
        {
            f"Personal, {year}": staff,
            f"Beantragte Zuwendung, {year}": "650.000,00",
            f"Eigenmittel, {year}": "250000",
        }
    )


def add_plan_line(desk: Desk, year: int) -> None:
    """A line for one measure, with a name of its own."""
    desk.press("Position hinzufügen")
    desk.pick("Art der Position", "Investitionen")
    desk.press("Hinzufügen")
    desk.fill({"Bezeichnung (freiwillig)": "Zisternen"})
    desk.pick("Maßnahme (freiwillig)", "Bäume und Zisternen")
    desk.press("Speichern")
    desk.fill({f"Zisternen, {year}": "400.000"})


def upload(desk: Desk, folder: Path, *names: str) -> None:
    """Hand in a small PDF for each of these documents."""
    for name in names:
        file = folder / f"{name}.pdf"
        document = pikepdf.new()
        document.add_blank_page()
        document.save(file)
        desk.pick("Welche Unterlage laden Sie hoch?", name)
        desk.attach("Datei auswählen", file)
        desk.press("Hochladen")
        desk.sees(f"„{name}.pdf“ ist gespeichert")
    desk.follow("Zurück zur Aufgabenliste")


def declare(desk: Desk) -> None:
    """Every declaration of the call, then back to the list."""
    desk.follow("Erklärungen abgeben")
    for question, answer in DECLARED.items():
        desk.choose(question, answer)
    desk.press(NEXT)


def hand_to_signatory(desk: Desk) -> None:
    """The self-check finds nothing open any more."""
    desk.follow("Antrag prüfen")
    desk.sees("Es ist nichts mehr offen.")
    desk.press("Zur Zeichnung geben")
    desk.sees("Der Antrag liegt jetzt zur Zeichnung vor.")


def submit(desk: Desk, application_title: str) -> str:
    """The signatory reads everything, confirms each declaration and submits; return the number."""
    desk.follow("Unsere Anträge")
    desk.follow(application_title)
    desk.follow("Antrag prüfen")
    desk.sees("Bäume und Zisternen")
    desk.follow("Weiter zum Einreichen")
    desk.press("Antrag einreichen")
    desk.is_at("Antrag jetzt einreichen")
    desk.tick_all()
    desk.press("Antrag einreichen")
    desk.is_at("Ihr Antrag ist eingegangen")
    return desk.page.locator(".al-receipt__no").inner_text()
