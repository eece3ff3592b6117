"""„Alles zum Lesen“: the applications a reviewer may read, as watermarked PDFs in one file.

A copy holds what the reading page shows and nothing else: no declarations, no other review. The
size of a copy depends on who reads it and on the day, so both are part of what is remembered.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.cache import cache

from applications.letters import application_content
from applications.reading import DECLARATIONS
from core import clock
from core.pdf import render
from core.templatetags.allmende import day, instant
from evaluation.models import Assignment
from evaluation.reading import reading_of

REMEMBERED = 24 * 60 * 60  # seconds: a day, after which the watermark has another date
FRAME = 200  # bytes that the ZIP adds for each file, at most


def may_be_taken_along(user: Any) -> Sequence[Assignment]:
    """Return one's own assignments that are cleared and still to be judged or judged already."""
    own = Assignment.objects.visible_to(user).filter(
        reviewer__person=user, status=Assignment.Status.CLEARED
    )
    parts = ("organisation", "project", "call_version__call")
    related = [f"candidacy__application__{part}" for part in parts]
    return list(
        own.select_related("reviewer__person", "review", *related).order_by("due_on", "key")
    )


def reading_copy(assignment: Assignment, on: date) -> bytes:
    """Return the frozen application with the reviewer's name and the day across every page."""
    reading = reading_of(assignment.candidacy.application)
    submission, content = reading.submission, application_content(dict(reading.content))
    judged = [
        chapter for chapter in content["chapters"] if not chapter["title"].endswith(DECLARATIONS)
    ]
    own = {
        "chapters": judged,
        "number": submission.receipt_number,
        "received": instant(submission.received_at, "seconds"),
        "watermark": f"{assignment.reviewer} · {day(on)}",
    }
    return render("reading_copy", content | own, at=submission.received_at)


def size_of(assignment: Assignment, on: date) -> int:
    """Return how many bytes the copy has; it is drawn once a day to learn that."""
    key = f"reading-copy:{assignment.key}:{assignment.candidacy.application.version}:{on}"
    size = cache.get(key)
    if size is None:
        size = len(reading_copy(assignment, on))
        cache.set(key, size, REMEMBERED)
    return int(size)


def pack(assignments: Sequence[Assignment]) -> bytes:
    """Return one ZIP with a copy for each assignment; PDFs are compressed already."""
    stream, today = io.BytesIO(), clock.today()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for one in assignments:
            number = one.candidacy.application.receipt_number
            archive.writestr(f"{number}.pdf", reading_copy(one, today))
    return stream.getvalue()
