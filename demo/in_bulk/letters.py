"""Award notices and rejection letters with their frozen contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils.timezone import localdate

from awards.actions.awarding import code_of, reference_of
from awards.actions.notices import dates_of
from awards.letters import notice_content
from awards.models import (
    Award,
    AwardNotice,
)
from awards.terms import Terms, terms_of
from core.models import Snapshot
from core.snapshots import frozen
from demo.in_bulk.trail import Step, Trail
from demo.play import Play
from evaluation.letters import rejection_content
from evaluation.models import FundingDecision, RejectionLetter
from rulebook.calendar import notified_on, remedy_until

PARTS = ("expenses", "tranches", "onward_grants", "indicators", "report_dates")


def store_rejections(decisions: Sequence[FundingDecision]) -> None:
    """Freeze and store the letters to those who get nothing."""
    letters = [rejection_of(decision) for decision in decisions]
    Snapshot.objects.bulk_create(letter.snapshot for letter in letters)
    RejectionLetter.objects.bulk_create(letters)


def rejection_of(decision: FundingDecision) -> RejectionLetter:
    sent = sent_on(decision)
    notified = notified_on(sent)
    return RejectionLetter(
        decision=decision,
        snapshot=frozen(decision, "rejection_letter", rejection_content(decision, sent)),
        sent_on=sent,
        notified_on=notified,
        remedy_until=remedy_until(notified, decision.candidacy.application.organisation.land),
    )


def store_awards(play: Play, decisions: Sequence[FundingDecision], serials: Iterator[int]) -> None:
    """Store awards with their terms and the next Förderkennzeichen, and their notices."""
    terms = [award_of(play, decision, next(serials)) for decision in decisions]
    awards = [one.award for one in terms]
    Award.objects.bulk_create(awards)
    for rows in zip(*(one.rows() for one in terms), strict=True):
        together = [row for some in rows for row in some]
        if together:
            type(together[0]).objects.bulk_create(together)
    prefetch_related_objects(awards, *PARTS)
    notices = [notice_of(award) for award in awards]
    Snapshot.objects.bulk_create(notice.snapshot for notice in notices)
    AwardNotice.objects.bulk_create(notices)
    trail = Trail()
    for award in awards:
        change = {"after": {"funding_code": award.funding_code, "amount": award.amount}}
        by = play.office.head_of_unit
        trail.add(award, [Step("create_award", by, award.created_at, change)])
    trail.store()


def award_of(play: Play, decision: FundingDecision, serial: int) -> Terms:
    """Return the award with its terms."""
    land = decision.candidacy.application.organisation.land
    return terms_of(
        decision,
        decision.candidacy.check_note,
        funding_code=code_of(play.version, land, serial),
        file_reference=reference_of(play.version, serial),
        created_at=decision.approved_at,
    )


def notice_of(award: Award) -> AwardNotice:
    sent = sent_on(award.decision)
    notice = AwardNotice(award=award, sent_on=sent)
    for name, day in dates_of(notified_on(sent), award.organisation.land).items():
        setattr(notice, name, day)
    notice.snapshot = frozen(award, "award_notice", notice_content(notice))
    return notice


def sent_on(decision: FundingDecision) -> date:
    """Letters leave on the day of approval."""
    return localdate(decision.approved_at)
