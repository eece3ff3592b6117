"""The calls of the demonstration: one decided, one in selection, one open today, one of pilots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from accounts.models import Person
from core import clock
from demo.fates import DECIDED, IN_PROGRESS, OPEN, Fate
from demo.papers import paper, upload
from demo.people import Office
from demo.programme import build_draft_call
from programmes.actions import edit_row, mark_of, offer_for_publication, publish_call
from programmes.models import CallVersion
from rulebook.calendar import next_working_day

NOON = time(12)
ADVANCE, MILESTONE = CallVersion.PaymentMode.ADVANCE, CallVersion.PaymentMode.MILESTONE
LEAST_BUDGET = 4_000_000  # euros a year
THIRD_REVIEW_EVERY = 6  # applications; all others have two
PILOTS, ENOUGH_FOR_PILOTS = 2, 40
GRANT_FOR_EACH = 260_000  # euros a year and application: enough for about a third of them


@dataclass(frozen=True)
class Round:
    """One call: when it ran, how slowly it was worked on, and what becomes of how many."""

    number: int
    title: str
    opens_at: datetime
    deadline_at: datetime
    now: datetime
    size: int
    fates: Sequence[Fate]
    pace: int = 1
    payment_mode: str = ADVANCE
    third_review_every: int = THIRD_REVIEW_EVERY

    @property
    def is_decided(self) -> bool:
        return Fate.DECIDED in self.fates

    def fate_of(self, number: int) -> Fate:
        return self.fates[number * len(self.fates) // self.size]

    def started_at(self, number: int) -> datetime:
        """When the draft was begun, in the first half of the time."""
        return at_work(self.opens_at + self.span * 0.5 * self.progress(number))

    def submitted_at(self, number: int) -> datetime:
        """When the application came in: in the order of numbers, most of them late."""
        return self.opens_at + self.span * self.progress(number) ** 0.3

    def after_deadline(self, days: float) -> datetime:
        return self.deadline_at + timedelta(days=days * self.pace)

    @property
    def years(self) -> dict[str, int]:
        """Money flows from the next year on; of the decided call it flows already."""
        first = self.after_deadline(60).year if self.is_decided else self.deadline_at.year + 1
        return {"first_year": first, "last_year": first + 3}

    @property
    def span(self) -> timedelta:
        return min(self.now, self.deadline_at) - self.opens_at

    def progress(self, number: int) -> float:
        """Return a number above 0 and below 1 that grows with the case's number."""
        return (number + 1) / (self.size + 1)


def rounds_for(applications: int) -> list[Round]:
    """Return three calls as seen from now, with 19 : 13 : 8 of the applications.

    Two of the first ones are pilot projects with a call of their own, paid by milestones.
    """
    second, third = applications * 13 // 40, applications * 8 // 40
    pilots = PILOTS if applications >= ENOUGH_FOR_PILOTS else 0
    first = applications - second - third - pilots
    now = clock.now()
    rounds = [
        Round(1, "Erster Förderaufruf", noon(360), noon(290), now, first, DECIDED, pace=2),
        Round(2, "Zweiter Förderaufruf", noon(94), noon(24), now, second, IN_PROGRESS),
        Round(3, "Dritter Förderaufruf", noon(25), noon(-40), now, third, OPEN),
    ]
    if pilots:
        span = (noon(355), noon(285), now)
        rounds.insert(1, Round(4, "Modellvorhaben", *span, pilots, DECIDED, 2, MILESTONE))
    return rounds


def at_work(moment: datetime) -> datetime:
    """Return a moment of the same day between 8 and 18 o'clock; later stays later."""
    local = timezone.localtime(moment)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=8) + (local - midnight) * 10 / 24


def noon(days_before: int) -> datetime:
    """Return noon in Germany so many days before today, or of the next working day."""
    day = next_working_day(clock.today() - timedelta(days_before), settings.ALLMENDE_OFFICE_LAND)
    return clock.from_local(datetime.combine(day, NOON))


def give_template(version: CallVersion, code: str, *, by: Person) -> None:
    """Let a document of the draft have a form to fill in."""
    row = version.document_requirements.get(code=code)
    file = upload("vorlage", paper(f"Vorlage: {row.name}"))
    fields = {"template": file, "max_megabytes": row.max_megabytes}
    edit_row(version, row, fields=fields, seen=mark_of(row), by=by)


def publish_round(one: Round, office: Office) -> CallVersion:
    """Prepare the call and let a second person publish it, ten days before it opens."""
    with clock.stopped_at(one.opens_at - timedelta(days=10)):
        version = build_draft_call(
            office.officer,
            opens_at=one.opens_at,
            days=(one.deadline_at.date() - one.opens_at.date()).days,
            yearly_budget=Decimal(max(LEAST_BUDGET, one.size * GRANT_FOR_EACH)),
            slug=f"aufruf-{one.number}",
            title=one.title,
            deadline_at=one.deadline_at,
            payment_mode=one.payment_mode,
            **one.years,
        )
        give_template(version, "projektplan", by=office.officer)
        version = offer_for_publication(version, by=office.officer)
    with clock.stopped_at(one.opens_at - timedelta(days=8)):
        return publish_call(version, seen=version.version, by=office.second_officer)
