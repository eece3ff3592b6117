"""Mails that say only that something lies in the portal, and where: never what."""

from django.urls import reverse

from accounts.models import APPLICANT_ROLES, Membership, Role
from applications.mails import addresses
from applications.models import Application, Message
from core import outbox
from core.outbox import letter


def tell_message(message: Message, *, site: str) -> None:
    """Tell the other side; of internal notes nobody is told."""
    application = message.conversation.application
    number = application.receipt_number
    if message.kind == Message.Kind.APPLICANT:
        recipients, about = officers_for(application), f"Neue Nachricht der Kommune: {number}"
    elif message.is_internal:
        return
    else:
        recipients = addresses(application.organisation, *APPLICANT_ROLES)
        about = f"Neue Nachricht zu Ihrem Antrag: {number}"
    place = reverse("conversation", args=[application.key, message.conversation.key])
    where = f"{site}{place}" if site else "Sie finden sie im Portal unter „Schriftwechsel“."
    text = "Im Portal liegt eine neue Nachricht. Den Inhalt senden wir nicht per E-Mail."
    outbox.send(recipients, about, letter(text, where))


def officers_for(application: Application) -> list[str]:
    """Return the address of who looks after the application, else of all officers."""
    officers = Membership.objects.valid().filter(role=Role.OFFICER, person__is_active=True)
    claim = getattr(application, "claim", None)
    own = officers.filter(person=claim.officer_id) if claim else officers.none()
    return list((own or officers).values_list("person__email", flat=True))
