"""A consortium: the lead's page of a partner, and the pages of the partner's people."""

from typing import Any

from accounts.models import Organisation, Role
from applications.actions.consortium import invite_partner_person
from applications.actions.documents import hand_in_document
from applications.actions.drafting import start_application
from applications.actions.rows import add_row
from applications.consortium import requirements_for
from applications.models import Partner
from tests import cast
from tests.applications.complete import pdf_file
from tests.house.access.applications import draft
from tests.house.access.declaring import NOBODY, TOWN, Address, at

PARTNER = frozenset({"foreign_editor"})  # works for Fernau, which the lead has invited


def own(get: Any = PARTNER, post: Any = NOBODY, **parts: str | int) -> Address:
    """A page of the partner's own: not even the lead finds it."""
    return at(get, post, PARTNER, **{"key": "led", "position": "role", **parts})


def led(get: Any = TOWN, post: Any = NOBODY, **parts: str | int) -> Address:
    return draft(get, post, **{"key": "led", "position": "role", **parts})


PAGES = {
    "partner_role": led(),
    "invite_partner_person": led(NOBODY, TOWN),
    "share_with_partner": led(NOBODY, TOWN),
    "partner_terms": led(post=TOWN),
    "end_partner_person": draft(NOBODY, TOWN, key="led", person_key="partner_person"),
    "contribution": own(),
    "contribution_plan": own(post=PARTNER),
    "new_contribution_line": own(post=PARTNER),
    "contribution_line": own(post=PARTNER, row="staff"),
    "contribution_terms": own(post=PARTNER),
    "hand_in_contribution": own(NOBODY, PARTNER),
    "contribution_document": own(document_key="partner_document"),
    "leave_consortium": own(post=PARTNER),
}


def records(world: Any) -> dict[str, Any]:
    """A draft with an invited partner town; the town's own editor works on its part."""
    lead, town = cast.town("Verbund"), Organisation.objects.get(name="Fernau")
    for role, name in ((Role.ORG_ADMIN, "Anna Admin"), (Role.SIGNATORY, "Zoe Zeichnung")):
        cast.person(name, role, lead)
    by = cast.editor(lead)
    application, _ = start_application(world.version.call, lead, by=by)
    named = {"name": "Fernau", "kind": town.kind, "organisation": town, "role": "Daten"}
    partner = add_row(application, Partner, named, by=by)
    person = invite_partner_person(
        partner, "rat@fernau.example", by=by, site="https://allmende.example"
    )
    document = hand_in_document(application, requirements_for(partner)[0], pdf_file(), by=by)
    return {
        "led": application.key,
        "role": partner.position,
        "partner_person": person.key,
        "partner_document": document.key,
    }
