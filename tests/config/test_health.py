"""The two questions machines ask."""

import pytest
from django.db import DatabaseError, connection

from config import health


def test_the_living_process_says_so_without_the_database(client) -> None:
    answer = client.get("/healthz")
    assert answer.json() == {"alive": True}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_it_is_ready_when_the_tables_fit(client) -> None:
    health.tables_fit.cache_clear()
    assert client.get("/readyz").json() == {"ready": True}


@pytest.mark.django_db
def test_it_is_not_ready_when_a_migration_is_missing(client) -> None:
    health.tables_fit.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core'")
    assert client.get("/readyz").status_code == 503


def test_it_is_not_ready_when_the_database_is_away(client, monkeypatch) -> None:
    def away(*_: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False})


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_nothing_can_be_sent_there(client, address: str) -> None:
    assert client.post(address).status_code == 405
