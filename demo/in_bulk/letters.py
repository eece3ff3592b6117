"""Award notices and rejection letters with their frozen contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from awards.actions import code_of
from awards.letters import notice_content
from awards.models import Award, AwardNotice
from core.models import Snapshot
from core.snapshots import frozen
from demo.in_bulk.trail import Step, Trail
from demo.play import Play
from evaluation.letters import rejection_content
from evaluation.models import FundingDecision, RejectionLetter
from rulebook.calendar import final_on, notified_on, remedy_until


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
    """Store awards with the next Förderkennzeichen, and their notices."""
    awards = [award_of(play, decision, next(serials)) for decision in decisions]
    Award.objects.bulk_create(awards)
    notices = [notice_of(award) for award in awards]
    Snapshot.objects.bulk_create(notice.snapshot for notice in notices)
    AwardNotice.objects.bulk_create(notices)
    trail = Trail()
    for award in awards:
        change = {"after": {"funding_code": award.funding_code, "amount": award.amount}}
        by = play.office.head_of_unit
        trail.add(award, [Step("create_award", by, award.created_at, change)])
    trail.store()


def award_of(play: Play, decision: FundingDecision, serial: int) -> Award:
    application = decision.candidacy.application
    land, project = application.organisation.land, application.project
    period: dict[str, Any] = {"starts_on": project.starts_on, "ends_on": project.ends_on}
    period["created_at"] = decision.approved_at
    return Award(
        decision=decision,
        organisation=application.organisation,
        funding_code=code_of(play.version, land, serial),
        amount=decision.amount,
        eligible_amount=decision.eligible_amount,
        rate=decision.rate,
        general_conditions=play.version.guideline_version.general_conditions,
        **period,
    )


def notice_of(award: Award) -> AwardNotice:
    sent = sent_on(award.decision)
    notified, land = notified_on(sent), award.organisation.land
    return AwardNotice(
        award=award,
        snapshot=frozen(award, "award_notice", notice_content(award, sent)),
        sent_on=sent,
        notified_on=notified,
        remedy_until=remedy_until(notified, land),
        final_on=final_on(notified, land),
    )


def sent_on(decision: FundingDecision) -> date:
    """Letters leave on the day of approval."""
    return localdate(decision.approved_at)
