"""The database itself refuses to change what was published, on the running engine."""

import pytest
from django.db import DatabaseError, transaction

from core.refusals import RuleViolation
from demo.programme import build_draft_call
from programmes.actions import edit_basics, mark_of
from programmes.models import CallVersion
from tests import cast

pytestmark = pytest.mark.django_db

ROWS = [
    "topics",
    "criterion_groups",
    "criteria",
    "chapters",
    "questions",
    "document_requirements",
    "fit_questions",
]


def refused(write):
    with pytest.raises(DatabaseError, match="is immutable"), transaction.atomic():
        write()


def copy_of(row, **fields):
    row.pk = None
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def test_a_published_version_is_neither_changed_nor_deleted():
    version = cast.open_call()
    same = CallVersion.objects.filter(pk=version.pk)
    refused(lambda: same.update(deadline_at=version.opens_at))
    refused(lambda: same.update(version=9))
    refused(same.delete)
    refused(lambda: same._raw_delete(same.db))


def test_the_action_refuses_before_the_database_has_to():
    version = cast.open_call()
    with pytest.raises(RuleViolation, match="kein Entwurf mehr"):
        edit_basics(version, fields={"effort_hours": 1}, seen=mark_of(version), by=cast.officer())


@pytest.mark.parametrize("rows", ROWS)
def test_rows_of_a_published_version_are_not_added_changed_or_removed(rows):
    version = cast.open_call()
    row = getattr(version, rows).first()
    same = type(row).objects.filter(pk=row.pk)
    refused(lambda: same.update(position=99))
    refused(lambda: same._raw_delete(same.db))
    refused(lambda: copy_of(row, code="neu").save(force_insert=True))


@pytest.mark.parametrize("rows", ROWS)
def test_rows_do_not_move_into_or_out_of_a_published_version(rows):
    version = cast.open_call()
    draft = build_draft_call(cast.officer(), slug="zweiter")
    inside, outside = getattr(version, rows).all(), getattr(draft, rows).all()
    refused(lambda: inside.update(call_version=draft))
    refused(lambda: outside.update(call_version=version))


@pytest.mark.parametrize("rows", ROWS)
def test_rows_of_a_draft_stay_open(rows):
    draft = build_draft_call(cast.officer())
    row = getattr(draft, rows).first()
    type(row).objects.filter(pk=row.pk).update(position=99)
    copy_of(row, code="neu").save(force_insert=True)
    getattr(draft, rows).all().delete()


def test_the_name_and_address_of_a_published_call_stay():
    call = cast.open_call().call
    same = type(call).objects.filter(pk=call.pk)
    refused(lambda: same.update(title="Anders"))
    refused(lambda: same.update(slug="anders"))
    same.update(effort_answers=7)


def test_a_guideline_that_a_published_call_rests_on_stays():
    guideline = build_draft_call(cast.officer(), slug="entwurf").guideline_version
    same = type(guideline).objects.filter(pk=guideline.pk)
    same.update(remarks="Noch offen")
    cast.open_call()
    refused(lambda: same.update(regular_rate="0.70"))
