"""The home town's half-finished draft as a team writes it: shared out, with guest and partner."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import Person, Role
from applications.actions.consortium import (
    invite_partner_person,
    save_partner_terms,
    share_with_partner,
)
from applications.actions.editing import Edit
from applications.actions.guests import Visitor, invite_guest
from applications.actions.rows import add_row, change_row
from applications.actions.teamwork import Share, share_section, write_comment
from applications.models import Application, Contact
from core import clock
from demo.teams import team_of

SITE = "http://127.0.0.1:8000"
GUEST = "beratung@verband.example"
PARTNER = "finanzen@partner.example"
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


def complete_persons(draft: Application, editor: Person) -> None:
    """Say what the representation rests on, and whom to ask about money."""
    law = Edit({"authority": Contact.Authority.LAW}, version=1)
    change_row(draft.contacts.get(role=Contact.Role.REPRESENTATIVE), law, by=editor)
    add_row(draft, Contact, TREASURER, by=editor)


def work_with_partner(draft: Application, editor: Person) -> None:
    """Invite the partner's finance people, show them the project, and plan what is theirs."""
    partner = draft.partners.first()
    if partner is None:
        return
    invite_partner_person(partner, PARTNER, by=editor, site=SITE)
    share_with_partner(partner, ["project", "measures"], seen=[], by=editor)
    terms = {"council_body": "Aufsichtsrat", "council_on": clock.today() + timedelta(days=20)}
    save_partner_terms(partner, Edit(terms, partner.version), by=editor)
