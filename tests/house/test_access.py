"""Every address x method x role gets the declared answer (access_table.py), and no other."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.forms import CharField, Form, IntegerField
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from applications.models.application import ApplicationQuerySet
from core import pdf
from tests.house import access_table as table
from tests.house.access.core import OWN_ACCOUNT, SIGN_IN
from tests.house.access.declaring import ANONYMOUS, EVERYONE, NOBODY, SIGNED_IN, Address
from tests.house.access_world import World, signed_in
from tests.house.hostile_forms import all_forms, collected, faults_of
from tests.house.unopened_forms import make_unopened

ASKED_BY_ALL = ("GET", "POST")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
ROLES = sorted(EVERYONE)
FORM = "application/x-www-form-urlencoded"
LOGIN = "/konto/login/"
pytestmark = pytest.mark.django_db
ANSWER, GONE, FORBIDDEN, NO_METHOD, SIGN_IN_FIRST = "an answer", "404", "403", "405", "sign in"


@pytest.fixture(scope="module")
def world(kept_for_module: None) -> World:
    """Build everything once; what a request changes is rolled back behind it."""
    return World()


# --- What is declared ----------------------------------------------------------------------------


def test_every_address_is_declared_and_no_other() -> None:
    declared = {*table.PAGES, *table.API, *SIGN_IN, *OWN_ACCOUNT}
    assert set(names()) == declared


def names(resolver: Any = None) -> Iterator[str]:
    """Yield the names of all addresses; allauth keeps nameless redirects of old ones."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if not isinstance(pattern, URLPattern):
            yield from names(pattern)
        elif pattern.name:
            yield pattern.name


# --- Pages and API -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_pages_answer_as_declared(role: str, world: World) -> None:
    assert "\n".join(deviations(world, role, table.PAGES, page_answer)) == ""


@pytest.mark.parametrize("role", ROLES)
def test_the_api_answers_as_declared(role: str, world: World) -> None:
    assert "\n".join(deviations(world, role, table.API, api_answer)) == ""


def deviations(world: World, role: str, addresses: dict, expected: Any) -> Iterator[str]:
    """Yield a sentence for every answer that is not the declared one."""
    for name, address in each(addresses):
        url = reverse(name, kwargs=world.filled(address.parts))
        sent = urlencode(world.filled(address.sent))
        for method in METHODS if role in askers(address) else ASKED_BY_ALL:
            wanted = expected(address, role, method)
            with nothing_drawn(but=role in askers(address)):
                got = answer(world.clients[role], method, url, sent)
            if wanted != got:
                yield f"{method} {name} {address.parts}: {got} instead of {wanted}"


def askers(address: Address) -> set[str]:
    """Who tries every method: a stranger, and the first of those who get an answer."""
    return {ANONYMOUS, *sorted((address.get | address.post) - {ANONYMOUS})[:1]}


@contextmanager
def nothing_drawn(*, but: bool) -> Iterator[None]:
    """Leave pages and PDFs empty: drawn for one role, for the others only the answer counts."""
    with pytest.MonkeyPatch.context() as patch:
        if not but:
            patch.setattr(Template, "render", lambda self, *context, **more: SafeString())
            patch.setattr(pdf, "compiled", lambda *inputs: b"%PDF-")
        yield


def each(addresses: dict) -> Iterator[tuple[str, Address]]:
    for name, address in addresses.items():
        for one in (address, *table.MORE_STEPS.get(name, ())):
            yield name, one


def answer(client: Client, method: str, url: str, sent: str) -> str:
    """Ask, undo what it changed, and name the kind of answer."""
    with transaction.atomic():
        response = client.generic(method, url, sent, content_type=FORM)
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    if response.status_code == 302 and response.url.startswith(LOGIN):
        return SIGN_IN_FIRST
    if response.status_code in (403, 404, 405):
        return str(response.status_code)
    return ANSWER if response.status_code < 500 else f"an error ({response.status_code})"


def page_answer(address: Address, role: str, method: str) -> str:
    """What the table says: sign in, then the method, then the record, then the role."""
    if role == ANONYMOUS and not address.is_public:
        return SIGN_IN_FIRST
    allowed = audience(address, method)
    if not allowed:
        return NO_METHOD
    if role != ANONYMOUS and role not in address.seen_by:
        return GONE
    return ANSWER if role in allowed else FORBIDDEN


def audience(address: Address, method: str) -> frozenset[str]:
    asked = {"GET": address.get, "HEAD": address.get, "POST": address.post}
    asked |= {"PATCH": address.patch, "DELETE": address.delete}
    return asked.get(method, NOBODY)


