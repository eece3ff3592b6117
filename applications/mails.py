"""What the municipality's people read in their mail."""

from datetime import datetime

from accounts.models import APPLICANT_ROLES, Membership, Organisation, Person, Role
from applications.models import (
    Application,
    CallChange,
    DeadlineExtension,
    Inquiry,
    Submission,
    SupplementRequest,
)
from core import outbox
from core.outbox import letter
from core.templatetags.allmende import day, euro, instant


def addresses(organisation: Organisation, *roles: str) -> list[str]:
    """Return the addresses of the organisation's active people in these roles."""
    memberships = organisation.memberships.valid().filter(role__in=roles, person__is_active=True)
    return list(memberships.values_list("person__email", flat=True).distinct())


def confirm_submission(application: Application, submission: Submission) -> None:
    """Tell everyone who works on the application that it has arrived."""
    version = application.call_version
    outbox.send(
        addresses(application.organisation, *APPLICANT_ROLES),
        f"Ihr Antrag ist eingegangen: {submission.receipt_number}",
        letter(
            f"Ihr Antrag „{application.project.title}“ ist am "
            f"{instant(submission.received_at, 'seconds')} eingegangen.",
            f"Eingangsnummer: {submission.receipt_number}\n"
            f"Beantragte Zuwendung: {euro(application.requested_amount)}\n"
            f"Prüfsumme (SHA-256): {submission.snapshot.sha256}",
            f"Wir prüfen bis {day(version.formal_check_until)}, ob alles vollständig ist.",
        ),
    )


def ask_for_signature(application: Application) -> None:
    """Tell the signatories, and who stands in for them today, that an application waits."""
    deputies = application.organisation.deputies.valid().filter(deputy__is_active=True)
    outbox.send(
        [
            *addresses(application.organisation, Role.SIGNATORY),
            *deputies.values_list("deputy__email", flat=True),
        ],
        f"Ein Antrag wartet auf Ihre Freigabe: {application.project.title}",
        letter(
            f"Der Antrag „{application.project.title}“ ist fertig ausgefüllt. "
            "Bitte prüfen Sie ihn und reichen Sie ihn ein.",
            f"Die Frist endet am {instant(application.deadline)}.",
        ),
    )


def tell_correction(application: Application, change: CallChange) -> None:
    """Tell everyone who works on a draft that the call was corrected, and what that means."""
    aside = len(change.set_aside)
    outbox.send(
        addresses(application.organisation, *APPLICANT_ROLES),
        f"Der Aufruf wurde geändert: {change.to_version.call.title}",
        letter(
            change.to_version.change_note,
            "\n".join(change.sentences),
            "Ihre Antworten sind geblieben, wo die Frage geblieben ist."
            + (f" {aside} ohne Frage sind aufgehoben und im Antrag zu lesen." if aside else ""),
        ),
    )


def ask_for_supplement(application: Application, supplement: SupplementRequest) -> None:
    """Tell the municipality what is missing and until when."""
    outbox.send(
        addresses(application.organisation, *APPLICANT_ROLES),
        f"Bitte ergänzen Sie Ihren Antrag: {application.receipt_number}",
        letter(
            f"zu Ihrem Antrag „{application.project.title}“ fehlt uns noch etwas:",
            supplement.text,
            f"Antworten Sie bitte bis {instant(supplement.due_at)}. Sie finden die Nachforderung "
            "im Portal bei Ihrem Antrag. Nur was nachgefordert ist, lässt sich ändern.",
        ),
    )


def tell_extension(application: Application, extension: DeadlineExtension) -> None:
    """Tell everyone who works on an application that there is more time."""
    outbox.send(
        addresses(application.organisation, *APPLICANT_ROLES),
        f"Mehr Zeit für Ihren Antrag: {instant(extension.deadline_at)}",
        letter(
            f"Die Frist für „{application.call_version.call.title}“ ist verlängert bis "
            f"{instant(extension.deadline_at)}.",
            f"Begründung: {extension.reason}",
        ),
    )


def remind_of_deadline(application: Application, deadline: datetime) -> None:
    """Tell everyone who works on a draft how much time is left."""
    outbox.send(
        addresses(application.organisation, *APPLICANT_ROLES),
        f"Ihr Antrag ist noch nicht eingereicht: Frist am {instant(deadline)}",
        letter(
            f"Ihr Antrag „{application.project.title or 'ohne Titel'}“ zum Aufruf "
            f"„{application.call_version.call}“ ist noch nicht eingereicht.",
            f"Die Frist endet am {instant(deadline)}. Was noch fehlt, sehen Sie im Portal unter "
            "„Antrag prüfen“.",
        ),
    )


def tell_admission(application: Application) -> None:
    """Tell the municipality that the application takes part in the selection."""
    outbox.send(
        addresses(application.organisation, *APPLICANT_ROLES),
        f"Ihr Antrag ist zugelassen: {application.receipt_number}",
        letter(
            f"Ihr Antrag „{application.project.title}“ erfüllt die formalen Bedingungen. "
            "Er wird jetzt fachlich bewertet."
        ),
    )


def tell_formal_rejection(application: Application, reasons: str) -> None:
    """Tell the municipality why the application does not take part."""
    outbox.send(
        addresses(application.organisation, *APPLICANT_ROLES),
        f"Ihr Antrag ist formal abgelehnt: {application.receipt_number}",
        letter(
            f"Ihr Antrag „{application.project.title}“ konnte nicht zugelassen werden.",
            f"Gründe:\n{reasons}",
            "Das Schreiben mit den Hinweisen zum Rechtsbehelf finden Sie bei Ihrem Antrag.",
        ),
    )


def tell_inquiry(inquiry: Inquiry) -> None:
    """Tell the officers that a municipality asked something about a call."""
    officers = Membership.objects.valid().filter(role=Role.OFFICER, person__is_active=True)
    outbox.send(
        officers.values_list("person__email", flat=True),
        f"Eine Frage zum Aufruf: {inquiry.call.title}",
        letter(
            inquiry.original,
            "Sie finden die Frage im Portal beim Aufruf unter „Fragen zum Aufruf“.",
        ),
    )


def tell_answer(inquiry: Inquiry, *, corrected: bool) -> None:
    """Tell whoever asked and everybody with a draft of the call; nobody reads who asked."""
    drafts = Application.with_copies.filter(
        call_version__call=inquiry.call_id, status__in=Application.BEFORE_SUBMISSION
    )
    teams = Membership.objects.valid().filter(
        role__in=APPLICANT_ROLES,
        organisation__in=drafts.values("organisation"),
        person__is_active=True,
    )
    asker = Person.objects.filter(key=inquiry.asked_by_key, is_active=True)
    about = "Berichtigte Antwort" if corrected else "Neue Antwort"
    outbox.send(
        [*teams.values_list("person__email", flat=True), *asker.values_list("email", flat=True)],
        f"{about} zum Aufruf: {inquiry.call.title}",
        letter(
            f"Frage {inquiry.number}: {inquiry.question}",
            f"Antwort: {inquiry.answer}",
            "Alle Fragen und Antworten stehen auf der öffentlichen Seite des Aufrufs.",
        ),
    )
