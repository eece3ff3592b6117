"""What the municipality's people read in their mail."""

from django.conf import settings

from accounts.models import APPLICANT_ROLES, Organisation, Role
from applications.models import Application, Submission
from core import outbox
from core.templatetags.allmende import day, euro, instant

GREETING = "Guten Tag,"
CLOSING = "Mit freundlichen Grüßen\nIhre Programmstelle"


def addresses(organisation: Organisation, *roles: str) -> list[str]:
    """Return the addresses of the organisation's active people in these roles."""
    memberships = organisation.memberships.valid().filter(role__in=roles, person__is_active=True)
    return list(memberships.values_list("person__email", flat=True).distinct())


def letter(*paragraphs: str) -> str:
    """Join the paragraphs of a mail, with greeting, sender and where to ask."""
    contact = settings.ALLMENDE_HELP_CONTACT
    where = f"Fragen? Telefon {contact['phone']}, E-Mail {contact['email']}"
    return "\n\n".join([GREETING, *paragraphs, CLOSING, where])


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
    """Tell the signatories that an application waits for them."""
    outbox.send(
        addresses(application.organisation, Role.SIGNATORY),
        f"Ein Antrag wartet auf Ihre Freigabe: {application.project.title}",
        letter(
            f"Der Antrag „{application.project.title}“ ist fertig ausgefüllt. "
            "Bitte prüfen Sie ihn und reichen Sie ihn ein.",
            f"Die Frist endet am {instant(application.call_version.deadline_at)}.",
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
