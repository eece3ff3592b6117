"""The fixed pages: reachable for everyone, honest about what is a draft, free of inline code."""

import re

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from core.pages import menu
from tests import cast

NAMES = [
    "easy_language",
    "sign_language",
    "accessibility",
    "imprint",
    "privacy",
    "status",
    "help",
    "source_code",
    "report_barrier",
]
DRAFTS = ["easy_language", "sign_language", "accessibility", "imprint", "privacy"]
ERRORS = ["400", "403_csrf", "500", "503"]
INLINE = re.compile(r"<[^>]+ (?:style|on[a-z]+)=|<style|<script(?![^>]* src=)")


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_fixed_page_has_one_heading_and_no_inline_code(client: Client, name: str) -> None:
    html = client.get(reverse(name)).content.decode()
    assert html.count("<h1") == 1
    assert not INLINE.search(html)
    for place in NAMES:
        assert f'href="{reverse(place)}"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("name", DRAFTS)
def test_what_nobody_has_approved_is_marked_as_a_draft(client: Client, name: str) -> None:
    assert '<p class="kern-title">Entwurf</p>' in client.get(reverse(name)).content.decode()


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_neither_request_nor_database(name: str) -> None:
    html = get_template(f"{name}.html").render()
    assert html.count("<h1") == 1
    assert not INLINE.search(html)
    assert "hilfe@" in html


@pytest.mark.django_db
def test_an_unknown_address_answers_in_the_frame_of_the_site(client: Client) -> None:
    answer = client.get("/gibt-es-nicht/")
    assert answer.status_code == 404
    assert "Diese Seite gibt es nicht oder Sie haben keinen Zugriff" in answer.content.decode()


@pytest.mark.django_db
def test_the_title_says_when_something_is_wrong(client: Client) -> None:
    html = client.post(reverse("report_barrier"), {"problem": ""}).content.decode()
    assert "<title>Fehler: " in html
    assert html.index('class="al-errors"') < html.index("<h1")
    assert 'href="#id_problem"' in html


@pytest.mark.django_db
@pytest.mark.parametrize(("theme", "shown"), [("dark", True), ("light", True), ("pink", False)])
def test_a_chosen_theme_is_kept(client: Client, theme: str, shown: bool) -> None:
    client.get(reverse("theme"), {"theme": theme, "next": reverse("help")})
    html = client.get(reverse("help")).content.decode()
    assert (f'data-kern-theme="{theme}"' in html) is shown


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/programm/", "Lage"),
        ("/programm/antrag/abc/", "Eingang"),
        ("/programm/nachweise/", "Zuwendungen"),
        ("/zuwendung/abc/", "Zuwendungen"),
        ("/betrieb/", "Lage"),
        ("/barrierefreiheit/", None),
    ],
)
def test_the_menu_marks_the_entry_a_page_belongs_to(path, entry, rf, db):
    marked = [one["label"] for one in menu(rf.get(path), cast.officer()) if one["current"]]
    assert marked == ([entry] if entry else [])
