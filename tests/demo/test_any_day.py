"""The demonstration can be loaded on any day of the year."""

from datetime import UTC, datetime

import pytest

from core import clock
from core.models import AuditEvent
from demo.loading import USUAL_SEED, load
from programmes.models import CallVersion
from rulebook.calendar import is_working_day

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DAYS = [(2026, 12, 31), (2027, 3, 28)]  # the year ends; the clock changes, on Easter Sunday
MORE_DAYS = [(2026, 1, 1), (2026, 5, 14), (2028, 2, 29)]


@pytest.mark.parametrize(
    "day", DAYS + [pytest.param(day, marks=pytest.mark.drill) for day in MORE_DAYS]
)
def test_nothing_happens_in_the_future_and_deadlines_are_working_days(day):
    now = datetime(*day, 0, 30, tzinfo=UTC)
    with clock.stopped_at(now):
        load(10, USUAL_SEED, in_bulk=True)
    assert AuditEvent.objects.latest("at").at <= now
    versions = list(CallVersion.objects.in_force())
    assert [version.is_open(now) for version in versions].count(True) == 1
    assert all(is_working_day(version.deadline_at.date(), "BE") for version in versions)
