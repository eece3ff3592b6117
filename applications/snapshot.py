"""The full content of an application as one plain value: frozen at submission, read everywhere.

PDFs, the reviewers' reading view and the API show this value; so all show the same words.
Money is text with two decimals once frozen. Who speaks for the applicant is named in `contacts`,
which only the organisation and the office read; everybody else stands here by key and role.
"""

from __future__ import annotations

from typing import Any

from applications.checks import loaded
from applications.checks.content import asked
from applications.checks.documents import economic_activity_declared, names_of
from applications.finance import ZERO, plan_of, terms_of
from applications.models import (
    Application,
    Contact,
    Document,
    Indicator,
    Measure,
    Partner,
    PlanLine,
)
from applications.state_aid import aids_part
from programmes.answers import in_words, table_of
from programmes.models import Question

FORMAT = 1


def content_of(application: Application) -> dict[str, Any]:
    """Return everything the application says, in the order of its chapters."""
    application = loaded(application)
    return {
        "format": FORMAT,
        "application": application.key,
        "call": call_part(application),
        "organisation": organisation_part(application),
        "applicant": applicant_part(application),
        "contacts": [contact_part(contact) for contact in application.contacts.all()],
        "project": project_part(application),
        "topics": topics_part(application),
        "interactions": interactions_part(application),
        "partners": partners_part(application),
        "measures": [measure_part(measure) for measure in application.measures.all()],
        "indicators": [indicator_part(one) for one in application.indicators.all()],
        "answers": answers_part(application),
        "aids": aids_part(application) if economic_activity_declared(application) else [],
        "plan": plan_part(application),
        "documents": documents_part(application),
    }


def call_part(application: Application) -> dict[str, Any]:
    version = application.call_version
    return {
        "key": version.call.key,
        "title": version.call.title,
        "version": version.number,
        "programme": version.call.programme.name,
        "deadline_at": version.deadline_at,
    }


def organisation_part(application: Application) -> dict[str, Any]:
    organisation = application.organisation
    return {
        "key": organisation.key,
        "name": organisation.name,
        "kind": organisation.kind,
        "kind_label": organisation.get_kind_display(),
        "ags": organisation.ags,
        "ars": organisation.ars,
        "land": organisation.land,
        "inhabitants": organisation.inhabitants,
        "inhabitants_on": organisation.inhabitants_on,
        "size_class": organisation.size_class,
        "size_class_label": organisation.get_size_class_display(),
    }


def applicant_part(application: Application) -> dict[str, Any]:
    """Return what the application itself says about the organisation."""
    applicant = getattr(application, "applicant", None)
    if applicant is None:
        return {}
    return {
        "street": applicant.street,
        "postal_code": applicant.postal_code,
        "place": applicant.place,
        "legal_form": applicant.legal_form,
        "leitweg_id": applicant.leitweg_id,
        "authority": applicant.authority,
        "emergency_on": applicant.emergency_on,
        "emergency_year": applicant.emergency_year,
    }


def contact_part(contact: Contact) -> dict[str, Any]:
    return {
        "role": contact.role,
        "role_label": contact.get_role_display(),
        "name": contact.name,
        "office": contact.office,
        "authority_label": contact.get_authority_display(),
        "email": contact.email,
        "phone": contact.phone,
    }


def project_part(application: Application) -> dict[str, Any]:
    project = getattr(application, "project", None)
    if project is None:
        return {}
    return {
        "title": project.title,
        "acronym": project.acronym,
        "summary": project.summary,
        "phase": project.phase,
        "phase_label": project.get_phase_display(),
        "starts_on": project.starts_on,
        "ends_on": project.ends_on,
        "level": project.level,
        "level_label": project.get_level_display(),
    }


def topics_part(application: Application) -> list[dict[str, Any]]:
    chosen = {topic.code: topic for topic in application.topics.all()}
    return [
        {
            "code": topic.code,
            "name": topic.name,
            "kind": topic.kind,
            "is_primary": chosen[topic.code].is_primary,
        }
        for topic in application.call_version.topics.all()
        if topic.code in chosen
    ]


def interactions_part(application: Application) -> list[dict[str, Any]]:
    names = {topic.code: topic.name for topic in application.call_version.topics.all()}
    return [
        {
            "from": names.get(interaction.from_code, interaction.from_code),
            "to": names.get(interaction.to_code, interaction.to_code),
            "how": interaction.how,
        }
        for interaction in application.interactions.all()
    ]


