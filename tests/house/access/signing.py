"""Signing, letters in bulk, errors of fact and the published list."""

from datetime import date
from typing import Any

from accounts.actions.deputies import name_deputy
from awards.actions.publishing import propose_publication, publish_list
from evaluation.models import FactError, FundingDecision
from tests import cast
from tests.house.access.declaring import (
    BUDGET,
    EVERYONE,
    HEAD,
    OFFICE,
    OFFICER,
    READERS,
    TOWN,
    at,
)

PAGES = {
    "signature_folder": at(READERS),
    "sign": at(READERS, BUDGET, READERS, {"antwort": "zeichnen"}, key="proposed"),
    "deputies": at(READERS, OFFICE),
    "letters_to_send": at(READERS, OFFICER, slug="call"),
    "send_letter": at(post=OFFICER, key="proposed"),
    "fact_errors": at(
        TOWN, TOWN, TOWN, {"text": "Die Anlage 3 liegt bei."}, key="refused_decision"
    ),
    "office_fact_errors": at(READERS, seen_by=READERS, key="refused_decision"),
    "answer_fact_error": at(
        post=OFFICER,
        seen_by=READERS,
        sent={"fact-hint-verdict": "right", "fact-hint-answer": "Stimmt."},
        key="fact_error",
    ),
    "reopen_after_error": at(
        post=HEAD, seen_by=READERS, sent={"note": "Stimmt."}, key="reopened_decision"
    ),
    "call_result": at(EVERYONE, slug="published_call"),
    "publication": at(READERS, OFFICER, slug="call"),
    "decide_publication": at(post=HEAD | OFFICER, key="publication", step="veroeffentlichen"),
    "end_deputy": at(post=HEAD, key="deputy"),
}


def records(world: Any) -> dict[str, Any]:
    """The second officer is away; a rejected town points out an error; a list is proposed."""
    away, days = cast.second_officer(), (date(2026, 1, 1), date(2026, 1, 2))
    head = world.people["head_of_unit"]
    row = name_deputy(away, world.people["officer"], "officer", days, by=head)
    refused = FundingDecision.objects.get(
        candidacy__application__organisation__name="Absagen", outcome="rejection"
    )
    hint = FactError.objects.create(
        key="fact-hint", candidacy=refused.candidacy, text="Anlage 3.", written_by_key="test"
    )
    FactError.objects.create(
        candidacy=refused.candidacy, text="Anlage 4.", written_by_key="test", verdict="right"
    )
    list_of_call = propose_publication(world.version, by=away)
    publish_list(list_of_call, by=head)
    return {
        "deputy": row.key,
        "refused_decision": refused.key,
        "reopened_decision": refused.key,
        "fact_error": hint.key,
        "published_call": world.version.call.slug,
        "publication": propose_publication(world.version, by=away).key,
    }
