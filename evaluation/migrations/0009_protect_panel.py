"""Signed minutes never change, and no vote is written after the count."""

from django.db import migrations

from core.immutable import Protect, protect

RECORDED = """EXISTS (
  SELECT 1 FROM evaluation_panelsession AS session
  WHERE session.id = ROW.session_id AND session.status = 'recorded'
)"""
RECORDED_THROUGH = """EXISTS (
  SELECT 1 FROM MIDDLE AS middle JOIN evaluation_panelsession AS session
  ON session.id = middle.session_id
  WHERE middle.id = ROW.COLUMN AND session.status = 'recorded'
)"""
CLOSED = """EXISTS (
  SELECT 1 FROM evaluation_panelmotion AS motion
  WHERE motion.id = ROW.motion_id AND motion.closed_at IS NOT NULL
)"""


def recorded(row: str) -> str:
    """SQL: do the minutes of the row's session bear a signature?"""
    return RECORDED.replace("ROW", row)


def recorded_through(table: str, column: str, row: str) -> str:
    """The same for a row that names its session through a seat or an point."""
    named = RECORDED_THROUGH.replace("MIDDLE", table).replace("COLUMN", column)
    return named.replace("ROW", row)


def closed(row: str) -> str:
    """SQL: is the vote's motion counted?"""
    return CLOSED.replace("ROW", row)


def guarded(table: str, middle: str = "", column: str = "") -> list[Protect]:
    """No row is added to, changed in or taken from a session whose minutes are signed."""

    def condition(row: str) -> str:
        return recorded_through(middle, column, row) if middle else recorded(row)

    return [
        protect(table, "INSERT", condition=condition("NEW")),
        protect(table, "UPDATE", condition=f"{condition('OLD')} OR {condition('NEW')}"),
        protect(table, "DELETE", condition=condition("OLD")),
    ]


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0008_panel_session")]

    operations = [
        protect("evaluation_panelsession", condition="OLD.status = 'recorded'"),
        *guarded("evaluation_panelseat"),
        *guarded("evaluation_panelitem"),
        *guarded("evaluation_panelpresence", "evaluation_panelseat", "seat_id"),
        *guarded("evaluation_panelrecusal", "evaluation_panelitem", "point_id"),
        protect("evaluation_panelmotion", "INSERT", condition=recorded("NEW")),
        protect(
            "evaluation_panelmotion", condition=f"OLD.closed_at IS NOT NULL OR {recorded('OLD')}"
        ),
        protect("evaluation_panelvote", "INSERT", condition=closed("NEW")),
        protect("evaluation_panelvote", "UPDATE", condition=f"{closed('OLD')} OR {closed('NEW')}"),
        protect("evaluation_panelvote", "DELETE", condition=closed("OLD")),
    ]