def partners_part(application: Application) -> list[dict[str, Any]]:
    return [
        {
            "name": partner.name,
            "organisation": partner.organisation.key if partner.organisation else "",
            "kind": partner.kind,
            "kind_label": partner.get_kind_display(),
            "role": partner.role,
            "passes_on": partner.passes_on,
            **partner_terms(partner),
        }
        for partner in application.partners.all()
    ]


def partner_terms(partner: Partner) -> dict[str, Any]:
    return {
        "council_body": partner.council_body,
        "council_on": partner.council_on,
        "agreement_on": partner.agreement_on,
        "emergency": partner.emergency,
        "emergency_label": partner.get_emergency_display(),
        "emergency_authority": partner.emergency_authority,
        "emergency_on": partner.emergency_on,
        "emergency_year": partner.emergency_year,
        "rate_asked": partner.rate_asked,
    }


def measure_part(measure: Measure) -> dict[str, Any]:
    return {
        "name": measure.name,
        "topic": measure.topic_code,
        "description": measure.description,
        "target_group": measure.target_group,
        "starts_on": measure.starts_on,
        "ends_on": measure.ends_on,
        "open_source": measure.open_source,
        "licence": measure.licence,
        "location": measure.location,
        "outputs": measure.outputs,
        "progress_label": measure.get_progress_display(),
        "maturity_label": measure.get_maturity_display(),
    }


def indicator_part(indicator: Indicator) -> dict[str, Any]:
    return {
        "name": indicator.name,
        "measure": indicator.measure.name if indicator.measure else "",
        "level": indicator.level,
        "level_label": indicator.get_level_display(),
        "unit": indicator.unit,
        "rising": indicator.rising,
        "baseline": indicator.baseline,
        "baseline_on": indicator.baseline_on,
        "target": indicator.target,
        "target_on": indicator.target_on,
        "source": indicator.source,
        "sdg": indicator.sdg,
        "frequency_label": indicator.get_frequency_display(),
        "counts_people": indicator.counts_people,
        "catalogue": indicator.catalogue.code if indicator.catalogue else "",
        "leads_to": indicator.leads_to.name if indicator.leads_to else "",
    }


def answers_part(application: Application) -> list[dict[str, Any]]:
    """Return the questions that were asked, each with the answer as stored and as read."""
    answers = {answer.code: answer.value for answer in application.answers.all()}
    return [
        {
            "code": question.code,
            "group": question.place,
            "chapter": question.chapter.title,
            "title": question.title,
            "label": question.label,
            "kind": question.kind,
            "criterion": question.criterion.code if question.criterion else "",
            "value": answers.get(question.code),
            "text": in_words(question, answers.get(question.code)),
            **table_part(question, answers.get(question.code)),
        }
        for question in asked(application)
    ]


def table_part(question: Question, value: Any) -> dict[str, Any]:
    """Return head and rows of a table besides its text; nothing for other kinds."""
    if question.kind != Question.Kind.TABLE or not value:
        return {}
    head, rows = table_of(question, value)
    return {"head": head, "rows": rows}


def plan_part(application: Application) -> dict[str, Any]:
    plan, terms = plan_of(application), terms_of(application)
    return {
        "years": list(plan.years),
        "lines": [line_part(line) for line in application.plan_lines.all()],
        "expenses": plan.expenses,
        "expenses_by_year": {year: plan.sum("expense", year) for year in plan.years},
        "financing": plan.financing,
        "financing_by_year": {year: plan.sum("financing", year) for year in plan.years},
        "eligible": plan.eligible,
        "grant": plan.grant,
        "own_share": plan.own_share,
        "rate": terms.rate,
        "grant_allowed": plan.grant_allowed(terms),
    }


def line_part(line: PlanLine) -> dict[str, Any]:
    amounts = {amount.year: amount.amount for amount in line.amounts.all()}
    return {
        "side": line.side,
        "kind": line.kind,
        "kind_label": line.get_kind_display(),
        "label": line.label,
        "eligible": line.eligible,
        "measure": line.measure.name if line.measure else "",
        "partner": line.partner.name if line.partner else "",
        "amounts": amounts,
        "total": sum(amounts.values(), ZERO),
    }


def documents_part(application: Application) -> list[dict[str, Any]]:
    names = names_of(application)
    current = [document for document in application.documents.all() if document.is_current]
    return [document_part(document, names) for document in current]


def document_part(document: Document, names: dict[str, str]) -> dict[str, Any]:
    return {
        "key": document.key,
        "code": document.code,
        "name": document.origin or names.get(document.code, document.code),
        "file": document.file.name,
        "size": document.file.size,
        "sha256": document.file.sha256,
    }
