"""Reviewers, assignment, reviews and ranking."""

from dataclasses import replace
from datetime import date
from typing import Any

from accounts.models import Organisation
from evaluation.actions import ask_calculation
from evaluation.models import (
    Anchor,
    Candidacy,
    Consensus,
    Objection,
    PairRule,
    Reviewer,
    ReviewerTie,
)
from tests.house.access.declaring import OFFICER, READERS, REVIEWER, REVIEWERS, SIGNED_IN, at

OBJECTION = {"kind": "objection", "filed_on": "01.02.2026", "reason": "Punkte zu I1."}
OUTCOME = {"objection-outcome": "upheld", "objection-decided_on": "02.02.2026"}
PAIR_RULE = {"kind": "forbidden", "candidacy": "x", "reviewer": "x", "reason": "x"}
PAGES = {
    "selection": at(READERS),
    "candidacy": at(READERS, seen_by=READERS, key="in_review"),
    "candidacy_history": at(READERS, seen_by=READERS, key="in_review"),
    "candidacy_reviewers": at(
        OFFICER, OFFICER, READERS, {"reviewer": "free_reviewer"}, key="in_review"
    ),
    "move_candidacy": at(post=OFFICER, seen_by=READERS, key="in_review", step="abschliessen"),
    "assignment": at(
        READERS, OFFICER, READERS, {"decision": "biased", "reason": "Verwandt."}, key="assignment"
    ),
    "remove_assignment": at(
        post=OFFICER, seen_by=READERS, sent={"remove-reason": "Zu viel."}, key="assignment"
    ),
    "frozen_ranking": at(READERS, key="ranking"),
    "candidacies": at(READERS, slug="call"),
    "take_over": at(post=OFFICER, slug="call"),
    "close_all_reviews": at(post=OFFICER, slug="call"),
    "assignments": at(READERS, slug="call"),
    "start_all_reviews": at(post=OFFICER, slug="call"),
    "assignment_matrix": at(READERS, OFFICER, slug="call"),
    "pair_rules": at(READERS, OFFICER, slug="call", sent=PAIR_RULE),
    "lift_pair_rule": at(post=OFFICER, seen_by=READERS, key="pair_rule"),
    "assignment_proposal": at(OFFICER, OFFICER, slug="call"),
    "ranking": at(READERS, slug="call"),
    "ranking_table": at(READERS, slug="call"),
    "freeze_ranking": at(OFFICER, OFFICER, slug="call"),
    "submitted_reviews": at(READERS, slug="call"),
    "remind_reviewers": at(post=OFFICER, slug="call"),
    "reviewers": at(READERS),
    "invite_reviewer": at(OFFICER, OFFICER),
    "reviewer": at(READERS, key="free_reviewer"),
    "my_profile": at(REVIEWERS, REVIEWERS),
    "accept_invitation": at(post=REVIEWERS),
    "confirm_training": at(post=REVIEWERS),
    "add_tie": at(post=REVIEWERS),
    "end_tie": at(post=REVIEWER, seen_by=SIGNED_IN - {"unassigned_reviewer"}, key="tie"),
    "decline_assignment": at(
        REVIEWER, REVIEWER, REVIEWER | READERS, {"reason": "Zu viel."}, key="assignment"
    ),
    "open_consensus": at(post=OFFICER, seen_by=READERS, key="in_review"),
    "office_review": at(READERS, key="submitted_review"),
    "reopen_review": at(post=OFFICER, sent={"reason": "Irrtum."}, key="submitted_review"),
    "redact_reason": at(
        post=OFFICER,
        sent={"I1-text": "Ohne Namen.", "I1-reason": "Name."},
        key="submitted_review",
        code="I1",
    ),
    "consensus": at(REVIEWER, seen_by=REVIEWER | READERS, key="consulting"),
    "add_remark": at(
        post=REVIEWER, seen_by=REVIEWER | READERS, sent={"text": "Ja."}, key="consulting"
    ),
    "change_score": at(
        post=REVIEWER,
        seen_by=REVIEWER | READERS,
        sent={"code": "I1", "points": "3", "reason": "Überzeugt."},
        key="consulting",
    ),
    "objections": at(READERS, OFFICER, READERS, OBJECTION, key="refused_application"),
    "decide_objection": at(post=OFFICER, seen_by=READERS, sent=OUTCOME, key="objection"),
    "reserve": at(READERS, key="ranking"),
    "calculations": at(READERS, slug="call"),
    "calibration_round": at(READERS, OFFICER, slug="call", sent={"title": "x", "text": "x"}),
    "anchor": at(REVIEWER, REVIEWER, REVIEWER | READERS, {"version": "0"}, key="anchor"),
    "ask_statistics": at(post=OFFICER, slug="call"),
    "ask_portfolio": at(OFFICER, OFFICER, slug="call"),
    "calculation": at(READERS, key="calculation"),
    "my_reviews": at(REVIEWERS),
    "reading_pack": at(REVIEWERS),
    "reading_pack_zip": at(REVIEWERS),
    "review": at(REVIEWER, REVIEWER, REVIEWER | READERS, key="assignment"),
    "conflict": at(REVIEWER, REVIEWER, REVIEWER | READERS, key="assignment"),
    "submit_review": at(REVIEWER, REVIEWER, REVIEWER | READERS, key="assignment"),
    "review_document": at(
        REVIEWER, seen_by=REVIEWER | READERS, key="assignment", document="reviewed_document"
    ),
}

