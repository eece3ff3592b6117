"""The home town's half-finished draft as a team writes it: shared out, with guest and partner."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from accounts.actions.deputies import name_signing_deputy
from accounts.actions.invitations import accept_invitation
from accounts.models import Person, Role
from applications.actions.consortium import (
    invite_partner_person,
    save_partner_terms,
    share_with_partner,
)
from applications.actions.drafting import save_answers
from applications.actions.editing import Edit
from applications.actions.guests import Visitor, invite_guest
from applications.actions.rows import add_row, change_row
from applications.actions.teamwork import Share, share_section, write_comment
from applications.models import Aid, Application, Contact, Partner
from core import clock
from core.models import OutboxMail
from demo.people import build_person, password_hash
from demo.teams import team_of

SITE = "http://127.0.0.1:8000"
GUEST = "beratung@verband.example"
PARTNER = ("paula.partner", "Paula Partner")
COLLEAGUE = "einkauf@partner.example"
TREASURER = {
    "role": Contact.Role.FINANCE,
    "name": "Jana Kern",
    "office": "Kämmerei",
    "email": "kaemmerei@stadt.example",
    "phone": "030 1234567",
}
QUESTION = "Passen die Jahre der Maßnahmen zum Finanzplan?"


def write_together(home_ars: str) -> None:
    """Share out three sections, ask one question, invite one guest; nothing without the draft."""
    drafts = Application.objects.filter(organisation__ars=home_ars, status="draft")
    for draft in drafts.select_related("organisation"):
        team = team_of(draft.organisation)
        editor, signatory = team[Role.EDITOR], team[Role.SIGNATORY]
        soon = clock.today() + timedelta(days=10)
        shares = {
            "plan": Share(person=editor, due_on=soon, approver=signatory),
            "measures": Share(person=editor, due_on=soon),
            "documents": Share(person=team[Role.ORG_ADMIN], due_on=soon + timedelta(days=14)),
        }
        for section, share in shares.items():
            share_section(draft, section, share, seen=0, by=editor)
        write_comment(draft, "measures", QUESTION, by=signatory)
        guest = Visitor(GUEST, "Beratung der kommunalen Verbände", soon + timedelta(days=20))
        invite_guest(draft, guest, by=editor, site=SITE)
        work_with_partner(draft, editor)
        complete_persons(draft, editor)
        list_aid(draft, editor)
        leave = (soon, soon + timedelta(days=14))
        deputy = team[Role.ORG_ADMIN]
        name_signing_deputy(draft.organisation, signatory, deputy, leave, by=signatory)


def list_aid(draft: Application, editor: Person) -> None:
    """Declare economic activity, and what town and partner received as small aid."""
    question = draft.call_version.questions.get(code="beihilfe")
    save_answers(draft, {question: Edit({"value": "yes"})}, by=editor)
    given = (
        (None, "Land Brandenburg", 400, "42000", "MLUK-2024-118"),
        (draft.partners.first(), "Investitionsbank des Landes Brandenburg", 700, "85500", ""),
        (draft.partners.first(), "Bundesamt für Wirtschaft und Ausfuhrkontrolle", 1300, "9800", ""),
    )
    for partner, giver, days_ago, amount, reference in given:
        values = {
            "partner": partner,
            "giver": giver,
            "granted_on": clock.today() - timedelta(days=days_ago),
            "amount": Decimal(amount),
            "regulation": "general",
            "reference": reference,
        }
        add_row(draft, Aid, values, by=editor)


def complete_persons(draft: Application, editor: Person) -> None:
    """Say what the representation rests on, and whom to ask about money."""
    law = Edit({"authority": Contact.Authority.LAW}, version=1)
    change_row(draft.contacts.get(role=Contact.Role.REPRESENTATIVE), law, by=editor)
    add_row(draft, Contact, TREASURER, by=editor)


def work_with_partner(draft: Application, editor: Person) -> None:
    """Invite two people of the partner, of whom one accepts; show the project, plan their part."""
    partner = draft.partners.first()
    if partner is None:
        return
    invite_partner_person(partner, COLLEAGUE, by=editor, site=SITE)
    accept_as_partner(partner, editor)
    share_with_partner(partner, ["project", "measures"], seen=[], by=editor)
    terms = {"council_body": "Aufsichtsrat", "council_on": clock.today() + timedelta(days=20)}
    save_partner_terms(partner, Edit(terms, partner.version), by=editor)


def accept_as_partner(partner: Partner, editor: Person) -> None:
    """Somebody of the partner follows the link of the mail."""
    person = build_person(*PARTNER, password_hash())
    invite_partner_person(partner, person.email, by=editor, site=SITE)
    mail = OutboxMail.objects.filter(recipient=person.email).latest("pk")
    link = re.search(r"/einladung/([^/]+)/", mail.body)
    if link:
        accept_invitation(link[1], by=person)
