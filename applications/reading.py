"""The frozen content of an application as people read it: one reading for page, office and PDF.

It takes the plain value of `applications.snapshot`, so a draft and a submission read the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from applications.sections import CHAPTERS
from core.forms import written
from core.templatetags.allmende import day, euro, file_size, percent
from core.templatetags.allmende import german as number

PROJECT, PARTICIPATION, PLAN, DOCUMENTS, DECLARATIONS = CHAPTERS
Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Passage:
    """One section as it reads: facts, or a text, or a table; `section` says where to change it."""

    section: str
    chapter: str
    title: str
    facts: Facts = ()
    text: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    criterion: str = ""


def reading_of(content: Mapping[str, Any]) -> list[Passage]:
    """Return all passages in the order of the task list."""
    return [
        Passage("organisation", PROJECT, "Wer sich bewirbt", who_applies(content)),
        Passage("contacts", PROJECT, "Personen", contact_facts(content.get("contacts", []))),
        Passage("project", PROJECT, "Vorhaben", project_facts(content["project"])),
        Passage("topics", PROJECT, "Themen", topic_facts(content["topics"])),
        Passage(
            "interactions",
            PROJECT,
            "Wechselwirkungen",
            tuple((f"{one['from']} → {one['to']}", one["how"]) for one in content["interactions"]),
        ),
        *answers(content, "project", PROJECT),
        Passage("partners", PARTICIPATION, "Partner", partner_facts(content["partners"])),
        *answers(content, "participation", PARTICIPATION),
        Passage("measures", PLAN, "Maßnahmen", tuple(map(measure_fact, content["measures"]))),
        Passage(
            "indicators", PLAN, "Indikatoren", tuple(map(indicator_fact, content["indicators"]))
        ),
        finance_passage(content["plan"]),
        Passage("documents", DOCUMENTS, "Unterlagen", document_facts(content["documents"])),
        declarations(content),
        *aid_passage(content.get("aids", [])),
    ]


def chapters_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the reading by chapter, as plain values for templates and PDF."""
    grouped: dict[str, list[Passage]] = {}
    for passage in reading_of(content):
        grouped.setdefault(passage.chapter, []).append(passage)
    return [
        {"title": f"{number}. {chapter}", "passages": [asdict(passage) for passage in passages]}
        for number, (chapter, passages) in enumerate(grouped.items(), start=1)
    ]


def who_applies(content: Mapping[str, Any]) -> Facts:
    """Return what the directory and the application say about the organisation."""
    known = organisation_facts(content["organisation"])
    return known + applicant_facts(content.get("applicant", {}))


def organisation_facts(organisation: Mapping[str, Any]) -> Facts:
    """Return who applies, as the official directory says it; nobody types it again."""
    inhabitants = number(organisation["inhabitants"])
    counted = f" ({on(organisation['inhabitants_on'])})" if organisation["inhabitants_on"] else ""
    return (
        ("Organisation", organisation["name"]),
        ("Art", organisation["kind_label"]),
        ("Gemeindeschlüssel (AGS)", organisation["ags"]),
        ("Regionalschlüssel (ARS)", organisation["ars"]),
        ("Einwohnerinnen und Einwohner", f"{inhabitants}{counted}"),
        ("Größenklasse", organisation["size_class_label"]),
    )


def applicant_facts(applicant: Mapping[str, Any]) -> Facts:
    """Return what the application says beside the directory; nothing before that was asked."""
    if not applicant:
        return ()
    town = f"{applicant['postal_code']} {applicant['place']}".strip()
    facts = [
        ("Anschrift", "\n".join(filter(None, (applicant["street"], town)))),
        ("Rechtsform", applicant["legal_form"]),
        ("Kommunalaufsicht", applicant["authority"]),
    ]
    optional = {
        "Leitweg-ID": applicant["leitweg_id"],
        "Haushaltsnotlage bestätigt am": on(applicant["emergency_on"]),
        "Haushaltsnotlage im Haushaltsjahr": str(applicant["emergency_year"] or ""),
    }
    return (*facts, *((label, value) for label, value in optional.items() if value))


