"""A loaded database, several times as large: its own rows copied by SQL, judged anew.

Loading 100,000 applications one by one takes hours. So every application, its municipality, its
reviewers and all that hangs on it are copied inside PostgreSQL, and made different where figures
would otherwise only repeat themselves:

- three of ten points of a copy lie one higher or lower; totals of reviews and applications are
  computed again from them, with the criteria's weights;
- the judgements of a copy go to the applications by rank, so that decisions still follow the order;
- each copy is judged by reviewers of all copies, so that their severity can still be compared.

Not made anew: whether a total reaches the threshold, the frozen ranking, bookings and the trail.

DATABASE_URL=postgres://... python -m benchmarks.multiplied 10    (only a database for measuring)
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

import django

os.environ.setdefault("ALLMENDE_MODE", "demo")
os.environ.setdefault("ALLMENDE_LOG_LEVEL", "ERROR")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.db.models import CharField, Field, Model  # noqa: E402

from accounts.models import Organisation, Person  # noqa: E402
from applications.models import Application  # noqa: E402
from awards.models import BankAccount  # noqa: E402
from evaluation.models import Reviewer, ReviewerExpertise  # noqa: E402

Models = dict[type[Model], int]
APPS = ("applications", "evaluation", "awards")
# People of a team and panels belong to one meeting or one invitation; a copy would share it.
LEFT_OUT = ("evaluation_panel", "applications_guest", "applications_partnerperson")
COPY = "copies.number"
OWN_TEXT = {
    *("receipt_number", "idempotency_key", "once"),
    *("funding_code", "file_reference", "reference"),
}
POINTS = f"""least(greatest(t.points + CASE abs(hashtext(t.id || ':' || {COPY})) % 20
    WHEN 0 THEN -1 WHEN 1 THEN -1 WHEN 2 THEN -1 WHEN 3 THEN 1 WHEN 4 THEN 1 WHEN 5 THEN 1
    ELSE 0 END, 0), (SELECT max(maximum) FROM programmes_criterion c WHERE c.code = t.code))"""
WRITTEN = {
    ("accounts_organisation", "name"): f"left(t.name, 190) || ' (' || {COPY} || ')'",
    ("accounts_organisation", "ags"): "''",  # keys of the directory are given once
    ("accounts_organisation", "ars"): "''",
    ("accounts_organisation", "source"): "'Erfunden für die Messung'",
    ("accounts_person", "email"): f"{COPY} || '-' || t.email",
    ("evaluation_score", "points"): POINTS,
}
JUDGED_ANEW = """
UPDATE evaluation_review r SET total = own.total FROM (
  SELECT s.review_id, sum(s.points * c.weight / c.maximum) AS total FROM evaluation_score s
  JOIN evaluation_review r ON r.id = s.review_id
  JOIN evaluation_assignment a ON a.id = r.assignment_id
  JOIN evaluation_candidacy y ON y.id = a.candidacy_id
  JOIN applications_application p ON p.id = y.application_id
  JOIN programmes_criterion c ON c.call_version_id = p.call_version_id AND c.code = s.code
  WHERE s.review_id > %(reviews)s GROUP BY 1
) own WHERE own.review_id = r.id AND r.total IS NOT NULL;
CREATE TEMP TABLE ranked AS
WITH judged AS (
  SELECT y.id, p.call_version_id AS call, y.id / %(candidacies)s AS copy, y.total AS before,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY r.total)::numeric(9, 6) AS total
  FROM evaluation_candidacy y JOIN applications_application p ON p.id = y.application_id
  JOIN evaluation_assignment a ON a.candidacy_id = y.id AND a.status = 'cleared'
  JOIN evaluation_review r ON r.assignment_id = a.id AND r.status = 'submitted'
  WHERE y.id > %(candidacies)s AND y.total IS NOT NULL GROUP BY 1, 2, 3, 4
), places AS (
  SELECT *, row_number() OVER (PARTITION BY call, copy ORDER BY before DESC, id) AS was,
    row_number() OVER (PARTITION BY call, copy ORDER BY total DESC, id) AS is_now FROM judged
)
SELECT judged.id AS source, place.id AS goal, judged.total FROM places judged
JOIN places place ON place.call = judged.call AND place.copy = judged.copy
AND place.was = judged.is_now;
UPDATE evaluation_assignment a SET candidacy_id = -ranked.goal FROM ranked
WHERE a.candidacy_id = ranked.source;
UPDATE evaluation_assignment SET candidacy_id = -candidacy_id WHERE candidacy_id < 0;
UPDATE evaluation_candidacy y SET total = ranked.total FROM ranked WHERE y.id = ranked.goal;
UPDATE programmes_budgetyear
SET amount = amount * %(times)s, reserved = reserved * %(times)s, committed = committed * %(times)s;
"""


def main(times: int) -> None:
    begun = time.monotonic()
    with transaction.atomic(), connection.cursor() as cursor:
        # Neither protection of what is frozen nor foreign keys are asked; keys are kept right here.
        cursor.execute("SET LOCAL session_replication_role = replica")
        spans = {model: span_of(model) for model in copied_models()}
        for model in spans:
            cursor.execute(copy_of(model, spans, times))
        numbers = {"times": times, "reviews": spans[named(spans, "evaluation_review")]}
        numbers["candidacies"] = spans[named(spans, "evaluation_candidacy")]
        cursor.execute("ANALYZE")
        cursor.execute(JUDGED_ANEW % numbers)
        for model in spans:
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
            )
    vacuum()
    print(f"{times} times as large in {time.monotonic() - begun:.0f} s")


def copied_models() -> list[type[Model]]:
    """Return what is copied: applications with all that hangs on them, places and reviewers."""
    found: set[type[Model]] = {Organisation, Person, Reviewer, ReviewerExpertise, BankAccount}
    waiting: list[type[Model]] = [Application]
    while waiting:
        model = waiting.pop()
        found.add(model)
        waiting += [one for one in hanging_on(model) if one not in found]
    return sorted(found, key=lambda model: model._meta.db_table)


def hanging_on(model: type[Model]) -> Iterator[type[Model]]:
    for relation in model._meta.related_objects:
        table = relation.related_model._meta.db_table
        if table.startswith(APPS) and not table.startswith(LEFT_OUT):
            yield relation.related_model


def named(models: Models, table: str) -> type[Model]:
    return next(model for model in models if model._meta.db_table == table)


def span_of(model: type[Model]) -> int:
    """Return how far the keys of one copy lie from those of the copy before."""
    last = model._base_manager.order_by("-pk").values_list("pk", flat=True).first()
    return (last or 0) + 1


def copy_of(model: type[Model], spans: Models, times: int) -> str:
    """Return the statement that copies all rows of a table; of people only the reviewers."""
    table, fields = model._meta.db_table, model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(value_of(field, spans, times) for field in fields)
    some = "WHERE t.id IN (SELECT person_id FROM evaluation_reviewer)" if model is Person else ""
    return f"""INSERT INTO {table} ({columns}) SELECT {values}
        FROM {table} t CROSS JOIN generate_series(1, {times - 1}) copies(number) {some}"""


def value_of(field: Field, spans: Models, times: int) -> str:
    """Return the expression for one column of a copy."""
    table, column = field.model._meta.db_table, f't."{field.column}"'
    if written := WRITTEN.get((table, field.column)):
        return written
    if field.primary_key:
        return f"{column} + {COPY} * {spans[field.model]}"
    if field.column == "reviewer_id":
        return f"{column} + {copy_for_reviewer(table, times)} * {spans[Reviewer]}"
    target = field.related_model
    if target in spans and (target is not Person or field.model is Reviewer):
        return f"{column} + {COPY} * {spans[target]}"
    if field.name == "key":
        return "substr(md5(random()::text || t.id), 1, 12)"
    if isinstance(field, CharField) and field.name in OWN_TEXT:
        return f"CASE WHEN {column} = '' THEN '' ELSE {column} || '-' || {COPY} END"
    return column


def copy_for_reviewer(table: str, times: int) -> str:
    """Return whose copy of the reviewer is meant: of an assignment any, elsewhere the same."""
    mixed = f"(abs(hashtext(t.id || '/' || {COPY})) % {times})"
    return mixed if table == "evaluation_assignment" else COPY


def vacuum() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main(int(sys.argv[1]))
