"""Forms are drawn with KERN's markup, hints and errors in place."""

import pytest
from django import forms
from django.template import Context, Template

from core.refusals import Finding
from core.templatetags.kern import problems


class Questions(forms.Form):
    title = forms.CharField(label="Titel", help_text="Kurz.", max_length=20)
    problem = forms.CharField(label="Problem", max_length=10, widget=forms.Textarea)
    note = forms.CharField(label="Notiz", required=False)
    strategy = forms.ChoiceField(
        label="Strategie", choices=[("yes", "Ja"), ("no", "Nein")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Ich bin berechtigt.")


@pytest.fixture
def wrong() -> Questions:
    return Questions({"problem": "x" * 12})


def test_a_hint_and_an_error_are_tied_to_their_field(wrong: Questions) -> None:
    html = str(wrong["title"])
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_the_error_stands_before_the_control(wrong: Questions) -> None:
    html = wrong["title"].as_field_group()
    assert html.index("id_title_error") < html.index("<input")


def test_a_long_text_has_a_counter_and_is_never_cut(wrong: Questions) -> None:
    html = wrong["problem"].as_field_group()
    assert 'data-limit="10"' in html
    assert 'id="id_problem_count"' in html
    assert "id_problem_error id_problem_count" in html
    assert "maxlength" not in html
    assert "x" * 12 in html


def test_optional_fields_say_so_and_others_do_not() -> None:
    form = Questions()
    assert "(freiwillig)" in form["note"].as_field_group()
    assert "(freiwillig)" not in form["title"].as_field_group()


def test_a_draft_form_may_say_what_submission_requires() -> None:
    form = Questions()
    form.fields["note"].optional = False
    assert "(freiwillig)" not in form["note"].as_field_group()


def test_the_browser_never_blocks_sending() -> None:
    assert " required" not in str(Questions())


def test_a_group_has_a_legend_and_its_error_leads_to_the_first_choice(wrong: Questions) -> None:
    html = wrong["strategy"].as_field_group()
    assert "<fieldset" in html
    assert "<legend" in html
    assert {"sentence": "Bitte auswählen: Strategie", "url": "#id_strategy_0"} in problems(wrong)
    assert 'id="id_strategy_0"' in html


def test_errors_name_their_field_in_the_summary_as_at_the_field(wrong: Questions) -> None:
    sentences = [problem["sentence"] for problem in problems(wrong)]
    assert sentences == [
        "Bitte ausfüllen: Titel",
        "Bitte um 2 Zeichen kürzen: Problem",
        "Bitte auswählen: Strategie",
        "Bitte bestätigen: Ich bin berechtigt.",
    ]
    assert all(sentence in str(wrong) for sentence in sentences)


def test_a_form_without_errors_has_no_summary() -> None:
    assert problems(Questions(), None, "", []) == []


def test_a_refusal_links_to_the_field_it_belongs_to() -> None:
    refused = [
        Finding("late", "Die Frist ist abgelaufen."),
        Finding("x", "Es fehlt.", "a", "title"),
    ]
    assert problems(refused) == [
        {"sentence": "Die Frist ist abgelaufen.", "url": ""},
        {"sentence": "Es fehlt.", "url": "#id_title"},
    ]


def test_user_text_is_escaped_in_marks() -> None:
    html = Template('{% load kern %}{% tag text "ok" %}').render(Context({"text": "<b>"}))
    assert html == '<span class="al-tag al-tag--ok">&lt;b&gt;</span>'
