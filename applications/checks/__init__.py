"""The one rule set: live in the form, at submission and in the officer's formal check.

The order is the formal checklist's. Each rule is one function; `RULES` gives it code and title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from applications.checks import contacts, content, documents, entry, money
from applications.checks.consortium import roles_free
from applications.checks.office import (
    every_rule_settled,
    nothing_is_awaited,
    reasons_are_written,
    some_rule_is_not_met,
)
from applications.checks.rule import Rule, loaded
from applications.checks.teamwork import approvals_given, organisation_confirmed
from core.refusals import Finding
from core.workflow import Attempt

if TYPE_CHECKING:
    from applications.models import Application

RULES = (
    Rule(
        "in_time",
        "Fristgerecht eingegangen",
        entry.arrived_in_time,
        entry.arrival_evidence,
    ),
    Rule("eligible", "Antragsberechtigt", entry.may_apply, entry.organisation_evidence),
    Rule(
        "signed",
        "Von berechtigter Person freigegeben",
        entry.signed,
        entry.signature_evidence,
        office_only=True,
    ),
    Rule(
        "one_application",
        "Nur ein Antrag je Kommune",
        entry.one_application,
        entry.one_application_evidence,
    ),
    Rule(
        "no_overlap",
        "Nicht an anderen Anträgen beteiligt",
        entry.partner_elsewhere,
        entry.partner_evidence,
        office_only=True,
    ),
    Rule("contacts", "Personen genannt", contacts.contacts_named, contacts.contacts_evidence),
    Rule("project", "Vorhaben beschrieben", content.project_described, content.project_evidence),
    Rule("topics", "Handlungsfelder gewählt", content.topics_chosen, content.topics_evidence),
    Rule("measures", "Maßnahmen beschrieben", content.measures_named, content.measures_evidence),
    Rule(
        "indicators",
        "Indikatoren mit Ausgangs- und Zielwert",
        content.indicators_named,
        content.indicators_evidence,
    ),
    Rule(
        "answers",
        "Alle Fragen beantwortet",
        content.questions_answered,
        content.questions_evidence,
    ),
    Rule("limits", "Texte in den Grenzen", content.texts_within_limits, content.limits_evidence),
    Rule(
        "balance",
        "Finanzplan geht auf",
        money.stored(money.adds_up),
        money.evidence(money.balance_evidence),
    ),
    Rule(
        "rate",
        "Fördersatz eingehalten",
        money.stored(money.within_rate),
        money.evidence(money.rate_evidence),
    ),
    Rule(
        "cap",
        "Obergrenze eingehalten",
        money.stored(money.within_cap),
        money.evidence(money.cap_evidence),
    ),
    Rule(
        "minimum",
        "Mindestzuwendung erreicht",
        money.stored(money.above_minimum),
        money.evidence(money.grant_evidence),
    ),
    Rule(
        "own_share",
        "Eigenanteil erbracht",
        money.stored(money.own_share_given),
        money.evidence(money.own_share_evidence),
    ),
    Rule(
        "public_money",
        "Öffentliche Mittel nicht höher als die Ausgaben",
        money.stored(money.public_money_within_costs),
        money.evidence(money.public_money_evidence),
    ),
    Rule(
        "not_begun",
        "Vorhaben nicht begonnen",
        documents.not_begun,
        documents.start_evidence,
        by_hand=documents.early_start_wanted,
    ),
    Rule(
        "documents",
        "Unterlagen vollständig",
        documents.documents_with_application,
        documents.documents_evidence,
    ),
    Rule(
        "council",
        "Ratsbeschluss und Unterlagen mit eigener Frist",
        documents.later_documents,
        documents.later_evidence,
        not_due=documents.later_not_due,
    ),
    Rule(
        "emergency",
        "Nachweis der Haushaltsnotlage",
        documents.emergency_proven,
        documents.emergency_evidence,
        by_hand=documents.emergency_declared,
    ),
    Rule(
        "other_funding",
        "Keine Doppelförderung",
        evidence=documents.other_funding_evidence,
        by_hand=documents.other_funding_declared,
    ),
    Rule(
        "state_aid",
        "Beihilferecht",
        evidence=documents.aid_evidence,
        by_hand=documents.economic_activity_declared,
    ),
    Rule(
        "declarations",
        "Erklärungen abgegeben",
        content.declared_as_needed,
        content.declarations_evidence,
    ),
    Rule(
        "assessable",
        "Bewertbar, in deutscher Sprache",
        by_hand=lambda application: True,
        office_only=True,
    ),
)
TITLES = {rule.code: rule.title for rule in RULES}
APPLICANT_RULES = tuple(rule for rule in RULES if not rule.office_only)

SIGNATURE_CHECKS: tuple[Any, ...] = (
    *(rule.check for rule in APPLICANT_RULES),
    roles_free,
    approvals_given,
)
SUBMISSION_CHECKS: tuple[Any, ...] = (
    *SIGNATURE_CHECKS,
    organisation_confirmed,
    entry.released_by_a_second_person,
    entry.unchanged,
    entry.confirmed,
)
ADMISSION_CHECKS: tuple[Any, ...] = (nothing_is_awaited, every_rule_settled)
REJECTION_CHECKS: tuple[Any, ...] = (
    nothing_is_awaited,
    some_rule_is_not_met,
    reasons_are_written,
)


def open_points(application: Application, attempt: Attempt) -> list[Finding]:
    """Return everything the applicant still has to do: the self-check."""
    loaded(application)
    return [
        finding
        for check in (*SIGNATURE_CHECKS, organisation_confirmed)
        for finding in check(application, attempt)
    ]
