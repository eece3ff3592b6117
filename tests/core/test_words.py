"""Texts of templates: looked up once, in the language of the page, word for word as Django says."""

import pytest
from django import forms
from django.template import engines
from django.templatetags import i18n
from django.utils import translation

from core.templatetags import words

TEXTS = ("Yes", "Stand", "50 % der Ausgaben", "„Zitat“ & mehr")


def drawn(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load i18n %}" + source).render(context)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_literal_is_the_same_as_django_says_it(text, language, monkeypatch):
    source = f'{{% translate "{text}" %}}'
    with translation.override(language):
        ours = drawn(source)
        monkeypatch.setitem(words.register.tags, "translate", i18n.do_translate)
        assert drawn(source) == ours


def test_one_template_speaks_each_language_in_turn():
    page = engines["django"].from_string('{% load i18n %}{% translate "Yes" %}')
    said = []
    for language in ("de", "en", "de"):
        with translation.override(language):
            said.append(page.render())
    assert said == ["Ja", "Yes", "Ja"]


def test_variables_and_names_are_still_djangos():
    assert drawn("{% translate word %}", word="<b>") == "&lt;b&gt;"
    assert drawn('{% translate "Yes" as yes %}[{{ yes }}]') == "[Ja]"


def test_a_select_draws_its_options_with_groups_and_escapes_them():
    field = forms.ChoiceField(choices=[("", "–"), ("Gruppe", [("a", "<A>"), ("b", "B")])])
    form = type("One", (forms.Form,), {"field": field})(initial={"field": "b"})
    text = str(form["field"])
    assert '<optgroup label="Gruppe">' in text
    assert "&lt;A&gt;" in text
    assert '<option value="b" selected>B</option>' in text
