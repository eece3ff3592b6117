"""A draft under way, for the tests of this folder."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client

from accounts.models import Organisation, Person
from applications.actions import drafting
from applications.models import Application
from programmes.models import Question
from tests import cast
from tests.recorded import recorded


@recorded
def new_draft(organisation: Organisation | None = None, **call: Any) -> Application:
    """Return the draft of a town (Eberswalde) to an open call, started by its editor."""
    organisation = organisation or cast.town()
    version = cast.open_call(**call)
    application, _ = drafting.start_application(
        version.call, organisation, by=cast.editor(organisation)
    )
    return application


def colleague(organisation: Organisation | None = None) -> Person:
    """Return a second editor of the same town."""
    return cast.person("Karl Kollege", "editor", organisation or cast.town())


def question(application: Application, code: str) -> Question:
    return application.call_version.questions.get(code=code)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


INDICATOR = {
    "name": "Wege im Schatten",
    "level": "outcome",
    "unit": "Prozent",
    "rising": True,
    "baseline": Decimal("41.5"),
    "baseline_on": date(2026, 1, 1),
    "target": Decimal(60),
    "target_on": date(2031, 12, 31),
    "source": "eigene Messung",
}
