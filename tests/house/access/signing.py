"""The signature folder and deputies."""

from datetime import date
from typing import Any

from accounts.actions.deputies import name_deputy
from tests import cast
from tests.house.access.declaring import BUDGET, HEAD, OFFICE, OFFICER, READERS, at

PAGES = {
    "signature_folder": at(READERS),
    "sign": at(READERS, BUDGET, READERS, {"antwort": "zeichnen"}, key="proposed"),
    "deputies": at(READERS, OFFICE),
    "letters_to_send": at(READERS, OFFICER, slug="call"),
    "send_letter": at(post=OFFICER, seen_by=READERS, key="proposed"),
    "end_deputy": at(post=HEAD, key="deputy"),
}


def records(world: Any) -> dict[str, Any]:
    """The second officer is away."""
    away, days = cast.second_officer(), (date(2026, 1, 1), date(2026, 1, 2))
    row = name_deputy(
        away, world.people["officer"], "officer", days, by=world.people["head_of_unit"]
    )
    return {"deputy": row.key}
