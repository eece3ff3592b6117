"""What the invented applications say: each part as rows, up to where the case has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from demo.cases import Case
from demo.fates import NOT_ASSESSABLE, Fate
from programmes.models import CallVersion

COST_SHARES = (("staff", 36), ("services", 30), ("investment", 24), ("publicity", 10))
ANSWERS_IN_HALF = 5
PLACEHOLDER = "Dieser Text wird nachgereicht."
SENTENCES = {
    "ausgangslage": "{problem}. Das zeigen Befragung, Verkehrszählung und das integrierte "
    "Stadtentwicklungskonzept von {town}. Der Rat hat das Ziel im Leitbild beschlossen.",
    "integration": "{interactions} So entsteht mehr als eine Sammlung einzelner Maßnahmen: "
    "gemeinsame Daten, gemeinsame Abläufe und ein gemeinsames Ziel.",
    "klima": "Erwartet wird: {effect}. Ausgangs- und Zielwerte stehen bei den Indikatoren. Der "
    "Strombedarf der Technik ist eingerechnet.",
    "daseinsvorsorge": "{town} schließt damit eine Lücke in der Versorgung. Das Angebot bleibt "
    "auch bei Ausfall der Technik erreichbar.",
    "wertschoepfung": "Aufträge gehen in Losen an Betriebe der Region. Zwei Ausbildungsplätze "
    "entstehen.",
    "umsetzung": "Der Arbeitsplan hat vier Pakete. Risiken sind Personal und Vergabe; für beide "
    "gibt es eine Vertretung und Puffer von drei Monaten.",
    "wirkung": "Leistungen und Wirkungen werden jährlich gemessen. Den Betrieb nach der Förderung "
    "trägt {partner} mit Mitteln des Haushalts.",
    "kooperation": "{partner} übernimmt: {partner_role}. Ein Steuerungskreis mit Verwaltung, "
    "Partnern und Bürgerschaft trifft sich monatlich.",
    "teilhabe": "Werkstätten in allen Ortsteilen, Angebote am Telefon und am Schalter, leichte "
    "Sprache und geprüfte Barrierefreiheit gehören dazu.",
    "offenheit": "Schnittstellen und Daten sind offen, Software steht unter freier Lizenz. Ein "
    "Wechsel des Anbieters ist im Vertrag geregelt.",
    "uebertragbarkeit": "Anleitung, Kosten und Bausteine werden veröffentlicht. Drei "
    "Nachbarkommunen haben Interesse erklärt.",
}


Row = dict[str, Any]


def project_of(case: Case, version: CallVersion) -> Row:
    """Return the project's basics."""
    return {
        "title": case.title,
        "acronym": case.idea["acronym"],
        "summary": case.idea["summary"],
        "phase": case.phase,
        "starts_on": start_of(version),
        "ends_on": date(version.last_year, 12, 31),
        "level": "city",
    }


def start_of(version: CallVersion) -> date:
    """Return the first day of the first year, or of the month after all is decided."""
    first = date(version.first_year, 1, 1)
    decided = version.decision_until or first
    return max(first, (decided.replace(day=1) + timedelta(days=32)).replace(day=1))


def applicant_of(case: Case) -> Row:
    """Return what the application says about the organisation; an emergency with its proof."""
    if case.fate == Fate.BEGUN:
        return {}
    said: Row = {"street": "Am Markt 1", "authority": "Kommunalaufsicht des Landes"}
    if case.emergency:
        confirmed = case.round.started_at(case.number).date() - timedelta(days=60)
        said |= {"emergency_on": confirmed, "emergency_year": confirmed.year + 1}
    return said


def topics_of(case: Case) -> dict[str, bool]:
    """Return the chosen codes; True marks the main action field."""
    codes = [*case.idea["fields"], *case.idea["challenges"]]
    return {code: code == case.idea["primary"] for code in codes}


def interactions_of(case: Case) -> list[Row]:
    if case.fate == Fate.BEGUN:
        return []
    return [
        {"from_code": start, "to_code": end, "how": how}
        for start, end, how in case.idea["interactions"]
    ]


def partners_of(case: Case) -> list[Row]:
    if case.fate == Fate.BEGUN:
        return []
    name, kind, role = case.idea["partner"]
    return [{"name": f"{name} {case.place}", "kind": kind, "role": role}]


def measures_of(case: Case, version: CallVersion) -> list[Row]:
    if case.fate == Fate.BEGUN:
        return []
    return [
        {
            "name": name,
            "topic_code": topic,
            "description": description,
            "target_group": "Alle Menschen in der Kommune",
            "starts_on": start_of(version),
            "ends_on": date(version.last_year - 1, 12, 31),
            "open_source": topic == "digital",
        }
        for name, topic, description in case.idea["measures"]
    ]


