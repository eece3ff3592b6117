"""Plain SQL that SQLite and PostgreSQL both understand."""

from datetime import date
from decimal import Decimal

from django.db import connection
from django.utils.timezone import localtime

# The applications of the call that were handed in, with what became of them.
APPS = """
WITH apps AS (
  SELECT a.id, a.status, a.organisation_id, a.requested_amount AS requested, o.land, o.size_class,
    o.kind, o.ars, o.inhabitants, o.district_key, o.name AS applicant, p.phase, p.title,
    CASE WHEN c.status = 'awarded' AND w.id IS NULL THEN 'ranked' ELSE c.status END AS stage,
    c.total, c.is_fundable, c.diverges, c.id AS candidacy, d.approved_at,
    w.id AS award, coalesce(w.amount, 0) AS granted, w.eligible_amount, w.own_funds,
    w.other_funds, w.funding_code
  FROM applications_application a
  JOIN accounts_organisation o ON o.id = a.organisation_id
  JOIN applications_project p ON p.application_id = a.id
  LEFT JOIN evaluation_candidacy c ON c.application_id = a.id
  LEFT JOIN evaluation_fundingdecision d ON d.candidacy_id = c.id
  LEFT JOIN awards_award w ON w.decision_id = d.id
  WHERE a.call_version_id = %(v)s AND a.revises_id IS NULL
    AND a.status NOT IN ('draft', 'awaiting_signature')
), reviews AS (
  SELECT r.id, r.total, s.reviewer_id AS reviewer, apps.id AS app
  FROM evaluation_review r
  JOIN evaluation_assignment s ON s.id = r.assignment_id AND s.status = 'cleared'
  JOIN apps ON apps.candidacy = s.candidacy_id
  WHERE r.status = 'submitted'
), tranches AS (
  SELECT t.*, b.year, apps.award FROM awards_tranche t
  JOIN programmes_budgetyear b ON b.id = t.budget_year_id
  JOIN apps ON apps.award = t.award_id
), payments AS (
  SELECT y.*, apps.award, q.submitted_at AS requested_at FROM awards_payment y
  JOIN awards_paymentrequest q ON q.id = y.request_id
  JOIN apps ON apps.award = q.award_id
  WHERE y.paid_on IS NOT NULL AND y.failed_because = ''
)
"""


class Database:
    """Asks about one call version."""

    def __init__(self, version):
        self.values = {"v": version.pk, "call": version.call_id}
        self.version = version

    def rows(self, sql):
        with connection.cursor() as cursor:
            cursor.execute(APPS + sql, self.values)
            return cursor.fetchall()

    def one(self, sql):
        return self.rows(sql)[0][0]


def part(value, whole):
    """Return value / whole, or None without a whole."""
    return float(value) / float(whole) if whole else None


def cents(value):
    return Decimal(str(value or 0)).quantize(Decimal("0.01"))


def day_of(value):
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    return localtime(value).date() if hasattr(value, "hour") else value
