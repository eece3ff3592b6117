"""Documents, each with its own deadline, and declarations that need a proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from django.utils.timezone import localtime

from applications.checks.applicant import emergency_facts
from applications.checks.revision import document_closed
from applications.checks.rule import answers_of, case_of, loaded
from applications.state_aid import aid_sums
from core import clock
from core.refusals import Finding
from core.templatetags.allmende import day
from core.text import german
from core.workflow import Attempt

if TYPE_CHECKING:
    from applications.models import Application, Partner
    from programmes.models import DocumentRequirement

EMERGENCY_CODE = "haushaltsnotlage"


@dataclass(frozen=True)
class PartnerRequirement:
    """A document that the call asks of one partner: its own, with the call's deadline for it."""

    asked: DocumentRequirement
    partner: Partner

    @property
    def code(self) -> str:
        return f"{self.asked.code[:34]}-p{self.partner.position}"

    @property
    def name(self) -> str:
        return f"{self.asked.name}: {self.partner.name}"

    @property
    def condition_code(self) -> str:
        """The lead's declarations do not decide about a partner's document."""
        return ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.asked, name)


Requirement: TypeAlias = "DocumentRequirement | PartnerRequirement"


def requirements_of(application: Application) -> list[Requirement]:
    """Return the documents asked of this application, by its answers, and of its partners."""
    requirements = application.call_version.document_requirements.all()
    case = case_of(application, requirements)
    wanted = [r for r in requirements if not (r.full_only and case.is_small)]
    own = [r for r in wanted if not r.partner_kinds and r.applies(case.answers)]
    theirs = [of for one in application.partners.all() for of in asked_of(one, wanted)]
    return [*own, *theirs]


def names_of(application: Application) -> dict[str, str]:
    """Return what each document of the application is called, asked for now or not."""
    requirements = application.call_version.document_requirements.all()
    own = [requirement for requirement in requirements if not requirement.partner_kinds]
    theirs = [of for one in application.partners.all() for of in asked_of(one, requirements)]
    asked: list[Requirement] = [*own, *theirs]
    return {requirement.code: requirement.name for requirement in asked}


def asked_of(
    partner: Partner, requirements: Iterable[DocumentRequirement]
) -> Iterator[PartnerRequirement]:
    """Yield what the call asks of a partner of this kind; its own emergency is what counts."""
    answers = {EMERGENCY_CODE: partner.emergency}
    for requirement in requirements:
        if partner.kind in (requirement.partner_kinds or ()) and requirement.applies(answers):
            yield PartnerRequirement(requirement, partner)


def is_handed_in(application: Application, requirement: Requirement) -> bool:
    documents = loaded(application).documents.all()
    own = [d for d in documents if d.code == requirement.code and d.is_current]
    return any(d.file.scan != "infected" for d in own)


def missing(application: Application) -> list[Requirement]:
    """Return the required documents that are not there, due or not."""
    return [
        requirement
        for requirement in requirements_of(application)
        if requirement.required and not is_handed_in(application, requirement)
    ]


def is_due(requirement: Requirement, at: datetime) -> bool:
    """A document with a deadline of its own is due only when that has passed."""
    return requirement.due_at is None or at > requirement.due_at


def documents_with_application(application: Application, attempt: Attempt) -> list[Finding]:
    """What has no deadline of its own comes with the application."""
    return [
        absent(requirement)
        for requirement in missing(application)
        if requirement.due_at is None and requirement.condition_code != EMERGENCY_CODE
    ]


def emergency_proven(application: Application, attempt: Attempt) -> list[Finding]:
    """The higher rate needs its proof, and who confirmed it when and for which year."""
    facts = emergency_facts(application) if emergency_declared(application) else ()
    return [*facts, *proof_missing(application)]


def proof_missing(application: Application) -> list[Finding]:
    return [
        absent(requirement)
        for requirement in missing(application)
        if requirement.due_at is None and requirement.condition_code == EMERGENCY_CODE
    ]


def later_documents(application: Application, attempt: Attempt) -> list[Finding]:
    """A document that may follow is missing only after its own deadline."""
    return [
        absent(requirement)
        for requirement in missing(application)
        if requirement.due_at is not None and is_due(requirement, attempt.at)
    ]


def absent(requirement: Requirement) -> Finding:
    sentence = f"Laden Sie hoch: {requirement.name}."
    if requirement.due_at:
        sentence = f"Es fehlt: {requirement.name}. Die Frist war am {german(requirement.due_at)}."
    code = f"document_{requirement.code}"
    return Finding(code, sentence, "documents", requirement.code)


