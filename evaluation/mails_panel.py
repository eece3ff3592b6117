"""Mails to the jury; none of them says more of an application than how many there are."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Membership
from core import outbox
from core.templatetags.allmende import day
from evaluation.models import PanelSession


def tell_appointed(membership: Membership, *, is_new: bool) -> None:
    """Say that somebody is in the jury, and how to sign in."""
    body = _("Sie gehören jetzt zur Jury: %(role)s, entsandt von %(where)s.") % {
        "role": membership.get_role_display(),
        "where": membership.organisation,
    }
    how = _("Ihr Zugang ist eingerichtet. Wählen Sie auf der Anmeldeseite „Passwort vergessen“.")
    parts = [body, how] if is_new else [body]
    outbox.send([membership.person.email], _("Berufung in die Jury"), outbox.letter(*parts))


def invite(session: PanelSession) -> None:
    """Ask the jury to the session."""
    body = _(
        "Sie sind zur Jurysitzung am %(day)s eingeladen: %(place)s. Auf der Tagesordnung stehen "
        "%(many)s Anträge. Prüfen Sie unter „Jury“, ob Sie bei einem davon befangen sind."
    ) % {"day": day(session.held_on), "place": session.place, "many": session.items.count()}
    outbox.send(addresses(session), _("Einladung zur Jurysitzung"), outbox.letter(body))


def call_off(session: PanelSession) -> None:
    body = _("Die Jurysitzung am %(day)s findet nicht statt.") % {"day": day(session.held_on)}
    outbox.send(addresses(session), _("Jurysitzung abgesagt"), outbox.letter(body))


def addresses(session: PanelSession) -> list[str]:
    return list(session.seats.values_list("person__email", flat=True))