API = {
    "api_assignments-list": at(SIGNED_IN),
    "api_assignments-detail": at(READERS | REVIEWER, seen_by=REVIEWER | READERS, key="assignment"),
    "api_assignments-application": at(REVIEWER, seen_by=REVIEWER | READERS, key="assignment"),
    "api_assignments-review": replace(
        at(REVIEWER, seen_by=REVIEWER | READERS, key="assignment"), patch=REVIEWER
    ),
    "api_assignments-submit": at(post=REVIEWER, seen_by=REVIEWER | READERS, key="assignment"),
    "api_rankings-list": at(READERS),
    "api_rankings-detail": at(READERS, key="ranking"),
    "api_calculations-list": at(READERS),
    "api_calculations-detail": at(READERS, key="calculation"),
}

# The same address, another step.
MORE_STEPS = {
    "move_candidacy": [
        at(post=OFFICER, seen_by=READERS, key="admitted", step="beginnen"),
    ],
}


def records(world: Any) -> dict[str, Any]:
    """What only this app's addresses name."""
    mine = Reviewer.objects.get(person=world.people["reviewer"])
    town = Organisation.objects.get(name="Freistadt")
    tie = ReviewerTie.objects.create(reviewer=mine, kind="adviser", organisation=town)
    ranked = Candidacy.objects.get(key=world.keys["ranked"])
    Consensus.objects.create(candidacy=ranked, opened_by_key="test")
    judged = ranked.assignments.get(reviewer=mine)
    refused = Candidacy.objects.get(application__organisation__name="Absagen")
    objection = Objection.objects.create(
        application=refused.application,
        key="objection",
        kind="action",
        filed_on=date(2026, 2, 1),
        reason="Nein.",
    )
    anchor = Anchor.objects.create(
        call_version=world.version, title="Anker", text="Text", opened_by_key="test"
    )
    rule = PairRule.objects.create(
        candidacy=ranked, reviewer=mine, kind="forbidden", reason="Nein.", set_by_key="test"
    )
    asked = ask_calculation(world.version, "statistics", {}, by=world.people["officer"])
    return {
        "tie": tie.key,
        "pair_rule": rule.key,
        "anchor": anchor.key,
        "submitted_review": judged.review.key,
        "consulting": judged.key,
        "calculation": asked.key,
        "refused_application": refused.application.key,
        "objection": objection.key,
    }
