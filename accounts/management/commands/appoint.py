"""Give the first people of an office their roles; later ones get them the same way."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actions import add_member, open_office
from accounts.models import OFFICE_ROLES, Person
from core.actors import SYSTEM


class Command(BaseCommand):
    help = "Appoints a person who has signed up to a role in the programme office."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", choices=sorted(OFFICE_ROLES))
        parser.add_argument("--office", required=True, help="its name; created when it is new")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(email__iexact=options["email"]).first()
        if person is None:
            raise CommandError(
                f"{options['email']} hat noch kein Konto. Registrieren Sie sich zuerst."
            )
        office = open_office(options["office"])
        add_member(office, person, options["role"], by=SYSTEM)
        self.stdout.write(f"{person.name}: {options['role']}, {office}.")
