"""How many submissions and reviews one process writes in a second, through the real actions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from django.db import transaction

from accounts.models import Role
from applications.actions.submission import submit_application
from applications.checks.entry import declarations
from applications.models import Application
from core import clock
from evaluation.actions import submit_review
from evaluation.models import Review

SAMPLE = 60


class UndoneError(Exception):
    """Raised at the end of each try, so that the next run finds the same rows."""


def per_second(rows: Iterable[object], write: Callable[[object], object]) -> float:
    """Write each row in a savepoint-free transaction of its own, then roll it back."""
    spans = []
    for row in rows:
        begun = time.perf_counter()
        try:
            with transaction.atomic():
                write(row)
                spans.append(time.perf_counter() - begun)
                raise UndoneError
        except UndoneError:
            pass
    return len(spans) / sum(spans) if spans else 0.0


def submissions_per_second() -> float:
    """Applications that await their signature, handed in by their signatory (no commit)."""
    waiting = Application.objects.filter(status=Application.Status.AWAITING_SIGNATURE)

    def write(application: Application) -> None:
        signatory = application.organisation.memberships.filter(role=Role.SIGNATORY)[0].person
        submit_application(
            application, by=signatory, at=clock.now(), confirmed=declarations(application)
        )

    return per_second(waiting.select_related("organisation")[:SAMPLE], write)


def reviews_per_second() -> float:
    """Complete reviews in draft, handed in by their reviewer (no commit)."""
    drafts = Review.objects.filter(status=Review.Status.DRAFT)
    return per_second(
        drafts.select_related("assignment__reviewer__person")[:SAMPLE],
        lambda review: submit_review(review, by=review.assignment.reviewer.person),
    )
