"""How many submissions and reviews one process writes in a second, through the real actions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import cycle, islice
from typing import Any

from django.db import transaction

from accounts.models import Person, Role
from applications.actions.submission import submit_application
from applications.checks.entry import declarations
from applications.models import Application
from awards.actions.awarding import approve_for_sending
from awards.actions.sending import send_letter
from core import clock
from evaluation.actions import submit_review
from evaluation.actions.reviewing import Judgement, record_review
from evaluation.models import AnchorReview, FundingDecision, Review

SAMPLE = 60


class UndoneError(Exception):
    """Raised at the end of each try, so that the next run finds the same rows."""


def per_second(
    rows: Iterable[Any],
    write: Callable[[Any], object],
    prepare: Callable[[Any], Any] = lambda row: row,
) -> float:
    """Write each row, prepared off the clock, in a transaction of its own and roll it back."""
    spans = []
    for row in rows:
        try:
            with transaction.atomic():
                ready = prepare(row)
                begun = time.perf_counter()
                write(ready)
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
    """Reviews in draft, completed and then handed in by their reviewer (no commit).

    Only of those who have scored the anchor of the calibration: the others may not hand in yet.
    """
    drafts = Review.objects.filter(
        status=Review.Status.DRAFT,
        assignment__reviewer__anchor_reviews__status=AnchorReview.Status.SUBMITTED,
    )
    return per_second(
        drafts.select_related("assignment__reviewer__person")[:SAMPLE],
        lambda review: submit_review(review, by=review.assignment.reviewer.person),
        completed,
    )


def completed(review: Review) -> Review:
    """Give the same points and a reason on every criterion."""
    criteria = review.assignment.candidacy.application.call_version.criteria.all()
    judgement = Judgement(Decimal(3), "Der Antrag beschreibt das Vorgehen und benennt Belege. " * 4)
    return record_review(
        review.assignment,
        by=review.assignment.reviewer.person,
        version=review.version,
        judgements={criterion.code: judgement for criterion in criteria},
    )


def letters_per_minute() -> float:
    """Rejections and notices that wait for the last signature: approved off the clock, then sent.

    Frozen, sealed where a seal is configured, drawn as tagged PDF and put into the inbox. Each
    letter is a transaction of its own, so a run of any length takes as long as its letters do.
    """
    office = {
        role: Person.objects.filter(memberships__role=role).first()
        for role in (Role.OFFICER, Role.HEAD_OF_UNIT)
    }
    waiting = list(FundingDecision.objects.filter(status=FundingDecision.Status.CO_SIGNED))
    rows = islice(cycle(waiting), SAMPLE) if waiting else ()

    def approved(decision: FundingDecision) -> FundingDecision:
        return approve_for_sending(decision, by=office[Role.HEAD_OF_UNIT])

    return 60 * per_second(rows, lambda one: send_letter(one, by=office[Role.OFFICER]), approved)
