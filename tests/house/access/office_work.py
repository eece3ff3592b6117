"""The office's queue beside the inbox, and questions about a call."""

from typing import Any

from applications.actions.inquiries import ask_about_call
from applications.actions.office import save_filter
from tests import cast
from tests.house.access.declaring import EVERYONE, OFFICER, READERS, SIGNED_IN, TOWN, at

ASKERS = TOWN | {"foreign_editor"}

PAGES = {
    "call_answers": at(EVERYONE, slug="call"),
    "ask_about_call": at(SIGNED_IN, ASKERS, slug="call"),
    "inquiries": at(READERS, key="call_key"),
    "inquiry": at(READERS, OFFICER, key="inquiry"),
    "work_queue": at(READERS, OFFICER),
    "handling": at(READERS, OFFICER, TOWN | READERS, key="in_check"),
    "ready_to_confirm": at(READERS, OFFICER),
    "why_applications_fail": at(READERS),
    "applicants_view": at(READERS, seen_by=TOWN | READERS, key="in_check"),
    "applicants_page": at(READERS, seen_by=TOWN | READERS, key="in_check", page="antrag"),
    "save_filter": at(post=READERS, seen_by=SIGNED_IN, sent={"name": "Bayern"}),
    "forget_filter": at(post=OFFICER, seen_by=OFFICER, key="filter"),
}


def records(world: Any) -> dict[str, Any]:
    inquiry = ask_about_call(world.version.call, cast.town(), "Wie?", by=world.people["editor"])
    return {
        "filter": save_filter("Hessen", "land=HE", by=world.people["officer"]).key,
        "inquiry": inquiry.key,
    }
