"""How a team shares an application: notes for the task list, one section with its comments."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from applications.reading import Passage, reading_of
from applications.snapshot import content_of
from core.templatetags.allmende import day
from core.text import plain
from rulebook.receipts import fingerprint

if TYPE_CHECKING:
    from applications.models import Application, SectionCare


def passages_of(application: Application) -> dict[str, Passage]:
    """Return every section as it reads now."""
    return {one.section: one for one in reading_of(plain(content_of(application)))}


def digest_of(passage: Passage | None) -> str:
    """Return the fingerprint of what a section says: an approval holds for exactly this."""
    return fingerprint(plain(asdict(passage))) if passage else ""


def unapproved(application: Application) -> list[SectionCare]:
    """Return the sections that still wait for their internal approval."""
    wanted = [care for care in application.cares.all() if care.approver_id]
    if not wanted:
        return []
    passages = passages_of(application)
    return [one for one in wanted if one.approved_digest != digest_of(passages.get(one.section))]


def notes_of(application: Application) -> dict[str, str]:
    """Return for each section who looks after it, what is said and what it waits for."""
    notes: dict[str, list[str]] = defaultdict(list)
    for care in application.cares.all():
        notes[care.section] += care_in_words(care)
    waiting = {care.section for care in unapproved(application)}
    for section in waiting:
        notes[section].append("interne Freigabe steht aus")
    for section, many in open_comments(application).items():
        notes[section].append("1 offener Kommentar" if many == 1 else f"{many} offene Kommentare")
    return {section: " · ".join(parts) for section, parts in notes.items()}


def care_in_words(care: SectionCare) -> Iterable[str]:
    """Yield who is responsible and until when."""
    until = f"bis {day(care.due_on)}" if care.due_on else ""
    if care.person:
        yield f"Zuständig: {care.person}{', ' if until else ''}{until}"
    elif until:
        yield f"Fertig {until}"


def open_comments(application: Application) -> Counter[str]:
    rows = application.comments.filter(resolved_at=None)
    return Counter(rows.order_by().values_list("section", flat=True))
