"""Build the demonstration in a folder, with a session for each role and a map of its pages.

python -m tests.journeys.site_builder FOLDER APPLICATIONS     writes FOLDER/site.json
"""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    import django

    os.environ |= {"ALLMENDE_MODE": "demo", "ALLMENDE_VAR": sys.argv[1]}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "ALLMENDE_LOG_LEVEL": "ERROR"}
    os.environ.pop("DATABASE_URL", None)
    django.setup()

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Person, Role
from applications.actions.rows import add_row
from applications.models import Application, FormalCheck, Indicator
from awards.models import Award
from demo.loading import HOME_ARS, load
from demo.people import DOMAIN
from demo.programme import build_draft_call
from evaluation.models import Candidacy, RejectionLetter, Review
from programmes.actions import offer_for_publication
from tests.applications.drafts import INDICATOR
from tests.journeys.crawl import crawl, kind_of
from tests.tables import build_tables

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOST_PAGES_OF_A_KIND = 2
OFFICERS = ("olaf.ordner", "petra.zweitblick")
PEOPLE = {
    "editor": "bearbeitung.bad-belzig",
    "signatory": "zeichnung.bad-belzig",
    "officer": "olaf.ordner",
    "budget officer": "hanno.haushalt",
    "head of unit": "rita.referat",
    "auditor": "bruno.bericht",
    "researcher": "wanda.wirkung",
    "cash office": "karla.kasse",
}

TOWNS = {
    "town about to sign": "awaiting_signature",
    "town that applied": "submitted",
    "town turned away": "formally_rejected",
    "town that withdrew": "withdrawn",
}
ROLES = ("public", *PEOPLE, "reviewer", "town with an award", "town with a rejection", *TOWNS)


def build(applications: int) -> dict[str, Any]:
    """Fill the database and return sessions and pages by role."""
    build_tables()
    call_command("createcachetable")
    load(applications, seed=1, in_bulk=True)  # the same rows, sooner
    starts = prepare_calls() | plan_pages() | {"reviewer": writing()}
    starts["officer"] += stages()
    roles: dict[str, Any] = {}
    seen: set[str] = set()
    for role, person in people().items():
        roles[role] = described(person, starts.get(role, []), seen)
        seen |= {kind_of(page["url"]) for page in roles[role]["pages"]}
    return roles


def prepare_calls() -> dict[str, list[str]]:
    """The demonstration's calls are all published; two more are on their way."""
    officers = [Person.objects.get(email=f"{name}@{DOMAIN}") for name in OFFICERS]
    draft = build_draft_call(officers[0], slug="entwurf", title="Vierter Förderaufruf")
    ready = build_draft_call(officers[1], slug="vorgelegt", title="Fünfter Förderaufruf")
    offer_for_publication(ready, by=officers[1])
    return {"officer": [reverse("office_call", args=[one.call.key]) for one in (draft, ready)]}


def plan_pages() -> dict[str, list[str]]:
    """Pages to which only a button leads; and an indicator, which the half draft lacks."""
    draft = Application.objects.get(organisation__ars=HOME_ARS, status="draft")
    editor = Person.objects.get(email=f"{PEOPLE['editor']}@{DOMAIN}")
    add_row(draft, Indicator, INDICATOR, by=editor)
    lines = [reverse("plan_line", args=[draft.key, kind]) for kind in ("staff", "travel")]
    return {"editor": [reverse("new_plan_line", args=[draft.key]), *lines]}


def stages() -> list[str]:
    """Pages of the office in the middle of a step, when they hold the most controls."""
    application = FormalCheck.objects.get(status=FormalCheck.Status.OPEN).application
    status = Candidacy.Status
    in_review = Candidacy.objects.filter(status=status.IN_REVIEW)[0]
    undecided = Candidacy.objects.filter(status=status.RANKED, decision__isnull=True)[0]
    return [
        reverse("formal_check", args=[application.key]),
        reverse("judge_rule", args=[application.key, "assessable"]),
        reverse("candidacy", args=[in_review.key]),
        reverse("decision", args=[undecided.key]),
    ]


def writing() -> list[str]:
    """The page on which a reviewer reads and scores."""
    review = Review.objects.filter(status=Review.Status.DRAFT)[0]
    return [reverse("review", args=[review.assignment.key])]


def people() -> dict[str, Person | None]:
    """One person a role; signatories also of towns whose applications have come to an end."""
    found: dict[str, Person | None] = {"public": None}
    for role, address in PEOPLE.items():
        found[role] = Person.objects.get(email=f"{address}@{DOMAIN}")
    review = Review.objects.filter(status=Review.Status.DRAFT)[0]
    found["reviewer"] = review.assignment.reviewer.person
    rejected = RejectionLetter.objects.first()
    records = {
        "town with an award": Award.objects.first(),
        "town with a rejection": rejected.decision.candidacy.application if rejected else None,
        **{role: Application.objects.filter(status=s).first() for role, s in TOWNS.items()},
    }
    for role, record in records.items():
        found[role] = signatory_of(record.organisation) if record else None
    return found


def signatory_of(organisation: Any) -> Person:
    members = Membership.objects.filter(organisation=organisation, role=Role.SIGNATORY)
    return members.select_related("person")[0].person


def described(person: Person | None, starts: list[str], seen: set[str]) -> dict[str, Any]:
    """A session cookie for the browser, and the pages this person can reach."""
    client = Client(headers={"host": "127.0.0.1"})
    if person is not None:
        client.force_login(person, backend=BACKEND)
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    pages = crawl(client, ["/", "/uebersicht/", *starts], MOST_PAGES_OF_A_KIND, seen)
    return {
        "email": person.email if person else "",
        "session": cookie.value if cookie else "",
        "pages": [asdict(page) for page in pages],
    }


if __name__ == "__main__":
    site = build(int(sys.argv[2]))
    Path(sys.argv[1], "site.json").write_text(json.dumps(site, ensure_ascii=False, indent=1))
