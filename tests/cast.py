"""A small cast with telling names: who plays which role in the tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress

from accounts.models import Membership, Organisation, Person, Role
from core.workflow import Attempt, perform
from demo.programme import build_draft_call, build_ministry
from programmes.models import CallVersion
from tests.recorded import recorded

PASSWORD = "Kommunal-Fluss-27"


def person(name: str, role: str | None = None, organisation: Organisation | None = None) -> Person:
    """Return the person of that name, with the role in the organisation (or the office)."""
    email = f"{name.lower().replace(' ', '.')}@allmende.example"
    somebody = Person.objects.filter(email=email).first()
    if somebody is None:
        somebody = Person.objects.create_user(email, PASSWORD, name=name)
        EmailAddress.objects.create(user=somebody, email=email, verified=True, primary=True)
    if role:
        where = organisation or build_ministry()
        Membership.objects.get_or_create(
            person=somebody, organisation=where, role=role, valid_until=None
        )
    somebody.__dict__.pop("current_memberships", None)
    return somebody


def town(name: str = "Eberswalde", **fields: Any) -> Organisation:
    """Return a municipality; Eberswalde in Brandenburg unless told otherwise."""
    defaults = {
        "ags": "12060052",
        "ars": "120605003052",
        "land": "BB",
        "district_key": "12060",
        "inhabitants": 42_000,
        "inhabitants_on": date(2023, 11, 30),
        "size_class": Organisation.SizeClass.TOWN,
        "postal_code": "16225",
        "confirmed_on": date(2026, 1, 5),
    }
    if name != "Eberswalde":
        number = 1 + Organisation.objects.count()
        defaults |= {"ags": f"09{number:06d}", "ars": f"09{number:010d}", "land": "BY"}
        defaults |= {"district_key": f"09{number:03d}"}
    found = Organisation.objects.filter(name=name).first()
    kind = Organisation.Kind.MUNICIPALITY
    return found or Organisation.objects.create(kind=kind, name=name, **{**defaults, **fields})


def editor(organisation: Organisation | None = None) -> Person:
    return person("Edda Entwurf", Role.EDITOR, organisation or town())


def signatory(organisation: Organisation | None = None) -> Person:
    return person("Zoe Zeichnung", Role.SIGNATORY, organisation or town())


def officer() -> Person:
    return person("Olaf Ordentlich", Role.OFFICER)


def second_officer() -> Person:
    return person("Petra Pruefung", Role.OFFICER)


def budget_officer() -> Person:
    return person("Hanno Haushalt", Role.BUDGET_OFFICER)


def head_of_unit() -> Person:
    return person("Rita Referat", Role.HEAD_OF_UNIT)


def auditor() -> Person:
    return person("Bruno Bericht", Role.AUDITOR)


def researcher() -> Person:
    return person("Wanda Wirkung", Role.RESEARCHER)


@recorded
def open_call(**basics: Any) -> CallVersion:
    """Return a published call, prepared by one officer and published by another."""
    version = build_draft_call(officer(), **basics)
    perform(version, "offer_for_publication", Attempt(by=officer()))
    return perform(version, "publish", Attempt(by=second_officer()))


def euros(text: str) -> Decimal:
    return Decimal(text)
