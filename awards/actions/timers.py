"""Reminders by date: the one-year limit, the end of bound use, the budget year, base rates.

Each stage is sent once; of stages that were missed only the last is sent. Called every day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from awards import timer_mails as mails
from awards.models import Award, BaseRate, Recovery, SentReminder, Tranche

Kind = SentReminder.Kind
YEAR_LIMIT = (-90, -30)  # days from the last day of the limit
BOUND_USE = (-90,)
JULY = 7
YEAR_CLOSE = ((10, 1), (12, 1))  # month and day


def remind_by_date(on: date) -> int:
    """Send every reminder that is due and was not sent; return how many."""
    return (
        remind_of_year_limits(on)
        + remind_of_bound_use(on)
        + remind_of_year_close(on)
        + remind_of_base_rate(on)
    )


def stage_of(last_day: date, days: Sequence[int], on: date) -> int:
    """Return how many of the stages have come.

    >>> stage_of(date(2027, 6, 30), (-90, -30), date(2027, 6, 1))
    2
    """
    return sum(on >= last_day + timedelta(days=one) for one in days)


def is_first(kind: str, about: str, stage: int) -> bool:
    """Note that a stage is sent; False when it was sent before."""
    _, new = SentReminder.objects.get_or_create(kind=kind, about=about, stage=stage)
    return new


@transaction.atomic
def remind_of_year_limits(on: date) -> int:
    """Tell the officers that the time to decide about a recovery runs out (§ 48 Abs. 4 VwVfG)."""
    sent = 0
    limited = Recovery.objects.filter(status__in=Recovery.UNDECIDED)
    for one in limited.exclude(ground=Recovery.Ground.FINAL_ACCOUNT).select_related("award"):
        stage = stage_of(one.decide_by, YEAR_LIMIT, on)
        if stage and is_first(Kind.YEAR_LIMIT, one.key, stage):
            mails.warn_of_year_limit(one)
            sent += 1
    return sent


@transaction.atomic
def remind_of_bound_use(on: date) -> int:
    """Tell recipient and office that the bound use of an award ends soon."""
    sent, soon = 0, on - timedelta(days=BOUND_USE[0])
    ending = Award.objects.filter(bound_until__gte=on, bound_until__lte=soon)
    for one in ending.select_related("organisation"):
        if is_first(Kind.BOUND_USE, one.key, 1):
            mails.announce_end_of_bound_use(one)
            sent += 1
    return sent


@transaction.atomic
def remind_of_year_close(on: date) -> int:
    """Tell recipients what of this year's money they have not drawn: it lapses (§ 45 BHO)."""
    stage = sum(on >= date(on.year, month, day) for month, day in YEAR_CLOSE)
    if not stage:
        return 0
    sent = 0
    rows = Tranche.objects.filter(budget_year__year=on.year)
    for one in rows.select_related("award__organisation", "budget_year"):
        if one.left > 0 and is_first(Kind.YEAR_CLOSE, str(one.pk), stage):
            mails.warn_of_year_close(one)
            sent += 1
    return sent


@transaction.atomic
def remind_of_base_rate(on: date) -> int:
    """Tell the officers that the base rate of this half-year is missing."""
    first = date(on.year, 1 if on.month < JULY else JULY, 1)
    if BaseRate.objects.filter(valid_from=first).exists():
        return 0
    if not is_first(Kind.BASE_RATE, str(first), 1):
        return 0
    mails.ask_for_base_rate(first)
    return 1
