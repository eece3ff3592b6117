"""Four eyes on a call: one person offers it, another publishes it or gives it back."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from statistics import median

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from core.refusals import EditConflict, Finding, RuleViolation
from core.workflow import Attempt, perform
from programmes import mails
from programmes.models import Call, CallVersion


@transaction.atomic
def offer_for_publication(version: CallVersion, *, by: Person) -> CallVersion:
    """Declare the draft complete; from now on a second person decides."""
    lock_call(version)
    version = perform(version, "offer_for_publication", Attempt(by=by))
    version.prepared_by_key = by.actor_key
    version.save(update_fields=["prepared_by_key"])
    mails.announce_offer(version, by=by)
    return version


@transaction.atomic
def publish_call(version: CallVersion, *, seen: int, by: Person) -> CallVersion:
    """Publish exactly the content that this person has seen (`seen` is its version count)."""
    lock_call(version)
    version = perform(version, "publish", Attempt(by=by))
    if version.version != seen:
        raise EditConflict(version)
    return version


@transaction.atomic
def return_to_draft(version: CallVersion, *, note: str, by: Person) -> CallVersion:
    """Give the call back to whoever prepared it, with the reason."""
    lock_call(version)
    version = perform(version, "return_to_draft", Attempt(by=by, note=note))
    if not note.strip():
        sentence = _("Nennen Sie den Grund, damit die Überarbeitung gelingt.")
        raise RuleViolation(Finding("reason_missing", sentence, field="note"))
    mails.announce_return(version, note)
    return version


def lock_call(version: CallVersion) -> None:
    """The parent first, as everywhere."""
    Call.objects.select_for_update().get(pk=version.call_id)


@transaction.atomic
def note_result(call: Call, at: datetime) -> None:
    """The result of the selection is public: the call's page leads to it."""
    call.result_published_at = at
    call.save(update_fields=["result_published_at"])


@transaction.atomic
def note_effort(call: Call, hours: Sequence[int]) -> None:
    """Keep how many applicants said how long their application took, and the median in hours."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    call.effort_answers, call.effort_median = len(hours), median(map(Decimal, hours))
    call.save(update_fields=["effort_answers", "effort_median"])
