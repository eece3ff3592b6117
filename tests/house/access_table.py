"""Who gets an answer at which address. An address that is not listed fails the build.

`get` and `post` name the roles that get an answer (a page, a file, or the reasons of a rule);
without either the method does not exist there. Of the others, those named in `seen_by` know that
the record exists and get 403; to strangers it does not exist: 404. Anonymous visitors are sent to
sign in wherever the page is not public. `key`, `slug` ... name a record of `access_world.py`, or
are taken literally. `sent` fills the form of a page on which wrong people would else only be told
what they left empty. PUT, PATCH, DELETE, OPTIONS and TRACE exist nowhere but in the API.
"""

from collections.abc import Iterable
from dataclasses import dataclass

ANONYMOUS = "anonymous"
TOWN = frozenset({"editor", "signatory", "org_admin"})
SIGNATORY, ORG_ADMIN = frozenset({"signatory"}), frozenset({"org_admin"})
OFFICER, HEAD, BUDGET = (frozenset({r}) for r in ("officer", "head_of_unit", "budget_officer"))
OFFICE = OFFICER | HEAD | BUDGET
READERS = OFFICE | {"auditor"}
REPORT = READERS | {"researcher"}
REVIEWER = frozenset({"reviewer"})
REVIEWERS = REVIEWER | {"unassigned_reviewer"}
SIGNED_IN = TOWN | {"foreign_editor"} | REPORT | REVIEWERS
EVERYONE = SIGNED_IN | {ANONYMOUS}
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Address:
    """The declared answers of one address."""

    get: frozenset[str]
    post: frozenset[str]
    seen_by: frozenset[str]
    parts: dict[str, str | int]
    sent: dict[str, str]

    @property
    def is_public(self) -> bool:
        return ANONYMOUS in self.get | self.post


def at(
    get: Iterable[str] = NOBODY,
    post: Iterable[str] = NOBODY,
    seen_by: Iterable[str] = SIGNED_IN,
    sent: dict[str, str] | None = None,
    **parts: str | int,
) -> Address:
    return Address(frozenset(get), frozenset(post), frozenset(seen_by), parts, sent or {})


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


CORE = {
    "easy_language": at(EVERYONE),
    "sign_language": at(EVERYONE),
    "accessibility": at(EVERYONE),
    "imprint": at(EVERYONE),
    "privacy": at(EVERYONE),
    "status": at(EVERYONE),
    "help": at(EVERYONE),
    "source_code": at(EVERYONE),
    "report_barrier": at(EVERYONE, EVERYONE),
    "theme": at(EVERYONE),
    "home": at(EVERYONE),
    "outbox": at(EVERYONE),
    "healthz": at(EVERYONE),
    "readyz": at(EVERYONE),
    "api_docs": at(EVERYONE),
}

ACCOUNTS = {
    "team": at(SIGNED_IN, ORG_ADMIN, sent={"organisation": "home"}),
    "remove_member": at(post=ORG_ADMIN, seen_by=TOWN, key="membership"),
}

PROGRAMMES = {
    "start": at(EVERYONE),
    "calls": at(EVERYONE),
    "call": at(EVERYONE, slug="call"),
    "call_questions": at(EVERYONE, slug="call"),
    "call_questions_pdf": at(EVERYONE, slug="call"),
    "call_fit": at(EVERYONE, slug="call"),
    "office_calls": at(READERS),
    "office_call_create": at(OFFICER, OFFICER),
    "office_call": at(READERS, seen_by=READERS, key="draft_call"),
    "office_call_history": at(READERS, seen_by=READERS, key="draft_call"),
    "office_call_basics": at(OFFICER, OFFICER, READERS, key="draft_call"),
    "office_call_offer": at(OFFICER, OFFICER, READERS, key="draft_call"),
    "office_call_publish": at(OFFICER | HEAD, OFFICER | HEAD, READERS, key="ready_call"),
    "office_call_return": at(OFFICER | HEAD, OFFICER | HEAD, READERS, key="ready_call"),
    "office_call_rows": at(READERS, seen_by=READERS, key="draft_call", section="kriterien"),
    "office_call_row_add": at(OFFICER, OFFICER, READERS, key="draft_call", section="themen"),
    "office_call_row": at(
        OFFICER, OFFICER, READERS, key="draft_call", section="kriterien", code="I1"
    ),
    "office_call_row_remove": at(
        OFFICER, OFFICER, READERS, key="draft_call", section="fragen", code="klima"
    ),
}

