"""Invitations to a survey, and reminders."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core import outbox
from core.templatetags.allmende import day
from reporting.models import SurveyInvitation, SurveyWave


def invite(
    wave: SurveyWave, invitations: Iterable[SurveyInvitation], *, again: bool = False
) -> None:
    """Write to everyone of the organisations who holds one of the wave's roles."""
    subject = _("Erinnerung: %s") % wave.title if again else _("Befragung: %s") % wave.title
    for invitation in invitations:
        members = invitation.organisation.memberships.valid().filter(role__in=wave.roles)
        addresses = members.values_list("person__email", flat=True)
        outbox.send(addresses, subject, text_of(wave, invitation))


def text_of(wave: SurveyWave, invitation: SurveyInvitation) -> str:
    about = invitation.application
    duty = (
        _("Ihr Bescheid verpflichtet Sie zur Teilnahme.")
        if wave.obligatory
        else _("Die Teilnahme ist freiwillig.")
    )
    return outbox.letter(
        _("die Begleitforschung bittet Sie um Auskunft zu „%(project)s“ (%(number)s).")
        % {"project": about.project, "number": about.receipt_number},
        f"{duty} "
        + _("Ihre Angaben sind für die Begleitforschung und nicht förderrelevant.")
        + " "
        + _("Antworten können Sie bis %s.") % day(wave.closes_on),
        _("Die Fragen stehen im Portal unter „Vergleich und Befragungen“."),
    )
