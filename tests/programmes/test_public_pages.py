"""What everyone reads about calls before signing in."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from core import clock
from demo.programme import build_draft_call
from programmes.models import CallVersion
from tests import cast

pytestmark = pytest.mark.django_db


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


def calls(number):
    for n in range(number):
        cast.open_call(slug=f"aufruf-{n}", title=f"Aufruf Nummer {n}")


def test_the_start_page_says_what_who_and_until_when(client):
    cast.open_call(title="Förderaufruf Klima")
    text = page(client, "start")
    assert "Städte, Gemeinden und Landkreise erhalten Geld" in text
    assert "Förderaufruf Klima" in text
    assert "bis zur Frist" in text
    assert "96,0\N{NO-BREAK SPACE}Mio.\N{NO-BREAK SPACE}€" in text


def test_without_an_open_call_the_start_page_says_so(client):
    assert "Zurzeit ist kein Aufruf geöffnet." in page(client, "start")


def test_without_an_open_call_the_start_page_names_the_next_one(client):
    cast.open_call(title="Aufruf Herbst", opens_at=clock.now() + timedelta(days=9))
    text = page(client, "start")
    assert "Zurzeit ist kein Aufruf geöffnet." in text
    assert "„Aufruf Herbst“ beginnt am" in text


def test_several_open_calls_are_all_on_the_start_page(client):
    calls(3)
    assert page(client, "start").count("<article") == 3


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_calls_asks_the_database_twice_however_long_it_is(
    client, django_assert_num_queries, number
):
    calls(number)
    with django_assert_num_queries(2):
        text = page(client, "calls")
    assert f"{number} Förderaufruf" in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_start_page_asks_the_database_equally_often(client, django_assert_num_queries, number):
    calls(number)
    with django_assert_num_queries(4):
        page(client, "start")


def test_calls_are_searched_filtered_and_sorted(client):
    cast.open_call(slug="a", title="Aufruf Wärme")
    cast.open_call(slug="b", title="Aufruf Wasser", opens_at=clock.now() + timedelta(days=5))
    assert "Aufruf Wasser" not in page(client, "calls", q="wärme aufruf")
    assert "Aufruf Wärme" not in page(client, "calls", state="coming")
    assert "Aufruf Wasser" not in page(client, "calls", state="open")
    text = page(client, "calls", sort="-title")
    assert text.index("Aufruf Wärme") < text.index("Aufruf Wasser")
    assert "Kein Aufruf passt zu Ihrer Suche." in page(client, "calls", q="Meer")


def test_an_empty_list_of_calls_says_so(client):
    assert "Es ist noch kein Aufruf veröffentlicht." in page(client, "calls")


def test_a_call_shows_criteria_with_weights_minima_and_anchors(client):
    version = cast.open_call()
    text = page(client, "call", version.call.slug)
    assert text.count("kern-accordion__header") == 11
    for criterion in version.criteria.all():
        assert f"{criterion.code} · {criterion.name}" in text
        assert all(anchor in text for anchor in criterion.anchors.values())
    assert "Integration: 50 Punkte" in text
    assert "Förderwürdig ab 30 Punkten in diesem Teil" in text
    assert "Höchstens 65\N{NO-BREAK SPACE}%" in text


def test_a_call_shows_every_document_with_its_own_deadline(client):
    version = cast.open_call(opens_at=datetime(2027, 1, 30, 11, tzinfo=UTC), days=60)
    text = page(client, "call", version.call.slug)
    assert "Beschluss des Rates oder Kreistages" in text
    assert "1.\N{NO-BREAK SPACE}Mai\N{NO-BREAK SPACE}2027" in text
    assert "Nur bei der Antwort „Ja, Haushaltssicherungskonzept genehmigt“ oder" in text


def test_the_whole_catalogue_of_questions_is_public(client):
    version = cast.open_call()
    text = page(client, "call_questions", version.call.slug)
    for question in version.questions.all():
        assert question.label in text
    assert "Höchstens 3.000 Zeichen" in text
    assert "Bewertet unter „I1 Sektorübergreifende Integration“ mit 15 von 100 Punkten" in text


def test_the_catalogue_is_a_tagged_pdf_too(client):
    version = cast.open_call()
    answer = client.get(reverse("call_questions_pdf", args=[version.call.slug]))
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(BytesIO(answer.content)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "de"


def test_after_the_deadline_a_call_says_when_it_ended(client, time_machine):
    version = cast.open_call(days=50)
    time_machine.move_to(version.deadline_at + timedelta(seconds=1))
    text = page(client, "call", version.call.slug)
    assert "abgelaufen" in text
    assert "Antrag beginnen" not in text


def test_at_the_very_instant_of_the_deadline_a_call_is_open(client, time_machine):
    version = cast.open_call(days=50)
    time_machine.move_to(version.deadline_at, tick=False)
    assert "Antrag beginnen" in page(client, "call", version.call.slug)


@pytest.mark.parametrize("name", ["call", "call_questions", "call_questions_pdf", "call_fit"])
def test_a_draft_is_hidden_from_the_public_and_shown_to_the_office(client, name):
    draft = build_draft_call(cast.officer())
    address = reverse(name, args=[draft.call.slug])
    assert client.get(address).status_code == 404
    client.force_login(cast.signatory())
    assert client.get(address).status_code == 404
    client.force_login(cast.head_of_unit())
    assert client.get(address).status_code == 200


def fit(client, version, **answers):
    codes = [question.code for question in version.fit_questions.all()]
    given = {f"frage-{code}": answers.get(code, "") for code in codes}
    return page(client, "call_fit", version.call.slug, ergebnis="1", **given)


FITTING = {"kommune": "ja", "felder": "ja", "begonnen": "nein", "eigenanteil": "ja", "rat": "ja"}


def test_five_fitting_answers_say_that_the_call_fits(client):
    assert "Der Aufruf passt zu Ihrem Vorhaben." in fit(client, cast.open_call(), **FITTING)


def test_an_answer_that_does_not_fit_is_explained(client):
    text = fit(client, cast.open_call(), **{**FITTING, "begonnen": "ja"})
    assert "Der Aufruf passt so noch nicht" in text
    assert "Begonnene Vorhaben können nicht gefördert werden." in text


def test_an_open_answer_is_to_be_cleared(client):
    text = fit(client, cast.open_call(), **{**FITTING, "rat": "unklar"})
    assert "Klären Sie die offenen Punkte" in text


def test_every_missing_answer_is_named(client):
    text = fit(client, cast.open_call(), kommune="ja")
    assert "Bitte prüfen Sie 4 Angaben" in text
    assert "Beantworten Sie Frage 5" in text


def test_the_first_answer_from_the_call_page_is_taken_along_without_complaint(client):
    version = cast.open_call()
    text = page(client, "call_fit", version.call.slug, **{"frage-kommune": "ja"})
    assert "Bitte prüfen" not in text
    assert text.count("checked") == 1


def test_nothing_about_the_fit_is_stored(client, django_assert_num_queries):
    version = cast.open_call()
    address = reverse("call_fit", args=[version.call.slug])
    answers = {f"frage-{code}": answer for code, answer in FITTING.items()} | {"ergebnis": "1"}
    with django_assert_num_queries(10) as queries:
        client.get(address, answers)
    assert all(query["sql"].startswith("SELECT") for query in queries)
    assert not client.cookies


def test_only_the_newest_published_version_of_a_call_is_in_force():
    version = cast.open_call()
    CallVersion.objects.create(
        **{
            field.name: getattr(version, field.name)
            for field in version._meta.fields
            if field.name not in ("id", "key", "number", "status", "published_at")
        },
        number=2,
    )
    assert list(CallVersion.objects.in_force()) == [version]
    assert [newest.number for newest in CallVersion.objects.newest()] == [2]
