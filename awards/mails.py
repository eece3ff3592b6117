"""What recipients are told by mail: that there is a notice, never what it says."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Membership, Role
from awards.models import AwardNotice
from core import outbox
from core.templatetags.allmende import day
from evaluation.decision_mails import people_of
from evaluation.models import FactError


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


def report_fact_error(hint: FactError) -> None:
    """Tell the officers of a call that a hint waits for an answer."""
    application = hint.candidacy.application
    body = _("Zum Antrag %s gibt es einen Hinweis auf einen Tatsachenfehler. Er steht im Portal.")
    office = Membership.objects.valid().filter(role=Role.OFFICER)
    addresses = office.values_list("person__email", flat=True)
    outbox.send(
        addresses, _("Hinweis auf einen Tatsachenfehler"), body % application.receipt_number
    )


def announce_fact_answer(hint: FactError) -> None:
    """Tell the municipality that its hint is answered."""
    application = hint.candidacy.application
    body = _("Ihr Hinweis zum Antrag %s ist beantwortet. Die Antwort steht unter „Bescheide“.")
    people = people_of(application.organisation)
    outbox.send(people, _("Antwort auf Ihren Hinweis"), body % application.receipt_number)
