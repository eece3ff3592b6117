"""What recipients are told by mail: that there is a notice, never what it says."""

from __future__ import annotations

from django.utils.translation import gettext as _

from awards.models import AwardNotice
from core import outbox
from core.templatetags.allmende import day
from evaluation.decision_mails import people_of


def announce_award(notice: AwardNotice) -> None:
    """Say that the award notice can be read."""
    award = notice.award
    body = _(
        "Ihr Antrag %(number)s wird gefördert. Der Zuwendungsbescheid %(code)s steht im Portal "
        "unter „Bescheide“. Er gilt am %(notified)s als bekanntgegeben."
    ) % {
        "number": award.decision.candidacy.application.receipt_number,
        "code": award.funding_code,
        "notified": day(notice.notified_on),
    }
    outbox.send(people_of(award.organisation), _("Ihr Zuwendungsbescheid"), body)


def announce_amendment(notice: AwardNotice) -> None:
    """Say that an amendment notice can be read."""
    body = _(
        "Zur Zuwendung %(code)s gibt es einen Änderungsbescheid. Er steht im Portal unter "
        "„Bescheide“ und gilt am %(notified)s als bekanntgegeben."
    ) % {"code": notice.award.funding_code, "notified": day(notice.notified_on)}
    outbox.send(people_of(notice.award.organisation), _("Ihr Änderungsbescheid"), body)
