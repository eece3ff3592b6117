"""Which pages are measured, as whom, and the bare SQL that bounds them from below."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from accounts.models import Person
from applications.models import Application
from evaluation.models import Assignment, Candidacy

INBOX = """
SELECT a.key, a.status, a.receipt_number, a.submitted_at, a.requested_amount, o.name, o.land,
       p.title FROM applications_application a
JOIN accounts_organisation o ON o.id = a.organisation_id
JOIN applications_project p ON p.application_id = a.id
WHERE a.status NOT IN ('draft', 'awaiting_signature')
"""
RANKING = """
SELECT c.key, c.total, c.is_fundable, a.requested_amount, o.name FROM evaluation_candidacy c
JOIN applications_application a ON a.id = c.application_id
JOIN accounts_organisation o ON o.id = a.organisation_id
JOIN programmes_callversion v ON v.id = a.call_version_id
JOIN programmes_call l ON l.id = v.call_id
WHERE l.slug = %s AND c.total IS NOT NULL ORDER BY c.total DESC
"""


@dataclass(frozen=True)
class Page:
    """One measured page: its name, address, visitor and lower limit in SQL."""

    name: str
    path: str
    visitor: str
    sql: str = ""
    values: tuple[object, ...] = ()


def cookie_of(email: str) -> str:
    """Sign a person in without hashing: write the session the browser would have."""
    person = Person.objects.get(email=email)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def pages() -> list[Page]:
    """Return the pages with addresses that exist in the loaded demonstration."""
    inbox = reverse("inbox")
    handed_in = Application.objects.submitted()
    application = handed_in.order_by("pk").last()
    last_page = -(-handed_in.count() // 50)
    ranked = Candidacy.objects.filter(status__in=["ranked", "awarded", "rejected"]).first()
    slug = ranked.application.call_version.call.slug
    cleared = Assignment.objects.filter(status="cleared", review__status="draft").first()
    assignment = cleared or Assignment.objects.filter(status="cleared").first()
    reviewer = assignment.reviewer.person.email
    officer = "olaf.ordner@allmende.example"
    first = f"{INBOX} ORDER BY a.submitted_at DESC LIMIT 50"
    end = f"{INBOX} ORDER BY a.submitted_at DESC LIMIT 50 OFFSET {50 * (last_page - 1)}"
    return [
        Page("empty view", "/healthz", ""),
        Page("list", inbox, officer, first),
        Page("list, filtered", f"{inbox}?land=BY", officer),
        Page("list, searched", f"{inbox}?q=Wege", officer),
        Page("list, last page", f"{inbox}?page={last_page}", officer, end),
        Page("detail", reverse("office_application", args=[application.key]), officer),
        Page("reviewer's page", reverse("review", args=[assignment.key]), reviewer),
        Page("ranking", reverse("ranking", args=[slug]), officer, RANKING, (slug,)),
        Page("ranking, searched", f"{reverse('ranking', args=[slug])}?q=Wege", officer),
        Page("ranking as CSV", reverse("ranking_table", args=[slug]), officer, RANKING, (slug,)),
        Page("report", reverse("call_report", args=[slug]), officer),
        Page("parliament pack", reverse("parliament", args=[slug]), officer),
        Page("overview", reverse("office_home"), officer),
    ]
