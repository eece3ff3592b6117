"""Applications: at the municipality, and in the office's formal check."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from accounts.models import Role
from applications.actions.extension import MoreTime, propose_extension
from applications.actions.formal import start_formal_check
from applications.actions.revision import open_revision
from applications.actions.supplement import Wanted, request_supplement
from applications.actions.tokens import Access, create_token
from core import clock
from tests import cast
from tests.house.access.declaring import (
    EVERYONE,
    NOBODY,
    OFFICER,
    READERS,
    SIGNATORY,
    SIGNED_IN,
    TOWN,
    Address,
    at,
)


def draft(get: Iterable[str] = TOWN, post: Iterable[str] = NOBODY, **parts: str | int) -> Address:
    """A page of an application that is not submitted yet: only its own town knows it."""
    return at(get, post, TOWN, **{"key": "draft", **parts})


def rows(name: str, plural: str) -> dict[str, Address]:
    """The four pages of one kind of rows."""
    return {
        plural: draft(),
        f"add_{name}": draft(post=TOWN),
        f"change_{name}": draft(post=TOWN, position=1),
        f"remove_{name}": draft(post=TOWN, position=1),
    }


def checking(key: str = "in_check", sent: dict[str, str] | None = None, **parts: str) -> Address:
    """An officer's step of the formal check: the town and readers know the application."""
    return at(post=OFFICER, seen_by=TOWN | READERS, sent=sent, key=key, **parts)


def records(world: Any) -> dict[str, Any]:
    """A submitted application with a revision under way, another one with an open request."""
    revised = world.submitted(new_town("Neufassung"))
    by, wanted = cast.officer(), Wanted("Bitte ergänzen.", clock.now() + timedelta(1), ["plan"])
    check = start_formal_check(world.submitted(new_town("Nachforderung")), by=by)
    request_supplement(check, wanted, by=by)
    later = MoreTime(world.version.closes_at + timedelta(1), "Störung.")
    extension = propose_extension(world.version, later, by=cast.second_officer())
    access = Access("Fachverfahren", ["read"], clock.today())
    membership = cast.signatory().memberships.get(organisation=cast.town(), role=Role.SIGNATORY)
    token, _secret = create_token(membership, access, by=membership.person)
    return {
        "token": token.key,
        "call_key": world.version.call.key,
        "extension": extension.key,
        "awaited": check.application.key,
        "revised": revised.key,
        "working_copy": open_revision(revised, by=cast.editor(revised.organisation)).key,
    }


def new_town(name: str) -> str:
    """The town's people work for this town too."""
    town = cast.town(name)
    cast.editor(town), cast.signatory(town)
    cast.person("Anna Admin", Role.ORG_ADMIN, town)
    return name


