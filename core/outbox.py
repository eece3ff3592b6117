"""Mails: written into the outbox inside the action's transaction, delivered by the workers.

In demonstration mode nothing leaves the machine; the outbox page shows what would have.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q

from core import clock
from core.models import OutboxMail

MOST_ATTEMPTS = 10
FIRST_WAIT = timedelta(minutes=1)
GREETING = "Guten Tag,"
CLOSING = "Mit freundlichen Grüßen\nIhre Programmstelle"


def letter(*paragraphs: str) -> str:
    """Join the paragraphs of a mail, with greeting, sender and where to ask."""
    contact = settings.ALLMENDE_HELP_CONTACT
    where = f"Fragen? Telefon {contact['phone']}, E-Mail {contact['email']}"
    return "\n\n".join([GREETING, *paragraphs, CLOSING, where])


def send(recipients: Iterable[str], subject: str, body: str) -> None:
    """Queue one mail for each recipient; it exists exactly when the action's write does."""
    OutboxMail.objects.bulk_create(
        OutboxMail(recipient=recipient, subject=subject, body=body, created_at=clock.now())
        for recipient in sorted(set(recipients))
    )


def deliver_waiting(limit: int = 50) -> int:
    """Deliver waiting mails, each in a transaction of its own; return how many left."""
    if settings.ALLMENDE_MODE == "demo":
        return 0
    waiting = OutboxMail.objects.filter(due(), sent_at=None).order_by("created_at")
    return sum(deliver(key) for key in waiting.values_list("pk", flat=True)[:limit])


def due() -> Q:
    """Mails never tried; after a failure 2, 4, 8 ... 512 minutes after they were written."""
    found = Q(attempts=0)
    for attempts in range(1, MOST_ATTEMPTS):
        found |= Q(attempts=attempts, created_at__lte=clock.now() - FIRST_WAIT * 2**attempts)
    return found


@transaction.atomic
def deliver(pk: int) -> int:
    """Send one mail unless another worker has it; count the attempt either way."""
    mail = OutboxMail.objects.select_for_update(skip_locked=True).filter(pk=pk, sent_at=None)
    for waiting in mail:
        waiting.attempts += 1
        try:
            send_mail(waiting.subject, waiting.body, None, [waiting.recipient])
            waiting.sent_at = clock.now()
        except OSError:
            pass  # the mail server is away: the next run tries again
        waiting.save(update_fields=["attempts", "sent_at"])
        return int(waiting.sent_at is not None)
    return 0


class OutboxBackend(BaseEmailBackend):
    """Mails of the sign-in pages in demonstration mode: they too stay in the outbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            send(message.to, str(message.subject), str(message.body))
        return len(email_messages)
