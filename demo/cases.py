"""Invented applications: the same seed gives the same cases, whatever way they are stored."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from accounts.models import Organisation

IDEAS = Path(__file__).with_name("ideas.json")
GRAIN = 2000  # euros: every amount is a multiple, so each rate gives whole euros
COST_SHARES = (("staff", 36), ("services", 30), ("investment", 24), ("publicity", 10))
QUALITY_WEIGHT, SEVERITY_WEIGHT, PAIR_NOISE, CRITERION_NOISE = 0.46, 0.28, 0.5, 0.7
TYPICAL_POINTS = 3.45
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


@dataclass(frozen=True)
class Case:
    """One invented application: who, what, with which money, how good and what becomes of it."""

    number: int
    organisation: Organisation
    idea: Mapping[str, Any]
    phase: str
    emergency: bool
    yearly_expenses: tuple[int, ...]
    quality: float
    fate: str

    @property
    def title(self) -> str:
        return f"{self.idea['title']} für {self.place}"

    @property
    def place(self) -> str:
        return self.organisation.name.split(",")[0]


@cache
def ideas() -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads(IDEAS.read_text(encoding="utf-8")))


def invent(
    number: int, organisation: Organisation, fate: str, years: int, rng: random.Random
) -> Case:
    """Return one case; larger places ask for more money, with a wide spread."""
    strategy = rng.random() < 0.25
    most = 2_500_000 if strategy else 15_000_000
    size = max(1.0, organisation.inhabitants / 30_000) ** 0.35
    total = min(most * 0.98, 900_000 * size * rng.lognormvariate(0.9, 0.55))
    return Case(
        number=number,
        organisation=organisation,
        idea=rng.choice(ideas()),
        phase="strategy" if strategy else "implementation",
        emergency=rng.random() < 0.2,
        yearly_expenses=spread(int(total), years, rng),
        quality=rng.gauss(0, 1),
        fate=fate,
    )


def spread(total: int, years: int, rng: random.Random) -> tuple[int, ...]:
    """Divide a total over the years in multiples of 100,000, each at least one."""
    weights = [rng.uniform(0.6, 1.4) for _ in range(years)]
    step = 50 * GRAIN
    return tuple(max(1, round(total * w / sum(weights) / step)) * step for w in weights)


def answers_of(case: Case) -> dict[str, str]:
    """Return the answers of the question catalogue by code."""
    parts = {
        "town": case.place,
        "problem": case.idea["problem"],
        "effect": case.idea["effect"],
        "partner": case.idea["partner"][0],
        "partner_role": case.idea["partner"][2],
        "interactions": " ".join(how for _, _, how in case.idea["interactions"]),
    }
    texts = {code: sentence.format(**parts) for code, sentence in SENTENCES.items()}
    return texts | {
        "beginn": "not_started",
        "doppelfoerderung": "no",
        "haushaltsnotlage": "approved" if case.emergency else "none",
        "beihilfe": "no",
        "vorsteuer": "no",
        "subvention": "yes",
        "datennutzung": "yes",
        "vollstaendig": "yes",
    }


def plan_of(case: Case, years: Sequence[int], rate: Decimal) -> dict[str, dict[int, Decimal]]:
    """Return amounts by kind and year: cost types, the grant at the full rate, own money."""
    plan: dict[str, dict[int, Decimal]] = {}
    for year, total in zip(years, case.yearly_expenses, strict=True):
        for kind, percent in COST_SHARES:
            plan.setdefault(kind, {})[year] = Decimal(total * percent // 100)
        grant = Decimal(total) * rate
        plan.setdefault("grant", {})[year] = grant
        plan.setdefault("own_cash", {})[year] = total - grant
    return plan


def points_of(
    case: Case, severity: float, maxima: Mapping[str, Decimal], rng: random.Random
) -> dict[str, Decimal]:
    """Return one reviewer's points by criterion; agreement lies near ICC 0.3, as in reality."""
    view = QUALITY_WEIGHT * case.quality + SEVERITY_WEIGHT * severity + rng.gauss(0, PAIR_NOISE)
    return {
        code: Decimal(
            min(int(most), max(0, round(TYPICAL_POINTS + view + rng.gauss(0, CRITERION_NOISE))))
        )
        for code, most in maxima.items()
    }


def reason_for(points: Decimal, name: str) -> str:
    """Return a reason long enough for every score."""
    tone = {0: "fehlt", 1: "fehlt weitgehend", 2: "bleibt in wichtigen Punkten offen"}
    said = tone.get(int(points), "ist nachvollziehbar und mit Angaben belegt")
    return (
        f"Zu „{name}“: Die Darstellung {said}. Ausgangswerte, Quellen und Zuständigkeiten wurden "
        f"geprüft; das Ergebnis entspricht dem Anker für {points} Punkte."
    )
