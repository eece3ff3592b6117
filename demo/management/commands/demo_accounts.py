"""Print the accounts with which every step of the demonstration can be played."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import Membership, Organisation, Role
from demo.loading import HOME_ARS
from demo.people import DOMAIN, OFFICE, PASSWORD

JUDGING = (
    *("gerda.gutacht", "konrad.kriterium"),
    *("clara.vorsitz", "detlef.stadt", "paul.protokoll"),
)
ADDRESS_WIDTH = 42


class Command(BaseCommand):
    help = "Prints the demonstration accounts: role, organisation, address, and the password."

    def handle(self, *args: Any, **options: Any) -> None:
        for membership in accounts():
            role, place = membership.get_role_display(), membership.organisation.name
            address = membership.person.email
            self.stdout.write(f"  {address:{ADDRESS_WIDTH}}{role}, {place}")
        self.stdout.write(f"  Passwort für alle: {PASSWORD}")


def accounts() -> Iterator[Membership]:
    """Yield one membership for each role, of some two: officers, reviewers, members of the jury."""
    rows = Membership.objects.valid().select_related("person", "organisation")
    home = Organisation.objects.filter(ars=HOME_ARS)
    yield from rows.filter(organisation__in=home, role__in=(Role.EDITOR, Role.SIGNATORY))
    for address in (*(address for address, _, _ in OFFICE), *JUDGING):
        yield from rows.filter(person__email=f"{address}@{DOMAIN}")[:1]
