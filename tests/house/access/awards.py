"""Decisions, awards and their letters."""

from tests.house.access.declaring import (
    BUDGET,
    EVERYONE,
    HEAD,
    OFFICER,
    READERS,
    SIGNED_IN,
    TOWN,
    at,
)

PAGES = {
    "funded_project": at(EVERYONE, key="award"),
    "decisions": at(READERS),
    "decision": at(
        READERS, OFFICER, READERS, {"outcome": "rejection", "reason": "Zu wenig."}, key="ranked"
    ),
    "decide": at(post=BUDGET, seen_by=READERS, key="proposed", step="mitzeichnen"),
    "notice_preview": at(READERS, seen_by=READERS, key="proposed"),
    "verify_notice": at(EVERYONE, EVERYONE),
    "municipality_home": at(SIGNED_IN),
    "letters": at(SIGNED_IN),
    "award_notice": at(TOWN | READERS, seen_by=TOWN | READERS, key="notice"),
    "rejection_letter": at(TOWN | READERS, seen_by=TOWN | READERS, key="letter"),
}

# The same address, other steps of a decision.
MORE_STEPS = {
    "decide": [
        at(post=HEAD, seen_by=READERS, key="co_signed", step="freigeben"),
        at(
            post=BUDGET | HEAD,
            seen_by=READERS,
            sent={"note": "Zu teuer."},
            key="proposed",
            step="zurueckgeben",
        ),
    ],
}
