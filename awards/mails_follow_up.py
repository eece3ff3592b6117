"""What recipients and office are told about reports: that there is something, and where."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Membership, Role
from awards.models import Amendment, Award, FinalNotice, Recovery, Report, ReportSubmission
from core import outbox
from core.templatetags.allmende import day
from evaluation.decision_mails import people_of

STAGES = (-60, -14, 0, 14)  # days after the due day; the last one also tells the office


def announce_report(report: Report) -> None:
    """Say that a report is open for writing."""
    body = _("%(report)s für %(code)s ist im Portal angelegt. Er ist fällig am %(due)s.")
    send(report, _("Neuer Nachweis zu erstellen"), body)


def confirm_report(submission: ReportSubmission) -> None:
    """Say that the report came in."""
    body = _("%(report)s für %(code)s ist eingegangen.")
    number = _("Eingangsnummer: %s") % submission.receipt_number
    send(submission.report, _("Ihr Nachweis ist eingegangen"), f"{body} {number}")


def announce_acceptance(report: Report) -> None:
    send(report, _("Ihr Nachweis ist angenommen"), _("%(report)s für %(code)s ist angenommen."))


def ask_for_report_supplement(report: Report) -> None:
    """Say that something is missing, not what: that stands in the portal."""
    body = _("Zu %(report)s für %(code)s fehlt noch etwas. Bitte ergänzen Sie es bis %(until)s.")
    send(report, _("Nachforderung zu Ihrem Nachweis"), body)


def announce_final_notice(notice: FinalNotice) -> None:
    body = _("Zu %(code)s ist der Schlussbescheid ergangen. Er steht im Portal beim Nachweis.")
    tell(notice.award, _("Ihr Schlussbescheid"), body)


def open_hearing(recovery: Recovery) -> None:
    """Say that the recipient may answer, and until when."""
    body = _(
        "Zu %(code)s prüfen wir eine Rückforderung. Sie können sich bis %(until)s im Portal "
        "äußern, unter „Rückforderungen“."
    )
    tell(recovery.award, _("Anhörung"), body, until=day(recovery.heard_until))


def announce_recovery(recovery: Recovery) -> None:
    body = _("Zu %(code)s ist ein Erstattungsbescheid ergangen. Zahlbar bis %(due)s.")
    tell(recovery.award, _("Ihr Erstattungsbescheid"), body, due=day(recovery.due_on))


def announce_refused_amendment(amendment: Amendment) -> None:
    body = _("Über Ihren Änderungsantrag zu %(code)s ist entschieden. Er ist abgelehnt.")
    tell(amendment.award, _("Entscheidung über Ihren Änderungsantrag"), body)


def tell(award: Award, subject: str, body: str, **words: str) -> None:
    text = body % {"code": award.funding_code, **words}
    outbox.send(people_of(award.organisation), subject, text)


def remind(report: Report, stage: int) -> None:
    """Remind the recipient; when the last stage is reached, tell the office too."""
    if STAGES[stage - 1] <= 0:
        body = _("%(report)s für %(code)s ist fällig am %(due)s.")
    else:
        body = _(
            "%(report)s für %(code)s war fällig am %(due)s. "
            "Solange er fehlt, zahlen wir keine Mittel aus."
        )
    send(report, _("Erinnerung an einen Nachweis"), body)
    if stage == len(STAGES):
        members = Membership.objects.valid().filter(role=Role.OFFICER)
        officers = members.values_list("person__email", flat=True)
        outbox.send(officers, _("Nachweis überfällig"), filled(report, body))


def send(report: Report, subject: str, body: str) -> None:
    outbox.send(people_of(report.award.organisation), subject, filled(report, body))


def filled(report: Report, body: str) -> str:
    return body % {
        "report": str(report),
        "code": report.award.funding_code,
        "due": day(report.duty.due_on),
        "until": day(report.supplement_until),
    }
