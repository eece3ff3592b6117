"""The office shares its work: take, hand over, confirm many; keep a filter."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from accounts.permissions import is_officer
from applications.actions.formal import confirm_formal_check
from applications.models import Application, Claim, FormalCheck, SavedFilter
from applications.permissions import may_check
from applications.work_queue import all_green, next_for, of_absent
from core import audit, clock
from core.refusals import Finding, RuleViolation
from core.text import clean

LOOK = "look_as_applicant"


@transaction.atomic
def claim_next(*, by: Person) -> Application | None:
    """Take the next application of the queue; None when nothing is left to do."""
    while found := next_for(by):
        locked = Application.objects.select_for_update(of=("self",)).get(pk=found.pk)
        claim = Claim.objects.filter(application=locked).select_related("officer").first()
        if claim is None:
            take(locked, by=by)
        elif of_absent(Application.objects.filter(pk=locked.pk), by).exists():
            hand_over(locked, by, note=f"In Vertretung für {claim.officer}.", by=by)
        elif claim.officer != by:
            continue  # a colleague was faster: look again
        return locked
    return None


def take(application: Application, *, by: Person) -> Claim:
    claim = Claim.objects.create(application=application, officer=by)
    audit.record(application, "claim", by=by, change={"after": {"Bearbeitung": by.key}})
    return claim


@transaction.atomic
def look_as_applicant(application: Application, page: str, *, by: Person) -> None:
    """Write down that an officer looks at a page as the applicant sees it."""
    audit.record(application, LOOK, by=by, change={"note": page})


@transaction.atomic
def hand_over(application: Application, to: Person, *, note: str, by: Person) -> Claim:
    """Give an application to a colleague, or take it: one's own, a free one, or as a deputy."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not may_check(application, by):
        raise PermissionDenied
    if not is_officer(to) or not may_check(application, to):
        sentence = f"{to} kann diesen Antrag nicht prüfen."
        raise RuleViolation(Finding("cannot_check", sentence, field="officer"))
    before = Claim.objects.filter(application=application).first()
    claim, _ = Claim.objects.update_or_create(
        application=application,
        defaults={"officer": to, "since": clock.now(), "note": clean(note)},
    )
    change = {
        "before": {"Bearbeitung": before.officer.key if before else ""},
        "after": {"Bearbeitung": to.key},
        "note": note,
    }
    audit.record(application, "hand_over", by=by, change=change)
    return claim


def confirm_all(keys: Iterable[str], *, by: Person) -> tuple[int, list[Finding]]:
    """Confirm the chosen all-green admissions, each as a step of its own; return refusals too."""
    if not is_officer(by):
        raise PermissionDenied
    confirmed = 0
    refused: list[Finding] = []
    chosen = all_green(by).filter(application__key__in=list(keys))
    for pk in list(chosen.values_list("pk", flat=True)):
        try:
            confirmed += confirm_if_green(pk, by=by)
        except RuleViolation as refusal:
            refused += refusal.findings
    return confirmed, refused


@transaction.atomic
def confirm_if_green(pk: int, *, by: Person) -> int:
    """Confirm unless something has changed since the list was drawn."""
    check: FormalCheck | None = all_green(by).filter(pk=pk).first()
    if check is None:
        return 0
    confirm_formal_check(check, by=by)
    return 1


@transaction.atomic
def save_filter(name: str, query: str, *, by: Person) -> SavedFilter:
    """Keep a search of the inbox under a name; the same name again replaces it."""
    saved, _ = SavedFilter.objects.update_or_create(
        person=by, name=clean(name), defaults={"query": query}
    )
    return saved


def forget_filter(saved: SavedFilter) -> None:
    saved.delete()
