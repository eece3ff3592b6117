"""A person's deadlines as iCalendar (RFC 5545)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from applications.agenda import Duty
from core import clock

LONGEST_LINE = 73  # bytes; a longer one goes on in the next line
STAMP = "%Y%m%dT%H%M%SZ"
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def calendar_of(duties: Iterable[Duty], site: str) -> bytes:
    """Return the deadlines as a calendar that programs fetch again and again."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Allmende//Fristen//DE"]
    lines += ["X-WR-CALNAME:Fristen der Anträge", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
    for duty in duties:
        lines += event(duty, site)
    folded = [part for line in [*lines, "END:VCALENDAR"] for part in fold(line)]
    return ("\r\n".join(folded) + "\r\n").encode()


def event(duty: Duty, site: str) -> Iterator[str]:
    """Yield one deadline as an event that ends when the time is over."""
    known = sha256(f"{duty.url} {duty.label}".encode()).hexdigest()[:24]
    yield "BEGIN:VEVENT"
    yield f"UID:{known}@allmende"
    yield f"DTSTAMP:{utc(clock.now())}"
    yield f"DTSTART:{utc(duty.due_at - timedelta(minutes=30))}"
    yield f"DTEND:{utc(duty.due_at)}"
    yield f"SUMMARY:{escape(f'{duty.label}: {duty.title}')}"
    yield f"URL:{site}{duty.url}"
    yield "END:VEVENT"


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(STAMP)


def escape(text: str) -> str:
    r"""Mark what has a meaning of its own in a calendar.

    >>> escape("Wege; Bäume, Wasser")
    'Wege\\; Bäume\\, Wasser'
    """
    return text.translate(ESCAPED)


def fold(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 bytes, never within a letter."""
    piece, lead = "", ""
    for letter in line:
        if len((lead + piece + letter).encode()) > LONGEST_LINE:
            yield lead + piece
            piece, lead = "", " "
        piece += letter
    yield lead + piece
