"""Einen Antrag über die Schnittstelle anlegen, ausfüllen, prüfen und einreichen.

Aufruf:  python antrag_einreichen.py https://portal.example projektplan.pdf
Umgebung: ALLMENDE_TOKEN (Zugangsschlüssel einer zeichnungsberechtigten Person mit den Rechten
lesen, bearbeiten, einreichen), ALLMENDE_CALL (Kurzname des Aufrufs), ALLMENDE_ORGANISATION
(Kennung der Organisation). Es genügt Python ohne weitere Pakete.
"""

import json
import os
import sys
import uuid
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

PORTAL = sys.argv[1].rstrip("/")
TOKEN = os.environ["ALLMENDE_TOKEN"]
DECLARATIONS = {
    "beginn": "not_started",
    "doppelfoerderung": "no",
    "haushaltsnotlage": "none",
    "beihilfe": "no",
    "vorsteuer": "no",
    "subvention": "yes",
    "datennutzung": "yes",
    "vollstaendig": "yes",
}


def call(method: str, path: str, body: Any = None, **headers: str) -> Any:
    """Schickt JSON oder fertige Bytes und gibt die Antwort zurück; Gründe beenden das Programm."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode() if body else None
    headers = {"Content-Type": "application/json", **headers, "Authorization": f"Bearer {TOKEN}"}
    request = Request(f"{PORTAL}/api/v1/{path}", sent, headers, method=method)  # noqa: S310
    try:
        with urlopen(request) as answer:  # noqa: S310
            return json.load(answer)
    except HTTPError as error:
        sys.exit(f"{error.code} {path}: {error.read().decode()}")


def save(section: str, **values: Any) -> None:
    """Ändert einen Abschnitt, ohne die Änderung eines anderen zu überschreiben."""
    address = f"antraege/{key}/abschnitte/{section}/"
    version = call("GET", address)["version"]
    call("PATCH", address, {"version": version, "values": values})


def add(rows: str, **values: Any) -> int:
    """Legt einen Eintrag an und gibt seine Nummer zurück."""
    return int(call("POST", f"antraege/{key}/eintraege/{rows}/", {"values": values})["number"])


def upload(document: str, file: Path) -> None:
    """Lädt eine Unterlage als Formular mit einem Feld hoch."""
    edge = uuid.uuid4().hex
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
    body = f"{head}\r\n".encode() + file.read_bytes() + f"\r\n--{edge}--\r\n".encode()
    form = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    call("POST", f"antraege/{key}/unterlagen/{document}/", body, **form)


# 1. Den Aufruf lesen und den Antrag beginnen. Gibt es ihn schon, kommt derselbe zurück.
rules = call("GET", f"aufrufe/{os.environ['ALLMENDE_CALL']}/")
wanted = {"call": rules["slug"], "organisation": os.environ["ALLMENDE_ORGANISATION"]}
key = call("POST", "antraege/", wanted)["key"]
first, last = rules["first_year"], rules["last_year"]

# 2. Vorhaben, Themen und Texte.
period = {"starts_on": f"{first}-01-01", "ends_on": f"{last}-12-31"}
texts = {"title": "Kühle Wege", "summary": "Schatten und Wasser für alle."}
save("project", **texts, **period, phase="implementation", level="city")
save("topics", action_fields=["wasser", "mobilitaet"], primary="wasser", challenges=["klimawandel"])
for question in rules["questions"]:
    if question["chapter"] != "declarations" and not question["condition_code"]:
        save(f"answer-{question['code']}", value=f"Unsere Antwort: {question['title']}.", done=True)
save("declarations", **DECLARATIONS)

# 3. Maßnahme, Indikatoren, Partner und Finanzplan: Eintrag für Eintrag.
measure = add("measures", name="Bäume", topic_code="wasser", description="Wir pflanzen.")
goal = {"unit": "Prozent", "rising": True, "baseline": 41.5, "baseline_on": "2026-01-01"}
goal |= {"target": 60, "target_on": f"{last}-12-31", "source": "eigene Messung"}
for level in ("output", "outcome"):
    add("indicators", name=f"Wege im Schatten ({level})", level=level, measure=measure, **goal)
partner = add("partners", name="Stadtwerke", kind="municipal_company", role="Betrieb")
add("expenses", kind="staff", label="Leitung", amounts={str(first): "800000.00"})
add("expenses", kind="services", partner=partner, amounts={str(first): "200000.00"})
add("financing", kind="grant", amounts={str(first): "650000.00"})
add("financing", kind="own_cash", amounts={str(first): "350000.00"})

# 4. Unterlagen, Prüfung, Einreichung. Derselbe Schlüssel gibt immer dieselbe Quittung.
upload("projektplan", Path(sys.argv[2]))
findings = call("GET", f"antraege/{key}/checks/")["findings"]
if findings:
    sys.exit("\n".join(finding["sentence"] for finding in findings))
signed = {"confirmed": ["authorised", "complete", "subsidy"]}
signed["version"] = call("GET", f"antraege/{key}/")["version"]
receipt = call("POST", f"antraege/{key}/submit/", signed, **{"Idempotency-Key": f"antrag-{key}"})
sys.stdout.write(f"{receipt['receipt_number']}\n")
