"""The list of a selection becomes public: one person proposes, another publishes."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from accounts.permissions import is_officer
from awards.models import ListPublication
from awards.publishing import list_of
from core import audit, clock
from core.refusals import Finding, RuleViolation
from core.snapshots import freeze
from core.text import clean
from core.workflow import Attempt, perform
from programmes.actions import note_result
from programmes.models import Call, CallVersion


@transaction.atomic
def propose_publication(version: CallVersion, *, by: Person) -> ListPublication:
    """Freeze the list as it stands; a second person looks at it."""
    if not is_officer(by):
        raise PermissionDenied
    call = Call.objects.select_for_update().get(pk=version.call_id)
    content = list_of(version)
    if findings := stands_against(call, content):
        raise RuleViolation(*findings)
    made = ListPublication(call=call, proposed_by_key=by.actor_key)
    made.snapshot = freeze(made, "list_publication", content)
    made.save(force_insert=True)
    note = f"{len(content['projects'])} Vorhaben, {len(content['deviations'])} Abweichungen"
    audit.record(made, "propose_publication", by=by, change={"note": note})
    return made


def stands_against(call: Call, content: dict) -> list[Finding]:
    if call.publications.filter(status=ListPublication.Status.PROPOSED).exists():
        return [Finding("proposed", "Eine Liste wartet schon auf die zweite Person.")]
    if not content["projects"]:
        return [Finding("empty", "Es ist noch kein Zuwendungsbescheid versandt.")]
    return []


@transaction.atomic
def publish_list(publication: ListPublication, *, by: Person) -> ListPublication:
    """Make the list public; an earlier one of the call is replaced."""
    Call.objects.select_for_update().get(pk=publication.call_id)
    publication = perform(publication, "publish", Attempt(by=by))
    publication.published_by_key = by.actor_key
    publication.save(update_fields=["published_by_key"])
    note_result(publication.call, clock.now())
    return publication


@transaction.atomic
def give_list_back(publication: ListPublication, *, note: str, by: Person) -> ListPublication:
    """Return the list to the officer with a reason."""
    if not note.strip():
        raise RuleViolation(Finding("note", "Nennen Sie den Grund.", field="note"))
    return perform(publication, "give_back", Attempt(by=by, note=clean(note).strip()))
