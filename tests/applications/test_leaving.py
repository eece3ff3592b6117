"""A partner's own documents, and leaving a consortium without losing anything."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from applications.actions import consortium, planning
from applications.actions.documents import hand_in_document
from applications.actions.editing import Edit
from applications.actions.revision import open_revision
from applications.checks.documents import names_of
from applications.consortium import requirements_for, row_to_write
from applications.models import Application, Partner
from core import audit
from core.refusals import RuleViolation
from programmes.models import DocumentRequirement
from tests import cast
from tests.applications.complete import complete, pdf_file, submit
from tests.applications.consortia import add_partner, at_work, with_partner
from tests.applications.test_consortium import of_kind, second_draft

pytestmark = pytest.mark.django_db


def council_of(partner):
    return next(one for one in requirements_for(partner) if one.asked.code == "partnerbeschluss")


def test_each_partner_has_its_own_resolution_with_its_own_deadline():
    partner = with_partner()
    company = add_partner(partner.application, of_kind("Werke", "company"))
    asked = council_of(partner)
    assert asked.name == "Beschluss des Gremiums: Stadt Bernau"
    assert asked.due_at > partner.application.call_version.deadline_at
    assert "partnerbeschluss" not in [one.asked.code for one in requirements_for(company)]
    person = at_work(partner)
    document = hand_in_document(partner.application, asked, pdf_file(), by=person)
    assert document.partner == partner
    own = DocumentRequirement.objects.get(code="projektplan")
    with pytest.raises(PermissionDenied):
        hand_in_document(partner.application, own, pdf_file(), by=person)
    assert names_of(partner.application)[document.code] == asked.name


def test_the_proof_of_an_emergency_is_asked_of_the_partner_that_declares_it():
    partner = with_partner()
    assert "partnernotlage" not in [one.asked.code for one in requirements_for(partner)]
    consortium.save_partner_terms(partner, Edit({"emergency": "pending"}, 1), by=cast.editor())
    partner = Partner.objects.get()
    assert "partnernotlage" in [one.asked.code for one in requirements_for(partner)]


@pytest.mark.parametrize("replaced", [False, True])
def test_whoever_leaves_leaves_lines_and_documents_to_the_lead_or_the_successor(replaced):
    partner = with_partner()
    person, year = at_work(partner), partner.application.call_version.first_year
    line = planning.add_line(
        partner.application, {"kind": "staff", "label": "Stelle"}, by=person, partner=partner
    )
    line.amounts.create(year=year, amount=Decimal("12.34"))
    document = hand_in_document(partner.application, council_of(partner), pdf_file(), by=person)
    heir = add_partner(partner.application, cast.town("Werneuchen")) if replaced else None
    consortium.part_with_partner(partner, by=cast.editor(), successor=heir, note="Kein Beschluss")
    line.refresh_from_db()
    document.refresh_from_db()
    assert (line.partner, line.amounts.get().amount) == (heir, Decimal("12.34"))
    assert document.partner == heir
    assert "Stadt Bernau, ausgeschieden am" in document.origin
    assert not Partner.objects.filter(pk=partner.pk).exists()
    left = audit.trail(partner.application).last()
    assert left.step == "part_with_partner"
    assert left.payload["before"]["Aufgabe im Vorhaben"] == "Nachnutzung"
    assert left.payload["after"]["Positionen"] == ["Stelle"]
    assert left.payload["note"] == "Kein Beschluss"
    evidence = partner.application.partner_people.get()
    assert evidence.ended_at is not None
    assert evidence.invitation.accepted_by == person
    assert not person.memberships.valid().exists()


def test_an_heir_of_another_application_is_refused():
    partner = with_partner()
    other = add_partner(second_draft(partner), cast.town("Werneuchen"))
    with pytest.raises(RuleViolation, match="einen anderen Partner dieses Antrags"):
        consortium.part_with_partner(partner, by=cast.editor(), successor=other)
    assert Partner.objects.filter(pk=partner.pk).exists()


def test_after_submission_nobody_leaves_but_a_revision_is_open_to_the_partner_again():
    application = complete()
    partner = add_partner(application, cast.town("Bernau"), council_on=date(2026, 1, 5))
    person = at_work(partner)
    submit(Application.objects.get(pk=application.pk))
    with pytest.raises(RuleViolation, match="kann nicht geändert werden"):
        consortium.leave_consortium(Partner.objects.get(), by=person)
    copy = open_revision(Application.objects.get(pk=application.pk), by=cast.editor())
    twin = row_to_write(Partner.objects.visible_to(person).get())
    assert twin.application == copy
    consortium.save_partner_terms(twin, Edit({"council_body": "Rat"}, twin.version), by=person)
    submit(copy)
    assert Partner.objects.get(application=application).council_body == "Rat"
    assert application.partner_people.get().partner == Partner.objects.get(application=application)
