"""The people of the demonstration: one account for every role, all with one password."""

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.actions import add_member
from accounts.models import Organisation, Person, Role
from core import clock
from core.actors import SYSTEM
from demo.programme import build_ministry
from evaluation.actions import invite_reviewer
from evaluation.models import Reviewer, ReviewerExpertise

PASSWORD = "Gemeinsam-Stadt-2027"  # noqa: S105 (printed at every start of the demonstration)
DOMAIN = "allmende.example"
OFFICE = (
    ("olaf.ordner", "Olaf Ordner", Role.OFFICER),
    ("petra.zweitblick", "Petra Zweitblick", Role.OFFICER),
    ("hanno.haushalt", "Hanno Haushalt", Role.BUDGET_OFFICER),
    ("rita.referat", "Rita Referat", Role.HEAD_OF_UNIT),
    ("karla.kasse", "Karla Kasse", Role.CASHIER),
    ("bruno.bericht", "Bruno Bericht", Role.AUDITOR),
    ("wanda.wirkung", "Wanda Wirkung", Role.RESEARCHER),
)
REVIEWER_NAMES = (
    "Gerda Gutacht", "Konrad Kriterium", "Ines Integra", "Nils Nachhalt", "Ute Umsetz",
    "Leo Leitbild", "Maja Maßstab", "Paul Prüfstein", "Sina Sorgfalt", "Tom Transfer",
    "Vera Vergleich", "Willi Weitblick", "Xenia Xylander", "Yara Yilmaz", "Zeno Zahl",
)  # fmt: skip
CAPACITY = 60
FIELDS = ("wohnen", "arbeiten", "mobilitaet", "energie", "wasser", "abfall", "digital")
LAENDER = ("BE", "HH", "HB", "SL", "BW", "NI", "SN", "TH", "HE", "MV")


@dataclass(frozen=True)
class Office:
    """Who works in the programme office."""

    officer: Person
    second_officer: Person
    budget_officer: Person
    head_of_unit: Person
    cashier: Person


def build_person(address: str, name: str, password_hash: str) -> Person:
    """Return a person who has confirmed the address, created once."""
    email = f"{address}@{DOMAIN}"
    fields = {"name": name, "password": password_hash}
    person, _ = Person.objects.get_or_create(email=email, defaults=fields)
    EmailAddress.objects.get_or_create(user=person, email=email, verified=True, primary=True)
    return person


def give_role(person: Person, role: str, organisation: Organisation) -> Person:
    """Give the role from the day on which the clock stands."""
    add_member(organisation, person, role, by=SYSTEM)
    return person


def build_office(password_hash: str) -> Office:
    """Return the office with one person for every step that needs another one."""
    ministry = build_ministry()
    people = {
        address: give_role(build_person(address, name, password_hash), role, ministry)
        for address, name, role in OFFICE
    }
    return Office(*(people[address] for address, _, _ in OFFICE[:5]))


def build_reviewers(count: int, password_hash: str) -> list[Reviewer]:
    """Return a pool of reviewers from several Länder with two fields of expertise each."""
    return [build_reviewer(number, password_hash) for number in range(count)]


def build_reviewer(number: int, password_hash: str) -> Reviewer:
    base = REVIEWER_NAMES[number % len(REVIEWER_NAMES)]
    again = number // len(REVIEWER_NAMES)
    name = f"{base} {again + 1}" if again else base
    address = name.lower().replace(" ", ".").replace("ß", "ss").replace("ü", "ue")
    person = build_person(address, name, password_hash)
    give_role(person, Role.REVIEWER, build_ministry())
    land = LAENDER[number % len(LAENDER)]
    languages = "Deutsch, Englisch" if number % 3 == 0 else "Deutsch"
    facts = {"land": land, "capacity": CAPACITY, "languages": languages}
    facts |= {"accepted_at": clock.now(), "trained_at": clock.now()}
    reviewer, created = Reviewer.objects.get_or_create(person=person, defaults=facts)
    if created:
        ReviewerExpertise.objects.bulk_create(expertise_of(reviewer, number))
    return reviewer


def invite_newcomer(office: Office, password_hash: str) -> None:
    """One person is invited and has not answered yet."""
    person = build_person("nora.neuling", "Nora Neuling", password_hash)
    if not Reviewer.objects.filter(person=person).exists():
        invite_reviewer(person.email, person.name, by=office.officer)


def expertise_of(reviewer: Reviewer, number: int) -> Iterable[ReviewerExpertise]:
    """Expert in one field, versed in two others."""
    for step, level in ((0, 3), (1, 2), (3, 2)):
        code = FIELDS[(number + step) % len(FIELDS)]
        yield ReviewerExpertise(reviewer=reviewer, topic_code=code, level=level)


def password_hash() -> str:
    """Hash once: every account of the demonstration has the same password."""
    return make_password(PASSWORD)
