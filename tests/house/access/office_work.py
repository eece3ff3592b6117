"""The office's queue beside the inbox."""

from typing import Any

from applications.actions.office import save_filter
from tests.house.access.declaring import OFFICER, READERS, SIGNED_IN, TOWN, at

PAGES = {
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
    return {"filter": save_filter("Hessen", "land=HE", by=world.people["officer"]).key}
