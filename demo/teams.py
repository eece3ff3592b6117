"""Who works for the municipalities: an editor, a signatory and an administrator for each."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from allauth.account.models import EmailAddress
from django.utils.text import slugify

from accounts.actions import add_member
from accounts.models import Membership, Organisation, Person, Role
from core import clock
from core.actors import SYSTEM
from demo.people import DOMAIN

ROLES = {
    Role.EDITOR: "bearbeitung",
    Role.SIGNATORY: "zeichnung",
    Role.ORG_ADMIN: "verwaltung",
}
FIRST_NAMES = (
    "Anke", "Bernd", "Carla", "Dilek", "Emre", "Frauke", "Georg", "Heike", "Ivo", "Jana", "Kemal",
    "Lena", "Mirko", "Nadine", "Oskar", "Pia", "Ralf", "Selma", "Till", "Ulla", "Veit", "Wiebke",
)  # fmt: skip
LAST_NAMES = (
    "Albers", "Brandt", "Cordes", "Demir", "Ebert", "Fischer", "Gruber", "Hansen", "Ilgner",
    "Jansen", "Krüger", "Lorenz", "Maurer", "Novak", "Otto", "Petersen", "Quandt", "Richter",
    "Schmitz", "Thoma", "Ullrich", "Vogel", "Wagner", "Yıldız", "Zimmermann",
)  # fmt: skip
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
BATCH = 1000


def build_teams(
    organisations: Sequence[Organisation], password_hash: str, *, in_bulk: bool
) -> None:
    """Create the accounts and memberships of all organisations."""
    names = iter(addresses(organisations))
    remaining = iter(organisations)
    while batch := list(islice(remaining, BATCH)):
        team = [
            (person_at(f"{word}.{place}", organisation, role, password_hash), organisation, role)
            for organisation, place in zip(batch, islice(names, len(batch)), strict=True)
            for role, word in ROLES.items()
        ]
        create_people([person for person, _, _ in team])
        if in_bulk:
            Membership.objects.bulk_create(
                Membership(person=person, organisation=organisation, role=role)
                for person, organisation, role in team
            )
            continue
        for person, organisation, role in team:
            add_member(organisation, person, role, by=SYSTEM)


def addresses(organisations: Iterable[Organisation]) -> Iterator[str]:
    """Yield a name fit for an address for each organisation, with a number when it comes again."""
    times: dict[str, int] = {}
    for organisation in organisations:
        place = slugify(organisation.name.split(",")[0].lower().translate(UMLAUTS))
        times[place] = times.get(place, 0) + 1
        yield f"{place}-{times[place]}" if times[place] > 1 else place


def person_at(address: str, organisation: Organisation, role: str, password_hash: str) -> Person:
    """Return somebody with an invented name, the same for the same place and role."""
    rng = random.Random(f"{organisation.name}:{organisation.ars}:{role}")
    name = f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
    return Person(email=f"{address}@{DOMAIN}", name=name, password=password_hash)


def create_people(people: Sequence[Person]) -> None:
    """Save the people, each with a confirmed address."""
    Person.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True)
        for person in people
    )


def team_of(organisation: Organisation) -> Mapping[str, Person]:
    """Return the organisation's people by role."""
    rows = organisation.memberships.valid(clock.today()).select_related("person")
    return {row.role: row.person for row in rows.order_by("pk")}
