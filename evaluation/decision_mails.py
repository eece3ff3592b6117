"""What applicants are told by mail about a decision: that there is one, and where it stands."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import APPLICANT_ROLES, Organisation
from core import outbox
from core.templatetags.allmende import day
from evaluation.models import RejectionLetter


def people_of(organisation: Organisation) -> list[str]:
    """Return the addresses of everyone who works for the organisation."""
    members = organisation.memberships.valid().filter(role__in=APPLICANT_ROLES)
    return list(members.values_list("person__email", flat=True))


def announce_rejection(letter: RejectionLetter) -> None:
    """Say that the letter with score and reasons can be read."""
    application = letter.decision.candidacy.application
    body = _(
        "Über Ihren Antrag %(number)s ist entschieden. Er konnte in dieser Runde nicht gefördert "
        "werden. Das Schreiben mit Punktzahl und Gründen steht im Portal unter "
        "„Bescheide“. Rechtsbehelf ist möglich bis %(until)s."
    ) % {"number": application.receipt_number, "until": day(letter.remedy_until)}
    outbox.send(people_of(application.organisation), _("Entscheidung über Ihren Antrag"), body)
