"""Confirm an organisation: ask for it, send a code to a published place, enter the code."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts import mails
from accounts.models import Confirmation, Organisation, Person
from core import audit, clock
from core.actors import Actor
from core.models import ALPHABET
from core.workflow import Attempt, perform
from rulebook.calendar import next_working_day

USUALLY_TAKES = timedelta(days=7)
CODE_LENGTH = 8


@dataclass(frozen=True)
class Place:
    """Where a code goes, and where one can read that this place belongs to the organisation."""

    way: str
    place: str
    source: str


@transaction.atomic
def request_confirmation(organisation: Organisation, *, by: Person) -> Confirmation | None:
    """Ask the office to confirm; one open request for an organisation, none for a confirmed one."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.confirmed_on:
        return None
    waiting = organisation.confirmations.filter(status__in=Confirmation.OPEN).first()
    if waiting:
        return waiting
    expected = next_working_day(clock.today() + USUALLY_TAKES, settings.ALLMENDE_OFFICE_LAND)
    confirmation = Confirmation.objects.create(
        organisation=organisation, requested_by=by, expected_on=expected
    )
    change = {"after": {"Voraussichtlich bis": expected}}
    audit.record(confirmation, "request_confirmation", by=by, change=change)
    return confirmation


@transaction.atomic
def send_code(confirmation: Confirmation, place: Place, *, by: Actor) -> str:
    """Make a new code and return it, once; it is stored as a fingerprint only."""
    facts = {"place": place.place, "source": place.source}
    confirmation = perform(confirmation, "send_code", Attempt(by=by, facts=facts))
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    confirmation.way, confirmation.place, confirmation.source = vars(place).values()
    confirmation.code_digest, confirmation.tries = digest_of_code(code), 0
    confirmation.code_sent_at = clock.now()
    confirmation.save()
    change = {
        "after": {
            "Weg": confirmation.get_way_display(),
            "Ziel": place.place,
            "Veröffentlicht": place.source,
        }
    }
    audit.record(confirmation, "record_place", by=by, change=change)
    return f"{code[:4]}-{code[4:]}"


def enter_code(confirmation: Confirmation, code: str, *, by: Person) -> Confirmation:
    """Confirm the organisation with the code; a wrong one counts, also when nothing else does."""
    with transaction.atomic():
        counted = Confirmation.objects.select_for_update(of=("self",)).get(pk=confirmation.pk)
        counted.tries += 1
        counted.save(update_fields=["tries"])
    with transaction.atomic():
        facts = {"code_digest": digest_of_code(code)}
        confirmation = perform(confirmation, "confirm", Attempt(by=by, facts=facts))
        settle(confirmation)
        Organisation.objects.filter(pk=confirmation.organisation_id).update(
            confirmed_on=clock.today()
        )
        mails.tell_confirmed(confirmation.organisation)
    return confirmation


@transaction.atomic
def close_confirmation(confirmation: Confirmation, *, note: str, by: Person) -> Confirmation:
    """End a request without confirming, because nobody at the organisation knows of it."""
    confirmation = perform(confirmation, "close", Attempt(by=by, note=note))
    settle(confirmation)
    return confirmation


def settle(confirmation: Confirmation) -> None:
    confirmation.settled_at = clock.now()
    confirmation.save(update_fields=["settled_at"])


def digest_of_code(code: str) -> str:
    """Return the code's fingerprint; groups, spaces and capitals do not matter.

    A code is short, so the fingerprint is keyed: the database alone does not reveal it.
    """
    bare = "".join(code.split()).replace("-", "").lower()
    return salted_hmac("accounts.confirmation", bare).hexdigest()
