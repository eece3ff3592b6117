"""The same deputy is named once, however many name them at once (PostgreSQL)."""

import pytest

from accounts.models import Deputy
from tests import cast
from tests.applications.drafts import colleague
from tests.applications.test_deputies import admin, deputise
from tests.faults.processes import both_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_who_name_the_same_deputy_at_once_name_one():
    deputy, people = colleague(), (admin(), cast.signatory())
    works = [lambda by=by: deputise(deputy, by=by) for by in people]
    assert both_at_once(*works) == ["done", "twice"]
    assert Deputy.objects.count() == 1
