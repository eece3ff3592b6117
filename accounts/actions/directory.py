"""Bring the directory of organisations to an edition of the official one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.directory import SOURCE, BrokenDirectory, Entry
from accounts.models import Organisation

KEPT = ("kind", "ars", "union_ars")
BATCH = 2000


@dataclass(frozen=True)
class Imported:
    """How many organisations an edition added, changed and closed."""

    added: int
    changed: int
    closed: int

    @property
    def changed_nothing(self) -> bool:
        return not (self.added or self.changed or self.closed)


@transaction.atomic
def import_directory(edition: date, entries: Iterable[Entry], *, whole: bool = True) -> Imported:
    """Bring the directory to an edition: add, change, and close what has vanished.

    `whole=False` for a selection: nothing is closed.
    """
    wanted = {(entry.kind, entry.ars): entry for entry in entries}
    known = {(o.kind, o.ars): o for o in official()}
    refuse_older(edition, known.values())
    fresh = {key: entry for key, entry in wanted.items() if key not in known}
    added = [new_organisation(entry, edition, first=not known) for entry in fresh.values()]
    Organisation.objects.bulk_create(added, batch_size=BATCH)
    changed = [o for key, o in known.items() if key in wanted and take_over(o, wanted[key])]
    changed_fields = [*attributes(next(iter(wanted.values()))), "inhabitants_on"]
    for organisation in changed:
        organisation.inhabitants_on = edition
    Organisation.objects.bulk_update(changed, changed_fields, batch_size=500)
    gone = [o.pk for key, o in known.items() if key not in wanted] if whole else []
    Organisation.objects.filter(pk__in=gone).update(valid_until=edition - timedelta(days=1))
    join_unions(wanted.values())
    return Imported(len(added), len(changed), len(gone))


def official() -> QuerySet[Organisation]:
    """The organisations that came from the official directory and are still valid."""
    return Organisation.objects.filter(source=SOURCE, valid_until=None)


def refuse_older(edition: date, known: Iterable[Organisation]) -> None:
    newest = max((o.inhabitants_on for o in known if o.inhabitants_on), default=edition)
    if edition < newest:
        raise BrokenDirectory(
            f"Die Datei hat den Stand {edition:%d.%m.%Y}, gespeichert ist {newest:%d.%m.%Y}."
        )


def attributes(entry: Entry) -> dict[str, object]:
    """What an organisation takes over from an entry."""
    return {name: value for name, value in vars(entry).items() if name not in KEPT}


def new_organisation(entry: Entry, edition: date, *, first: bool) -> Organisation:
    return Organisation(
        kind=entry.kind,
        ars=entry.ars,
        inhabitants_on=edition,
        valid_from=None if first else edition,
        source=SOURCE,
        **attributes(entry),
    )


def take_over(organisation: Organisation, entry: Entry) -> bool:
    """Set what differs and say whether anything did."""
    different = {
        name: value
        for name, value in attributes(entry).items()
        if getattr(organisation, name) != value
    }
    for name, value in different.items():
        setattr(organisation, name, value)
    return bool(different)


def join_unions(entries: Iterable[Entry]) -> None:
    """Point each member at its union."""
    municipality, union = Organisation.Kind.MUNICIPALITY, Organisation.Kind.UNION
    current = {(o.kind, o.ars): o for o in official()}
    moved = []
    for entry in entries:
        member = current[entry.kind, entry.ars]
        target = current.get((union, entry.union_ars)) if entry.kind == municipality else None
        if member.union_id != (target.pk if target else None):
            member.union = target
            moved.append(member)
    Organisation.objects.bulk_update(moved, ["union"], batch_size=500)
