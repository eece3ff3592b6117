"""Every write of this app."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import Person
from applications.models import Application
from awards import letters, mails
from awards.models import Award, AwardNotice
from core import audit, clock
from core.refusals import Finding, RuleViolation
from core.snapshots import freeze
from evaluation.actions.deciding import approve_decision
from evaluation.models import FundingDecision
from programmes.models import CallVersion
from rulebook.calendar import final_on, notified_on, remedy_until

CHECK_DIGITS = "ABCDEFGHJKLMNPRSTUVWXYZ"


@transaction.atomic
def approve_award(decision: FundingDecision, *, by: Person, note: str = "") -> AwardNotice:
    """Approve an award: money is committed, the award and its notice exist, all or nothing."""
    if decision.outcome != FundingDecision.Outcome.AWARD:
        raise RuleViolation(Finding("outcome", "Das ist keine Bewilligung."))
    decision = approve_decision(decision, by=by, note=note)
    award = create_award(decision)
    change = {"after": {"funding_code": award.funding_code, "amount": award.amount}}
    audit.record(award, "create_award", by=by, change=change)
    notice = create_notice(award)
    mails.announce_award(notice)
    return notice


def create_award(decision: FundingDecision) -> Award:
    """Take over the terms from application and decision without retyping."""
    application = decision.candidacy.application
    starts_on, ends_on = period_of(application)
    guideline = application.call_version.guideline_version
    return Award.objects.create(
        decision=decision,
        organisation=application.organisation,
        funding_code=funding_code(decision),
        amount=decision.amount,
        eligible_amount=decision.eligible_amount,
        rate=decision.rate,
        starts_on=starts_on,
        ends_on=ends_on,
        general_conditions=guideline.general_conditions,
    )


def period_of(application: Application) -> tuple[date, date]:
    """Return first and last day of the project; without them there is no approval period."""
    project = application.project
    if project.starts_on is None or project.ends_on is None:
        raise RuleViolation(Finding("period", "Dem Vorhaben fehlen Beginn oder Ende."))
    return project.starts_on, project.ends_on


def funding_code(decision: FundingDecision) -> str:
    """Return the next Förderkennzeichen of the call, for instance `DSR27BB-0012A-K`.

    The call's row is locked by the approval, so serial numbers have no gap and no twin.
    """
    application = decision.candidacy.application
    call = application.call_version.call
    earlier = Award.objects.filter(decision__candidacy__application__call_version__call=call)
    serial = earlier.count() + 1
    return code_of(application.call_version, application.organisation.land, serial)


def code_of(version: CallVersion, land: str, serial: int) -> str:
    """Return a Förderkennzeichen: programme and year of the call, Land, serial, check digit."""
    year = version.deadline_at.year % 100
    code = f"{version.call.programme.code}{year:02d}{land}-{serial:04d}A"
    return f"{code}-{check_digit(code)}"


def check_digit(code: str) -> str:
    """Return a letter that one wrong or two swapped characters would change."""
    weighted = sum(place * ord(sign) for place, sign in enumerate(code, start=1))
    return CHECK_DIGITS[weighted % len(CHECK_DIGITS)]


def create_notice(award: Award) -> AwardNotice:
    """Freeze the notice and compute when it is notified and final."""
    sent = clock.today()
    notified = notified_on(sent)
    land = award.organisation.land
    return AwardNotice.objects.create(
        award=award,
        snapshot=freeze(award, "award_notice", letters.notice_content(award, sent)),
        sent_on=sent,
        notified_on=notified,
        remedy_until=remedy_until(notified, land),
        final_on=final_on(notified, land),
    )
