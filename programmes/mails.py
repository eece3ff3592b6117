"""What the office is told by mail while a call is prepared."""

from django.utils.translation import gettext as _

from accounts.models import Membership, Person, Role
from core import outbox
from programmes.models import CallVersion


def announce_offer(version: CallVersion, *, by: Person) -> None:
    """Tell everyone who may publish that a call waits for a second person."""
    could = Membership.objects.valid().filter(role__in=[Role.OFFICER, Role.HEAD_OF_UNIT])
    people = Person.objects.filter(memberships__in=could, is_active=True).exclude(pk=by.pk)
    body = _("„%s“ wartet auf Ihre Freigabe. Sie finden den Aufruf unter „Aufrufe“.")
    outbox.send(
        people.values_list("email", flat=True),
        _("Ein Aufruf soll veröffentlicht werden"),
        body % version.call.title,
    )


def announce_return(version: CallVersion, note: str) -> None:
    """Tell whoever prepared the call what is to be changed."""
    prepared = Person.objects.filter(key=version.prepared_by_key)
    body = _("„%s“ wurde zur Überarbeitung zurückgegeben.\n\nGrund: %s") % (
        version.call.title,
        note,
    )
    subject = _("Ein Aufruf kam zur Überarbeitung zurück")
    outbox.send(prepared.values_list("email", flat=True), subject, body)