def later_not_due(application: Application, attempt: Attempt) -> bool:
    """Is a document still to come, with time left?"""
    return any(
        requirement.due_at is not None and not is_due(requirement, attempt.at)
        for requirement in missing(application)
    )


def later_evidence(application: Application) -> str:
    """Name what lies before and until when the rest may follow."""
    sentences = []
    for requirement in requirements_of(application):
        if requirement.due_at is None:
            continue
        if is_handed_in(application, requirement):
            sentences.append(f"{requirement.name} liegt vor.")
        else:
            sentences.append(f"{requirement.name} darf bis {german(requirement.due_at)} folgen.")
    return " ".join(sentences) or "Keine Unterlage mit eigener Frist"


def documents_evidence(application: Application) -> str:
    current = [d for d in loaded(application).documents.all() if d.is_current]
    return f"Dateien: {len(current)}"


def emergency_evidence(application: Application) -> str:
    declared = answers_of(application).get(EMERGENCY_CODE)
    if declared in (None, "", "none"):
        return "Keine Haushaltsnotlage erklärt"
    applicant = getattr(loaded(application), "applicant", None)
    facts = [applicant.authority, day(applicant.emergency_on)] if applicant else []
    if applicant and applicant.emergency_year:
        facts.append(f"Haushaltsjahr {applicant.emergency_year}")
    told = ", ".join(filter(None, facts))
    return " ".join(["Haushaltsnotlage erklärt, der Nachweis ist zu prüfen.", told]).strip()


def emergency_declared(application: Application) -> bool:
    return answers_of(application).get(EMERGENCY_CODE) not in (None, "", "none")


def not_begun(application: Application, attempt: Attempt) -> list[Finding]:
    """A project that has begun cannot be funded (VV Nr. 1.3 zu § 44 BHO)."""
    if answers_of(application).get("beginn") != "started":
        return []
    sentence = "Ein Vorhaben, das schon begonnen hat, kann nicht gefördert werden."
    return [Finding("begun", sentence, "declarations", "beginn")]


def start_evidence(application: Application) -> str:
    declared = answers_of(application).get("beginn")
    texts = {
        "not_started": "Erklärt: noch nicht begonnen",
        "early_start": "Vorzeitiger Beginn beantragt, Grund ist zu prüfen",
    }
    return texts.get(str(declared), "")


def early_start_wanted(application: Application) -> bool:
    return answers_of(application).get("beginn") == "early_start"


def other_funding_declared(application: Application) -> bool:
    return answers_of(application).get("doppelfoerderung") == "yes"


def other_funding_evidence(application: Application) -> str:
    answers = answers_of(application)
    if answers.get("doppelfoerderung") == "yes":
        return f"Andere Förderung: {answers.get('doppelfoerderung_liste') or 'ohne Angabe'}"
    return "Keine andere Förderung erklärt" if answers.get("doppelfoerderung") else ""


def economic_activity_declared(application: Application) -> bool:
    """Every page of a draft asks this, so nothing but the answers is loaded for it."""
    answers = application.answers.all()
    return any(one.code == "beihilfe" and one.value == "yes" for one in answers)


def aid_evidence(application: Application) -> str:
    """Say the earlier aid by recipient and Regulation, as on the day of submission."""
    declared = answers_of(application).get("beihilfe")
    if declared != "yes":
        return "Keine wirtschaftliche Tätigkeit erklärt" if declared else ""
    day = localtime(application.submitted_at or clock.now()).date()
    sums = [str(one) for one in aid_sums(loaded(application), day)]
    return f"Wirtschaftliche Tätigkeit. De-minimis: {' '.join(sums) or 'keine'}"


OPEN_FOR_LATER = ("submitted", "in_formal_check", "supplement_requested", "admitted")


def why_closed(application: Application, requirement: Requirement, at: datetime) -> list[Finding]:
    """Say why this document cannot be handed in now; a draft takes them all."""
    if application.is_editable:
        return document_closed(application, requirement.code)
    due_at = requirement.due_at
    if due_at is None or application.status not in OPEN_FOR_LATER:
        status = application.get_status_display()
        sentence = f"Der Antrag hat den Stand „{status}“. Unterlagen können nicht geändert werden."
    elif is_due(requirement, at):
        sentence = f"Die Frist für „{requirement.name}“ ist am {german(due_at)} abgelaufen."
    else:
        return []
    return [Finding("documents_closed", sentence, "documents")]