MUNICIPALITY = {
    "api_tokens": at(TOWN | {"foreign_editor"}, TOWN | {"foreign_editor"}),
    "revoke_api_token": at(post=SIGNATORY, seen_by=SIGNATORY, key="token"),
    "choose_organisation": at(SIGNED_IN, SIGNED_IN, sent={"organisation": "free_town"}),
    "start_application": at(SIGNED_IN, SIGNED_IN, slug="call"),
    "verify_receipt": at(EVERYONE, EVERYONE),
    "task_list": draft(),
    "application_history": draft(),
    "organisation": draft(post=TOWN),
    "project": draft(post=TOWN),
    "topics": draft(post=TOWN),
    "answer": draft(post=TOWN, code="ausgangslage"),
    "declarations": draft(post=TOWN),
    **rows("contact", "contacts"),
    **rows("interaction", "interactions"),
    **rows("partner", "partners"),
    **rows("measure", "measures"),
    **rows("indicator", "indicators"),
    **rows("aid", "aids"),
    "copy_measures": draft(post=TOWN),
    "copy_indicators": draft(post=TOWN),
    "indicator_catalogue": draft(),
    "plan": draft(post=TOWN),
    "plan_balance": draft(NOBODY, TOWN),
    "plan_xlsx": draft(),
    "plan_upload": draft(post=TOWN),
    "new_plan_line": draft(post=TOWN),
    "plan_line": draft(post=TOWN, row="staff"),
    "documents": draft(post=TOWN),
    "call_changes": draft(post=TOWN),
    "reuse_answer": draft(NOBODY, TOWN, change="kein"),
    "late_answer": draft(post=TOWN, code="klima"),
    "document": draft(document_key="document"),
    "remove_document": draft(NOBODY, TOWN, code="projektplan"),
    "check_application": draft(),
    "offer_for_signature": draft(NOBODY, TOWN),
    "return_to_draft": draft(NOBODY, TOWN, key="to_sign"),
    "submit_application": draft(SIGNATORY, SIGNATORY, key="to_sign"),
    "editions": at(TOWN | READERS, seen_by=TOWN | READERS, key="submitted"),
    "open_revision": at(post=TOWN, seen_by=TOWN | READERS, key="revised"),
    "discard_revision": draft(NOBODY, TOWN, key="working_copy"),
    "withdraw_application": draft(SIGNATORY, SIGNATORY, key="to_sign"),
    "receipt": at(TOWN | READERS, seen_by=TOWN | READERS, key="submitted"),
    "state_effort": at(post=TOWN, seen_by=TOWN | READERS, key="submitted"),
    "receipt_pdf": at(TOWN | READERS, seen_by=TOWN | READERS, key="submitted"),
    "application_pdf": at(TOWN | READERS, seen_by=TOWN | READERS, key="submitted"),
    "application_xlsx": at(TOWN | READERS, seen_by=TOWN | READERS, key="submitted"),
    "application_zip": at(TOWN | READERS, seen_by=TOWN | READERS, key="submitted"),
    "prefill": draft(post=TOWN),
    "application_json": at(TOWN | READERS, seen_by=TOWN | READERS, key="submitted"),
}

FORMAL_CHECK = {
    "inbox": at(READERS),
    "office_application": at(READERS, seen_by=TOWN | READERS, key="submitted"),
    "office_documents": at(READERS, seen_by=TOWN | READERS, key="submitted"),
    "formal_check": at(READERS, seen_by=TOWN | READERS, key="in_check"),
    "start_formal_check": checking("submitted"),
    "repeat_rules": checking(),
    "propose_admission": checking(),
    "propose_rejection": checking(sent={"reasons": "Leer."}),
    "confirm_formal_check": checking("checked"),
    "return_to_check": checking("checked", sent={"note": "Unklar."}),
    "extensions": at(READERS, OFFICER, key="call_key"),
    "confirm_extension": at(post=OFFICER, key="extension"),
    "decline_extension": at(post=OFFICER, key="extension"),
    "request_supplement": at(
        OFFICER, OFFICER, TOWN | READERS, {"text": "Bitte ergänzen."}, key="in_check"
    ),
    "close_supplement": checking("awaited"),
    "judge_rule": at(
        READERS, OFFICER, TOWN | READERS, {"verdict": "met"}, key="in_check", code="assessable"
    ),
    "grant_waiver": checking(sent={"reason": "Härtefall."}, code="documents"),
    "revoke_waiver": checking(code="documents"),
    "formal_rejection_pdf": at(TOWN | READERS, seen_by=TOWN | READERS, key="turned_away"),
}

PAGES = MUNICIPALITY | FORMAL_CHECK

API = {
    "api_applications-list": at(SIGNED_IN, SIGNED_IN),
    "api_applications-detail": at(TOWN, seen_by=TOWN, key="draft"),
    "api_applications-section": replace(
        at(TOWN, seen_by=TOWN, key="draft", section="project"), patch=TOWN
    ),
    "api_rows-list": at(TOWN, TOWN, TOWN, key="draft", rows="measures"),
    "api_rows-detail": replace(
        at(TOWN, seen_by=TOWN, key="draft", rows="measures", number=1), patch=TOWN, delete=TOWN
    ),
    "api_applications-upload": at(post=TOWN, seen_by=TOWN, key="draft", document="projektplan"),
    "api_applications-revise": at(post=TOWN, seen_by=TOWN | READERS, key="revised"),
    "api_applications-checks": at(TOWN, seen_by=TOWN, key="draft"),
    "api_applications-submit": at(post=SIGNATORY, seen_by=TOWN, key="to_sign"),
}