MUNICIPALITY = {
    "municipality_home": at(SIGNED_IN),
    "choose_organisation": at(SIGNED_IN, SIGNED_IN, sent={"organisation": "free_town"}),
    "start_application": at(SIGNED_IN, SIGNED_IN, slug="call"),
    "verify_receipt": at(EVERYONE, EVERYONE),
    "task_list": draft(),
    "application_history": draft(),
    "project": draft(post=TOWN),
    "topics": draft(post=TOWN),
    "answer": draft(post=TOWN, code="ausgangslage"),
    "declarations": draft(post=TOWN),
    **rows("interaction", "interactions"),
    **rows("partner", "partners"),
    **rows("measure", "measures"),
    **rows("indicator", "indicators"),
    "plan": draft(post=TOWN),
    "plan_balance": draft(NOBODY, TOWN),
    "new_plan_line": draft(post=TOWN),
    "plan_line": draft(post=TOWN, row="staff"),
    "documents": draft(post=TOWN),
    "document": draft(document_key="document"),
    "remove_document": draft(NOBODY, TOWN, code="projektplan"),
    "check_application": draft(),
    "offer_for_signature": draft(NOBODY, TOWN),
    "return_to_draft": draft(NOBODY, TOWN, key="to_sign"),
    "submit_application": draft(SIGNATORY, SIGNATORY, key="to_sign"),
    "withdraw_application": draft(SIGNATORY, SIGNATORY, key="to_sign"),
    "receipt": at(TOWN | READERS, seen_by=TOWN | READERS, key="submitted"),
    "receipt_pdf": at(TOWN | READERS, seen_by=TOWN | READERS, key="submitted"),
    "application_pdf": at(TOWN | READERS, seen_by=TOWN | READERS, key="submitted"),
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
    "judge_rule": at(
        READERS, OFFICER, TOWN | READERS, {"verdict": "met"}, key="in_check", code="assessable"
    ),
    "grant_waiver": checking(sent={"reason": "Härtefall."}, code="documents"),
    "revoke_waiver": checking(code="documents"),
    "formal_rejection_pdf": at(TOWN | READERS, seen_by=TOWN | READERS, key="turned_away"),
}

SELECTION = {
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
    "assignment_proposal": at(OFFICER, OFFICER, slug="call"),
    "ranking": at(READERS, slug="call"),
    "ranking_table": at(READERS, slug="call"),
    "freeze_ranking": at(OFFICER, OFFICER, slug="call"),
    "my_reviews": at(REVIEWERS),
    "review": at(REVIEWER, REVIEWER, REVIEWER | READERS, key="assignment"),
    "conflict": at(REVIEWER, REVIEWER, REVIEWER | READERS, key="assignment"),
    "submit_review": at(REVIEWER, REVIEWER, REVIEWER | READERS, key="assignment"),
    "review_document": at(
        REVIEWER, seen_by=REVIEWER | READERS, key="assignment", document="reviewed_document"
    ),
}

AWARDS = {
    "funded": at(EVERYONE),
    "funded_project": at(EVERYONE, key="award"),
    "decisions": at(READERS),
    "decision": at(
        READERS, OFFICER, READERS, {"outcome": "rejection", "reason": "Zu wenig."}, key="ranked"
    ),
    "decide": at(post=BUDGET, seen_by=READERS, key="proposed", step="mitzeichnen"),
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
    "move_candidacy": [
        at(post=OFFICER, seen_by=READERS, key="admitted", step="beginnen"),
    ],
}

REPORTING = {
    "office_home": at(READERS),
    "report": at(REPORT),
    "call_report": at(REPORT, slug="call"),
    "report_pdf": at(REPORT, slug="call"),
    "report_workbook": at(REPORT, slug="call"),
    "refresh_report": at(post=OFFICE, slug="call"),
}

PAGES = CORE | ACCOUNTS | PROGRAMMES | MUNICIPALITY | FORMAL_CHECK | SELECTION | AWARDS | REPORTING

# The API refuses who is not signed in with 403, and asks for the role before the method.
API = {
    "api_schema": at(EVERYONE),
    "api_applications-list": at(SIGNED_IN),
    "api_applications-detail": at(TOWN, seen_by=TOWN, key="draft"),
    "api_applications-checks": at(TOWN, seen_by=TOWN, key="draft"),
    "api_applications-submit": at(post=SIGNATORY, seen_by=TOWN, key="to_sign"),
    "api_calls-list": at(EVERYONE),
    "api_calls-detail": at(EVERYONE, slug="call"),
    "api_figures-list": at(REPORT),
    "api_figures-detail": at(REPORT, pk="figure"),
}

# Signing in (allauth): pages for everyone, and pages about one's own account only.
SIGN_IN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
    "account_reset_password",
    "account_confirm_login_code",
    "account_confirm_email",
    "account_reset_password_from_key_done",
    "account_reset_password_from_key",
    "account_reset_password_done",
    "mfa_authenticate",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
    "openid_connect_login",
    "openid_connect_callback",
}
OWN_ACCOUNT = {
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "socialaccount_connections",
}
