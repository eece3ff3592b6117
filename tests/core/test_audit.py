"""The trail of a record: complete, in one chain, and tamper-evident."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction

from core import audit
from core.history import history_of
from core.models import AuditEvent, AuditHead
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    place = cast.town()
    for name in ("Eins", "Zwei", "Drei"):
        change = {"before": {"name": "alt"}, "after": {"name": name}, "note": "Beleg"}
        audit.record(place, "rename", by=cast.officer(), change=change)
    return place


@pytest.fixture
def unprotected(town):
    """The trail as an intruder with full rights finds it: without triggers."""
    with connection.cursor() as cursor:
        for event in ("UPDATE", "DELETE"):
            on = " ON core_auditevent" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER core_auditevent_{event}{on}")
    return town


def test_every_entry_says_who_when_what_before_and_after(town):
    entry = history_of(town).entries[0]
    assert entry.number == 3
    assert entry.who == "Sachbearbeitung · Programmstelle Digitale Städte und Regionen"
    change = entry.changes[0]
    assert (change.name, change.before, change.after) == ("Name", "alt", "Drei")
    assert entry.note == "Beleg"


def test_an_untouched_chain_has_no_faults(town):
    assert list(audit.faults(town)) == []


@pytest.mark.parametrize("statement", ["DELETE FROM", "UPDATE"])
def test_the_database_refuses_to_change_the_trail(town, statement):
    rest = " SET step = 'x'" if statement == "UPDATE" else ""
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{statement} core_auditevent{rest}")


def test_a_changed_entry_is_named(unprotected):
    audit.trail(unprotected).filter(number=2).update(step="something else")
    assert list(audit.faults(unprotected)) == ["Eintrag 2 passt nicht zur Kette."]


def test_a_changed_payload_is_named(unprotected):
    audit.trail(unprotected).filter(number=2).update(payload={"note": "gefälscht"})
    assert list(audit.faults(unprotected)) == ["Der Inhalt von Eintrag 2 wurde verändert."]


def test_an_erased_payload_keeps_the_chain_verifiable(town):
    audit.trail(town).filter(number=2).update(payload={})
    assert list(audit.faults(town)) == []


def test_a_deleted_entry_is_named(unprotected):
    AuditEvent.objects.filter(record_key=unprotected.key, number=2).delete()
    assert list(audit.faults(unprotected)) == ["Eintrag 2 fehlt."]


def test_a_cut_tail_is_named(unprotected):
    AuditEvent.objects.filter(record_key=unprotected.key, number=3).delete()
    assert list(audit.faults(unprotected)) == ["Die Kette endet bei Eintrag 2, erwartet sind 3."]


def test_two_records_have_two_chains(town):
    other = cast.town("Bamberg")
    audit.record(other, "rename", by=cast.officer(), change={})
    assert AuditHead.objects.get(record_key=other.key).length == 1
    assert list(audit.faults(other)) == []


def test_the_chain_holds_whatever_time_zone_an_instant_is_given_in(town):
    noon = datetime(2027, 3, 31, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    audit.record(town, "rename", by=cast.officer(), change={"after": {"name": "Vier"}}, at=noon)
    assert not list(audit.faults(town))