def contact_facts(contacts: list[Mapping[str, Any]]) -> Facts:
    return tuple((one["role_label"], "\n".join(contact_lines(one))) for one in contacts)


def contact_lines(one: Mapping[str, Any]) -> Iterator[str]:
    """Yield who it is, what the authority rests on, how to reach the person."""
    yield f"{one['name']}, {one['office']}"
    if one["authority_label"]:
        yield f"Vertritt nach: {one['authority_label']}"
    yield ", ".join(filter(None, (one["email"], one["phone"])))


def project_facts(project: Mapping[str, Any]) -> Facts:
    if not project:
        return ()
    return (
        ("Titel", project["title"]),
        ("Kurzname", project["acronym"]),
        ("Kurzbeschreibung", project["summary"]),
        ("Phase", project["phase_label"]),
        ("Beginn", on(project["starts_on"])),
        ("Ende", on(project["ends_on"])),
        ("Räumliche Ebene", project["level_label"]),
    )


def topic_facts(topics: list[Mapping[str, Any]]) -> Facts:
    def names(kind: str) -> str:
        return ", ".join(
            f"{topic['name']} (führend)" if topic["is_primary"] else topic["name"]
            for topic in topics
            if topic["kind"] == kind
        )

    return (
        ("Handlungsfelder", names("action_field")),
        ("Herausforderungen", names("challenge")),
    )


def partner_facts(partners: list[Mapping[str, Any]]) -> Facts:
    if not partners:
        return (("Partner", "Keine weiteren Partner"),)
    return tuple((one["name"], "\n".join(filter(None, partner_lines(one)))) for one in partners)