def api_answer(address: Address, role: str, method: str) -> str:
    """The API: the role as far as it is the same for all records, the method, the record."""
    admitted = address.get | address.post
    knows_records = address.seen_by != SIGNED_IN
    if role == ANONYMOUS and not address.is_public:
        return FORBIDDEN
    if role not in admitted and not knows_records:
        return FORBIDDEN
    if method == "OPTIONS":
        return ANSWER
    allowed = audience(address, method)
    if not allowed:
        return NO_METHOD
    if knows_records and role not in address.seen_by:
        return GONE
    return ANSWER if role in allowed else FORBIDDEN


# --- Signing in ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [ANONYMOUS, "editor"])
def test_signing_in_shows_nobody_elses_account(role: str, world: World) -> None:
    """Pages about an account ask to sign in first; the others never fail."""
    found = []
    for name in sorted(SIGN_IN | OWN_ACCOUNT):
        own = role == ANONYMOUS and name in OWN_ACCOUNT
        for method in METHODS:
            got = answer(world.clients[role], method, address_of(name), "")
            if got.startswith("an error") or own and got != SIGN_IN_FIRST:
                found.append(f"{method} {name}: {got}")
    assert "\n".join(found) == ""


def address_of(name: str) -> str:
    parts = {"account_confirm_email": {"key": "x"}}
    parts["account_reset_password_from_key"] = {"uidb36": "1", "key": "x-x"}
    parts |= {f"mfa_{verb}_webauthn": {"pk": 1} for verb in ("remove", "edit")}
    parts |= {f"openid_connect_{at}": {"provider_id": "none"} for at in ("login", "callback")}
    return reverse(name, kwargs=parts.get(name))


# --- The test itself -----------------------------------------------------------------------------


def test_nothing_is_changed_without_a_token(world: World) -> None:
    """Another site cannot send a form in the name of somebody who is signed in."""
    accepted = []
    for name, address in each(table.PAGES):
        if not address.post:
            continue
        role = sorted(address.post - {ANONYMOUS})[0]
        client = signed_in(world.people[role], enforce_csrf_checks=True)
        url = reverse(name, kwargs=world.filled(address.parts))
        if answer(client, "POST", url, urlencode(world.filled(address.sent))) != FORBIDDEN:
            accepted.append(name)
    assert accepted == []


DROPPED = {
    "applications.permissions.may_sign_for": "submit_application",
    "applications.permissions.is_officer": "start_formal_check",
    "awards.views.decisions.may_read_office": "decisions",
    "reporting.views.report.may_read_report": "report",
    "accounts.views.team.has_role_for": "remove_member",
}


@pytest.mark.parametrize("predicate", DROPPED)
def test_a_permission_that_is_dropped_is_noticed(
    predicate: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The positive control: with this predicate always true somebody gets in who should not."""
    name = DROPPED[predicate]
    monkeypatch.setattr(predicate, lambda *args: True)
    addresses = {name: table.PAGES[name]}
    found = [one for role in ROLES for one in deviations(world, role, addresses, page_answer)]
    assert any("an answer instead of 403" in one for one in found)


def test_a_query_that_shows_everything_is_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ApplicationQuerySet, "visible_to", lambda self, user: self)
    addresses = {"receipt": table.PAGES["receipt"]}
    found = list(deviations(world, "foreign_editor", addresses, page_answer))
    assert any("an answer instead of 404" in one for one in found)


# --- What people type ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def forms(world: World) -> dict[type, Any]:
    """One instance of every form class, as the pages make it: opened, then sent empty."""
    with collected() as found:
        for name, address in each(table.PAGES):
            url = reverse(name, kwargs=world.filled(address.parts))
            sent = urlencode(world.filled(address.sent))
            for method, roles in (("GET", address.get), ("POST", address.post)):
                if not roles:
                    continue
                role = min(roles - {ANONYMOUS}, default=ANONYMOUS)
                with nothing_drawn(but=False):
                    # A client of its own: the tests of signing in have signed others out.
                    answer(signed_in(world.people[role]), method, url, sent)
        make_unopened(world)
    return found


def test_no_form_is_left_out(forms: dict[type, Any]) -> None:
    assert all_forms() - set(forms) == set()


def test_whatever_is_typed_a_form_gives_clean_values_or_german_sentences(
    forms: dict[type, Any],
) -> None:
    assert list(faults_of(forms.values(), examples=6)) == []


@pytest.mark.drill
def test_whatever_is_typed_many_hundred_times(forms: dict[type, Any]) -> None:
    assert list(faults_of(forms.values(), examples=500)) == []


def test_an_english_sentence_or_an_exception_of_a_form_is_noticed() -> None:
    """The positive control."""

    class English(Form):
        number = IntegerField(error_messages={"invalid": "Enter a whole number."})

    class Falling(Form):
        def clean_text(self) -> None:
            raise KeyError("text")

        text = CharField(required=False)

    assert list(faults_of([English()], examples=20)) == ["English: Enter a whole number."]
    assert list(faults_of([Falling()], examples=20)) == ["Falling: KeyError('text')"]
