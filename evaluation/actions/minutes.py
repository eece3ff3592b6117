"""The course of a session: opened and closed by the chair, recorded by the keeper of minutes."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from core import audit, clock
from core.refusals import EditConflict
from core.snapshots import freeze
from core.text import clean
from core.workflow import Attempt, perform
from evaluation.actions.panel import locked, refuse_unless
from evaluation.models import PanelItem, PanelSession
from evaluation.panel_minutes import minutes_of
from evaluation.panel_permissions import may_keep_minutes, may_record_minutes

Status = PanelSession.Status


@transaction.atomic
def open_session(session: PanelSession, *, by: Person) -> PanelSession:
    """The chair opens the session; a quorum is in the room."""
    return perform(session, "open_session", Attempt(by=by))


@transaction.atomic
def close_session(session: PanelSession, *, by: Person) -> PanelSession:
    """The chair closes; the keeper of minutes may still write."""
    session = perform(session, "close_session", Attempt(by=by))
    session.closed_at, session.closed_by_key = clock.now(), by.actor_key
    session.save(update_fields=["closed_at", "closed_by_key"])
    return session


@transaction.atomic
def resume_session(session: PanelSession, *, by: Person) -> PanelSession:
    """Something was left out: the session goes on."""
    return perform(session, "resume_session", Attempt(by=by))


@transaction.atomic
def write_minutes(
    record: PanelSession | PanelItem, text: str, version: int, *, by: Person
) -> PanelSession | PanelItem:
    """Keep what was said, in general or on one point; `version` is the one that was read."""
    session = locked(record.session if isinstance(record, PanelItem) else record)
    if not may_keep_minutes(session, by):
        raise PermissionDenied
    refuse_unless(session, Status.PREPARED, Status.OPEN, Status.CLOSED)
    record.refresh_from_db(fields=["note", "version"])
    if record.version != version:
        raise EditConflict(record)
    before, record.note = record.note, clean(text).strip()
    record.version += 1
    record.save(update_fields=["note", "version"])
    change: dict[str, Any] = {"before": {"note": before}, "after": {"note": record.note}}
    audit.record(record, "write_minutes", by=by, change=change)
    return record


@transaction.atomic
def record_minutes(session: PanelSession, *, by: Person) -> PanelSession:
    """The keeper signs: minutes and results are frozen, the session changes no more."""
    session = locked(session)
    if may_record_minutes(session, by) and session.status == Status.CLOSED:
        session.recorded_at, session.recorded_by_key = clock.now(), by.actor_key
        session.snapshot = freeze(session, "panel_session", minutes_of(session))
        session.save(update_fields=["recorded_at", "recorded_by_key", "snapshot"])
    return perform(session, "record_minutes", Attempt(by=by))