def partner_lines(one: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is said about one partner; resolution and rate since consortia have pages."""
    passing = " Erhält Mittel durch Weiterleitung." if one["passes_on"] else ""
    yield f"{one['kind_label']}: {one['role']}.{passing}"
    if one.get("council_on"):
        body = one["council_body"] or "Gremium"
        yield f"Beschluss: {body}, {on(one['council_on'])}"
    if one.get("agreement_on"):
        yield f"Kooperationsvereinbarung vom {on(one['agreement_on'])}"
    if one.get("emergency", "none") != "none":
        proof = [one["emergency_authority"], on(one["emergency_on"])]
        year = f"Haushaltsjahr {one['emergency_year']}" if one["emergency_year"] else ""
        yield ", ".join(filter(None, [f"Haushaltsnotlage: {one['emergency_label']}", *proof, year]))
        yield f"Beantragter Fördersatz für eigene Ausgaben: {percent(one['rate_asked'])}"


def measure_fact(measure: Mapping[str, Any]) -> tuple[str, str]:
    days = [on(measure[name]) for name in ("starts_on", "ends_on") if measure[name]]
    period = " bis ".join(days)
    group = f"Zielgruppe: {measure['target_group']}" if measure["target_group"] else ""
    lines = (measure["description"], group, period, *measure_details(measure))
    return measure["name"], "\n".join(part for part in lines if part)


def measure_details(measure: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is asked of a measure since it may be said."""
    named = {"Ort": "location", "Ergebnis": "outputs"}
    named |= {"Stand": "progress_label", "Reife": "maturity_label"}
    for label, name in named.items():
        if measure.get(name):
            yield f"{label}: {measure[name]}"
    if measure.get("open_source"):
        licence = f", Lizenz {measure['licence']}" if measure.get("licence") else ""
        yield f"Veröffentlicht als Open Source{licence}"


def indicator_fact(indicator: Mapping[str, Any]) -> tuple[str, str]:
    start, end = (written(Decimal(indicator[name])) for name in ("baseline", "target"))
    sentence = (
        f"{indicator['level_label']}: von {start} ({on(indicator['baseline_on'])}) auf {end} "
        f"{indicator['unit']} bis {on(indicator['target_on'])}. Quelle: {indicator['source']}"
    )
    known = (
        f" Indikator {indicator['catalogue']} des Programms." if indicator.get("catalogue") else ""
    )
    often = f"\nMessung: {indicator['frequency_label']}" if indicator.get("frequency_label") else ""
    return indicator["name"], sentence + known + often


def answers(content: Mapping[str, Any], group: str, chapter: str) -> Iterator[Passage]:
    """Yield the texts of one chapter, each with its criterion."""
    for answer in content["answers"]:
        if answer["group"] == group:
            yield Passage(
                f"answer-{answer['code']}",
                answer.get("chapter", chapter),
                answer["label"],
                text="" if answer.get("rows") else answer["text"],
                head=tuple(answer.get("head", ())),
                rows=tuple(map(tuple, answer.get("rows", ()))),
                criterion=answer["criterion"],
            )


def declarations(content: Mapping[str, Any]) -> Passage:
    own = [answer for answer in content["answers"] if answer["group"] == "declarations"]
    facts = tuple((answer["label"], answer["text"]) for answer in own)
    return Passage("declarations", DECLARATIONS, "Erklärungen", facts)


def aid_passage(aids: list[Mapping[str, Any]]) -> Iterator[Passage]:
    """Yield the earlier de-minimis aid as facts; nothing where none is listed."""
    if aids:
        facts = tuple((f"{one['giver']}, {on(one['granted_on'])}", aid_line(one)) for one in aids)
        yield Passage("aids", DECLARATIONS, "De-minimis-Beihilfen", facts)


def aid_line(one: Mapping[str, Any]) -> str:
    told = [one["recipient"], euro(one["amount"]), one["regulation_label"], one["sector"]]
    reference = f"Aktenzeichen {one['reference']}" if one["reference"] else ""
    return "\n".join(filter(None, [*told, reference]))


def document_facts(documents: list[Mapping[str, Any]]) -> Facts:
    return tuple(
        (one["name"], f"{one['file']}, {file_size(one['size'])}, SHA-256 {one['sha256'][:16]} …")
        for one in documents
    )


def finance_passage(plan: Mapping[str, Any]) -> Passage:
    """Return the plan as a table with its sums, and the grant against what is allowed."""
    years = [str(year) for year in plan["years"]]
    facts = (
        ("Zuwendungsfähige Ausgaben", euro(plan["eligible"])),
        ("Beantragte Zuwendung", euro(plan["grant"])),
        ("Höchste Zuwendung", f"{euro(plan['grant_allowed'])} ({percent(plan['rate'])})"),
        ("Eigenanteil", euro(plan["own_share"])),
    )
    return Passage(
        "plan",
        PLAN,
        "Kosten- und Finanzierungsplan",
        facts,
        head=("Position", *years, "Summe"),
        rows=(
            *side(plan, "expense", years),
            total("Summe Ausgaben", plan["expenses_by_year"], years, plan["expenses"]),
            *side(plan, "financing", years),
            total("Summe Finanzierung", plan["financing_by_year"], years, plan["financing"]),
        ),
    )


def side(plan: Mapping[str, Any], name: str, years: list[str]) -> Iterator[tuple[str, ...]]:
    for line in plan["lines"]:
        if line["side"] == name:
            extra = [line["partner"], "" if line["eligible"] else "nicht zuwendungsfähig"]
            label = " · ".join([line["label"] or line["kind_label"], *filter(None, extra)])
            yield total(label, line["amounts"], years, line["total"])


def total(label: str, amounts: Mapping[str, Any], years: list[str], whole: Any) -> tuple[str, ...]:
    return (label, *(euro(amounts.get(year, "0")) for year in years), euro(whole))


def on(text: str | None) -> str:
    """Return a frozen day as people read it; empty without one."""
    return day(date.fromisoformat(text)) if text else ""
