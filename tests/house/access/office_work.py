"""The office's queue beside the inbox, and questions about a call."""

from collections.abc import Iterable
from typing import Any

from applications.actions.correspondence import begin_conversation
from applications.actions.inquiries import ask_about_call
from applications.actions.office import save_filter
from applications.checks.correspondence import Words
from applications.models import Application
from tests import cast
from tests.applications.complete import pdf_file
from tests.house.access.declaring import (
    EVERYONE,
    NOBODY,
    OFFICE,
    OFFICER,
    READERS,
    SIGNED_IN,
    TOWN,
    Address,
    at,
)

ASKERS = TOWN | {"foreign_editor"}


def letters(
    get: Iterable[str] = TOWN | READERS, post: Iterable[str] = NOBODY, **parts: Any
) -> Address:
    """The record of one application: its own town and the office."""
    return at(get, post, TOWN | READERS, **{"key": "submitted", **parts})


PAGES = {
    "call_answers": at(EVERYONE, slug="call"),
    "ask_about_call": at(SIGNED_IN, ASKERS, slug="call"),
    "inquiries": at(READERS, key="call_key"),
    "inquiry": at(READERS, OFFICER, key="inquiry"),
    "office_correspondence": at(READERS),
    "correspondence": letters(),
    "new_conversation": letters(
        TOWN | OFFICE, TOWN | OFFICE, sent={"subject": "Beginn", "text": "Wann?"}
    ),
    "conversation": letters(
        post=TOWN | OFFICE, sent={"text": "Im Mai."}, conversation_key="conversation"
    ),
    "message_file": letters(file_key="message_file"),
    "work_queue": at(READERS, OFFICER),
    "handling": at(READERS, OFFICER, TOWN | READERS, key="in_check"),
    "ready_to_confirm": at(READERS, OFFICER),
    "why_applications_fail": at(READERS),
    "applicants_view": at(READERS, seen_by=TOWN | READERS, key="in_check"),
    "applicants_page": at(READERS, seen_by=TOWN | READERS, key="in_check", page="antrag"),
    "applicants_conversation": at(
        READERS, seen_by=TOWN | READERS, key="submitted", conversation_key="conversation"
    ),
    "save_filter": at(post=READERS, seen_by=SIGNED_IN, sent={"name": "Bayern"}),
    "forget_filter": at(post=OFFICER, seen_by=OFFICER, key="filter"),
}


def records(world: Any) -> dict[str, Any]:
    inquiry = ask_about_call(world.version.call, cast.town(), "Wie?", by=world.people["editor"])
    application = Application.objects.get(key=world.keys["submitted"])
    words = Words("Wann beginnen wir?", files=[pdf_file()])
    message = begin_conversation(application, "Beginn", words, by=world.people["editor"])
    return {
        "conversation": message.conversation.key,
        "message_file": message.files.get().key,
        "filter": save_filter("Hessen", "land=HE", by=world.people["officer"]).key,
        "inquiry": inquiry.key,
    }


API = {
    "api_messages-list": at(
        TOWN | READERS,
        TOWN | OFFICE,
        TOWN | READERS,
        {"subject": "Beginn", "text": "Wann?"},
        key="submitted",
    ),
    "api_messages-file": at(
        TOWN | READERS, seen_by=TOWN | READERS, key="submitted", file="message_file"
    ),
}
