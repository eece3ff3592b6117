"""Pages, messages and mails about the account say „Sie“, whoever wrote them."""

import gettext as catalogues
import re
import time
from collections.abc import Iterator
from pathlib import Path

import allauth
import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from tests import cast

INFORMAL = re.compile(r"\b(?:du|dein\w*|dir|dich|euch|euer\w*|eure\w*)\b", re.IGNORECASE)
THEIRS = Path(allauth.__file__).parent
OURS = settings.BASE_DIR
CATALOGUE = Path("locale/de/LC_MESSAGES/django.po")


def entries(catalogue: Path) -> Iterator[tuple[list[str], str, str]]:
    """Yield where a text stands, the text, and its German, of each entry in use."""
    for block in catalogue.read_text().split("\n\n"):
        found = re.search(r'^msgid ((?:"[^\n]*"\n?)+)^msgstr ((?:"[^\n]*"\n?)+)', block, re.M)
        if found and "#~" not in block:
            yield re.findall(r"[\w./]+(?=:\d)", block), text(found[1]), text(found[2])


def text(quoted: str) -> str:
    lines = re.findall(r'^"(.*)"$', quoted, re.M)
    return "".join(lines).replace("\\n", "\n").replace('\\"', '"')


def is_ours_or_unused(place: str) -> bool:
    """A template we replaced, or a part of allauth that is not installed."""
    return "idp/" in place or (place.startswith("templates/") and (OURS / place).exists())


def test_no_sentence_of_allauth_that_is_still_shown_says_du() -> None:
    shown = [
        english
        for places, english, _ in entries(THEIRS / CATALOGUE)
        if not all(map(is_ours_or_unused, places))
    ]
    assert len(shown) > 100
    assert [gettext(english) for english in shown if INFORMAL.search(gettext(english))] == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    written = {english: german for _, english, german in entries(OURS / CATALOGUE)}
    with (OURS / CATALOGUE).with_suffix(".mo").open("rb") as compiled:
        assert vars(catalogues.GNUTranslations(compiled))["_catalog"] == written


def test_our_own_account_templates_say_sie() -> None:
    folders = (OURS / "templates/account", OURS / "templates/mfa")
    templates = [path for folder in folders for path in folder.rglob("*.*")]
    assert len(templates) > 30
    assert [path.name for path in templates if INFORMAL.search(path.read_text())] == []


ANONYMOUS = ["login", "signup", "reset_password", "reset_password_done", "inactive"]
ANONYMOUS += ["reset_password_from_key_done", "email_verification_sent"]
SIGNED_IN = ["account_logout", "account_change_password", "account_email", "mfa_index"]
SIGNED_IN += ["account_reauthenticate"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", [f"account_{name}" for name in ANONYMOUS])
def test_the_public_account_pages_have_one_heading_and_say_sie(client: Client, name: str) -> None:
    check(client.get(reverse(name)).content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("name", SIGNED_IN)
def test_ones_own_account_pages_have_one_heading_and_say_sie(client: Client, name: str) -> None:
    client.force_login(cast.editor())
    check(client.get(reverse(name)).content.decode())


def check(html: str) -> None:
    assert html.count("<h1") == 1
    assert not INFORMAL.search(html)


@pytest.mark.django_db
def test_an_app_as_second_factor_is_set_up_with_its_code(client: Client) -> None:
    password = {"password": cast.PASSWORD}
    person = cast.editor()
    client.post(reverse("account_login"), password | {"login": person.email})
    client.post(reverse("account_reauthenticate"), password)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    check(page)
    secret = re.search(r"<code>(\w+)</code>", page)[1]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    check(answer.content.decode())
    assert "von 10 Codes sind noch unbenutzt" in answer.content.decode()
    for name in ("mfa_index", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        check(client.get(reverse(name)).content.decode())


def code_of(secret: str) -> str:
    now = int(time.time()) // 30
    return format_hotp_value(hotp_value(secret, now))


SIGN_UP = {"name": "Nora Neu", "email": "nora@allmende.example"}
SIGN_UP |= {"password1": "Kommunal-Fluss-27", "password2": "Kommunal-Fluss-27"}


@pytest.mark.django_db
def test_signing_up_confirming_and_signing_out_by_mail_and_page(client: Client) -> None:
    answer = client.post(reverse("account_signup"), SIGN_UP, follow=True)
    assert "Bestätigen Sie Ihre E-Mail-Adresse" in answer.content.decode()
    [sent] = mail.outbox
    assert sent.subject == "Bitte bestätigen Sie Ihre E-Mail-Adresse"
    assert settings.ALLMENDE_PROGRAMME_NAME in sent.body
    link = re.search(r"http://testserver(\S+)", sent.body)[1]
    page = client.get(link).content.decode()
    check(page)
    assert "Gehört nora@allmende.example Ihnen?" in page
    confirmed = client.post(link, follow=True).content.decode()
    assert "Die Adresse nora@allmende.example ist bestätigt." in confirmed
    login = {"login": SIGN_UP["email"], "password": SIGN_UP["password1"]}
    entered = client.post(reverse("account_login"), login, follow=True).content.decode()
    check(entered)
    assert "Sie sind angemeldet als Nora Neu." in entered
    assert "Sie sind abgemeldet." in client.post("/konto/logout/", follow=True).content.decode()


@pytest.mark.django_db
def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(client: Client) -> None:
    person = cast.editor()
    client.post(reverse("account_reset_password"), {"email": person.email})
    [sent] = mail.outbox
    assert sent.subject == "Neues Passwort setzen"
    link = re.search(r"http://testserver(\S+)", sent.body)[1]
    page = client.get(link, follow=True)
    check(page.content.decode())
    different = {"password1": "Grosse-Linde-28", "password2": "Grosse-Linde-29"}
    refused = client.post(page.request["PATH_INFO"], different).content.decode()
    assert "Die beiden Passwörter stimmen nicht überein." in refused
    same = different | {"password2": "Grosse-Linde-28"}
    saved = client.post(page.request["PATH_INFO"], same, follow=True)
    assert "Passwort geändert" in saved.content.decode()
    assert "Der Link gilt nicht mehr" in client.get(link, follow=True).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "subject"),
    [("account_reset_password", "Kein Konto zu dieser Adresse"), ("account_signup", "schon ein")],
)
def test_whether_an_account_exists_is_said_by_mail_only(
    client: Client, page: str, subject: str
) -> None:
    known = cast.editor().email
    address = known if page == "account_signup" else "niemand@allmende.example"
    answer = client.post(reverse(page), SIGN_UP | {"email": address}, follow=True)
    assert "gibt es schon" not in answer.content.decode()
    assert subject in mail.outbox[0].subject
    assert not INFORMAL.search(mail.outbox[0].body)


@pytest.mark.django_db
def test_the_address_people_type_leads_to_the_page_where_they_sign_in(client: Client) -> None:
    answer = client.get("/anmelden/?next=/antraege/")
    assert answer["Location"] == reverse("account_login") + "?next=%2Fantraege%2F"
    assert client.get("/anmelden/", follow=True).status_code == 200
