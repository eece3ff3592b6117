"""Notices: sent, final by date or waiver, stopped by a remedy; amendments as further numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Person
from awards import letters, mails
from awards.models import Award, AwardNotice
from core import clock
from core.letters import issue
from core.refusals import Finding, RuleViolation
from core.text import clean
from core.workflow import Attempt, perform
from rulebook.calendar import final_on, notified_on, remedy_until


def create_notice(award: Award, **fields: Any) -> AwardNotice:
    """Freeze the next notice of an award and compute when it is notified and final."""
    sent = clock.today()
    number = award.notices.count() + 1
    notice = AwardNotice(award=award, number=number, sent_on=sent, **fields)
    for name, day in dates_of(notified_on(sent), award.organisation.land).items():
        setattr(notice, name, day)
    content = letters.notice_content(notice)
    notice.snapshot = issue(award, "award_notice", content, str(notice))
    notice.save(force_insert=True)
    return notice


def dates_of(notified: date, land: str) -> dict[str, date]:
    """Return notification, last day for a remedy, and the first day nobody can challenge."""
    return {
        "notified_on": notified,
        "remedy_until": remedy_until(notified, land),
        "final_on": final_on(notified, land),
    }


def issue_amendment_notice(award: Award, *, reason: str) -> AwardNotice:
    """Freeze the changed terms as the next number of the chain and tell the recipient.

    Called by the action that changed the terms, in its transaction, with the award locked.
    """
    notice = create_notice(award, kind=AwardNotice.Kind.AMENDMENT, reason=clean(reason))
    mails.announce_amendment(notice)
    return notice


@transaction.atomic
def waive_remedies(notice: AwardNotice, *, by: Person) -> AwardNotice:
    """The signatory declares not to challenge the notice: it is final at once."""
    lock_award(notice.award)
    return perform(notice, "waive_remedies", Attempt(by=by))


@transaction.atomic
def record_remedy(notice: AwardNotice, *, by: Person, note: str) -> AwardNotice:
    """An objection or action came in: payments stop until it is settled."""
    refuse_without_note(note, "Vermerken Sie Eingang und Inhalt des Rechtsbehelfs.")
    lock_award(notice.award)
    return perform(notice, "record_remedy", Attempt(by=by, note=clean(note)))


@transaction.atomic
def settle_remedy(notice: AwardNotice, *, by: Person, note: str) -> AwardNotice:
    """The remedy is withdrawn or decided."""
    refuse_without_note(note, "Vermerken Sie, wie der Rechtsbehelf erledigt wurde.")
    lock_award(notice.award)
    return perform(notice, "settle_remedy", Attempt(by=by, note=clean(note)))


def lock_award(award: Award) -> Award:
    """Lock the award's row; what depends on it waits."""
    return Award.objects.select_for_update(of=("self",)).get(pk=award.pk)


def refuse_without_note(note: str, sentence: str) -> None:
    if not note.strip():
        raise RuleViolation(Finding("note", sentence, field="note"))
