"""The pages that belong to no programme, and signing in."""

from typing import Any

from core import clock, jobs
from core.actions import announce
from tests import cast
from tests.house.access.declaring import EVERYONE, OFFICER, READERS, at

PAGES = {
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
    "jobs": at(READERS),
    "revive_job": at(post=OFFICER, key="job"),
    "cancel_job": at(post=OFFICER, key="job"),
    "announcements": at(READERS, OFFICER, sent={"text": "Leer."}),
    "close_announcement": at(post=OFFICER, key="announcement"),
    "barrier_reports": at(READERS),
    "job_progress": at(OFFICER, seen_by=OFFICER, key="own_job"),
    "cancel_own_job": at(post=OFFICER, seen_by=OFFICER, key="own_job"),
}


def records(world: Any) -> dict[str, Any]:
    """A job that waits, and a disruption."""
    told = {"kind": "disruption", "text": "Mails kommen später.", "ends_at": None}
    announcement = announce(**told, starts_at=clock.now(), by=cast.officer())
    officer = world.people["officer"]
    wish = jobs.Order("Kennzahlen", officer.actor_key, officer.email, "/")
    return {
        "announcement": announcement.key,
        "own_job": jobs.order("reporting.jobs.prepare", wish, version=world.version.pk).pk,
        "job": jobs.enqueue("reporting.jobs.prepare", version=world.version.pk).pk,
    }


API = {
    "api_schema": at(EVERYONE),
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