def indicators_of(case: Case, version: CallVersion) -> list[Row]:
    """Return the indicators; a draft that is half done has none yet.

    `catalogue` is a code, `measure` and `leads_to` are positions: `linked` finds their rows.
    The outcome comes first; every output of the first measure leads to it.
    """
    if case.fate in (Fate.BEGUN, Fate.HALF):
        return []
    return [
        {
            "name": name,
            "level": level,
            "unit": unit,
            "rising": rising,
            "baseline": Decimal(baseline),
            "baseline_on": date(version.first_year - 2, 12, 31),
            "target": Decimal(target),
            "target_on": date(version.last_year, 12, 31),
            "source": source,
            "sdg": sdg,
            "catalogue": code,
            "measure": 1 if level == "output" else 0,
            "leads_to": 1 if level == "output" else 0,
        }
        for name, level, unit, baseline, target, rising, source, sdg, code in case.idea[
            "indicators"
        ]
    ]


def linked(values: Row, catalogue: Mapping[str, Any], written: Mapping[str, Any]) -> Row:
    """Return an indicator with rows in place of code and positions.

    `written` holds the rows of the same application: `measure` and `leads_to` by position.
    """
    found = {name: written[name].get(values[name]) for name in ("measure", "leads_to")}
    return {**values, "catalogue": catalogue.get(values["catalogue"]), **found}


def texts_of(case: Case) -> dict[str, str]:
    """Return the texts of the question catalogue by code."""
    if case.fate == Fate.BEGUN:
        return {}
    if case.fate in NOT_ASSESSABLE:
        return dict.fromkeys(SENTENCES, PLACEHOLDER)
    parts = {
        "town": case.place,
        "problem": case.idea["problem"],
        "effect": case.idea["effect"],
        "partner": case.idea["partner"][0],
        "partner_role": case.idea["partner"][2],
        "interactions": " ".join(how for _, _, how in case.idea["interactions"]),
    }
    texts = {code: sentence.format(**parts) for code, sentence in SENTENCES.items()}
    written = ANSWERS_IN_HALF if case.fate == Fate.HALF else len(texts)
    return dict(list(texts.items())[:written])


def declarations_of(case: Case) -> dict[str, str]:
    """Return what the municipality declares."""
    if case.fate in (Fate.BEGUN, Fate.HALF):
        return {}
    return {
        "beginn": "not_started",
        "doppelfoerderung": "no",
        "haushaltsnotlage": "approved" if case.emergency else "none",
        "beihilfe": "no",
        "vorsteuer": "no",
        "subvention": "yes",
        "datennutzung": "yes",
        "vollstaendig": "yes",
    }


def plan_of(case: Case, version: CallVersion) -> dict[str, dict[int, Decimal]]:
    """Return euros by kind and year: expenses, the grant at the full rate, own money.

    A draft that is half done has no financing yet.
    """
    plan: dict[str, dict[int, Decimal]] = {}
    rate = version.emergency_rate if case.emergency else version.regular_rate
    spent = () if case.fate == Fate.BEGUN else case.yearly_expenses
    for year, total in zip(version.years, spent, strict=False):
        for kind, percent in COST_SHARES:
            plan.setdefault(kind, {})[year] = Decimal(total * percent // 100)
        if case.fate != Fate.HALF:
            grant = (Decimal(total) * rate).quantize(Decimal("0.01"))
            plan.setdefault("grant", {})[year] = grant
            plan.setdefault("own_cash", {})[year] = total - grant
    return plan


def documents_of(case: Case) -> Iterable[str]:
    """Yield the codes of the documents handed in; every fifth resolution is still to come."""
    if case.fate in (Fate.BEGUN, Fate.HALF):
        return
    yield "projektplan"
    if case.number % 5 != 4:
        yield "ratsbeschluss"
    if case.emergency:
        yield "haushaltsnotlage_nachweis"
    if case.number % 3 == 0:
        yield "absichtserklaerungen"


def reason_for(points: Decimal, name: str) -> str:
    """Return a reason long enough for every score."""
    tone = {0: "fehlt", 1: "fehlt weitgehend", 2: "bleibt in wichtigen Punkten offen"}
    said = tone.get(int(points), "ist nachvollziehbar und mit Angaben belegt")
    return (
        f"Zu „{name}“: Die Darstellung {said}. Ausgangswerte, Quellen und Zuständigkeiten wurden "
        f"geprüft; das Ergebnis entspricht dem Anker für {points} Punkte."
    )
