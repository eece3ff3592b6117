"""Any list of questions: asked, read and checked the same way, tables row by row."""

from types import SimpleNamespace

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from programmes.answers import in_words, keeps_its_meaning, problems, table_of
from programmes.forms.questionnaire import QuestionnaireForm
from programmes.models import Question

COLUMNS = [
    {"code": "ort", "label": "Ort", "kind": "text"},
    {"code": "euro", "label": "Kosten", "kind": "money"},
    {"code": "tag", "label": "Tag", "kind": "date"},
    {"code": "barrierefrei", "label": "Barrierefrei", "kind": "yes_no"},
]


def question(code: str, kind: str, **fields) -> Question:
    return Question(code=code, kind=kind, label=f"Frage {code}?", title=code, **fields)


TABLE = question("orte", "table", columns=COLUMNS, limit=3)
ASKED = [
    question("text", "text", limit=5, required=False),
    question("zahl", "number"),
    question("geld", "money"),
    question("tag", "date"),
    question("ja", "yes_no"),
    question("wahl", "choice", options=[{"value": "a", "label": "Aha"}]),
    question("folge", "text", condition_code="ja", condition_value="yes"),
    TABLE,
]
GOOD = {"zahl": "1,5", "geld": "1.200", "tag": "31.03.2027", "ja": "no", "wahl": "a"}
ROW = {"orte-0-ort": "Mitte", "orte-0-euro": "12.500,5", "orte-0-tag": "1.2.27"}


def form(complete: bool = True, **sent: str) -> QuestionnaireForm:
    typed = QueryDict(mutable=True)
    typed.update(sent)
    return QuestionnaireForm(typed, questions=ASKED, complete=complete)


def test_every_kind_is_read_and_stored_as_a_plain_value():
    whole = form(**GOOD, **ROW, folge="steht nur so da")
    assert whole.is_valid(), whole.errors
    assert whole.values() == {
        "text": None,
        "zahl": "1.5",
        "geld": "1200",
        "tag": "2027-03-31",
        "ja": "no",
        "wahl": "a",
        "folge": None,
        "orte": [{"ort": "Mitte", "euro": "12500.5", "tag": "2027-02-01", "barrierefrei": ""}],
    }


def test_what_is_missing_or_too_long_is_named_only_when_complete():
    assert form(complete=False, text="viel zu lang").is_valid()
    refused = form(text="viel zu lang", ja="yes")
    assert refused.errors["text"] == ["Kürzen Sie den Text um 7 Zeichen"]
    missing = {"zahl", "geld", "tag", "wahl", "folge", "orte"}
    assert {code for code, e in refused.errors.items() if e == ["Beantworten Sie diese Frage"]} == (
        missing
    )


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"zahl": "viel"}, "Geben Sie eine Zahl ohne Einheit an"),
        ({"geld": "-3"}, "der nicht negativ ist"),
        ({"tag": "31.02.2027"}, "Geben Sie ein Datum an"),
        ({"wahl": "b"}, "Wählen Sie eine der angebotenen Antworten"),
        ({"orte-0-euro": "zwölf"}, "Zeile 1, „Kosten“: Geben Sie den Betrag in Euro an"),
        ({"orte-0-tag": "gestern"}, "Zeile 1, „Tag“: Geben Sie ein Datum an"),
        ({"orte-0-barrierefrei": "kaum"}, "Zeile 1, „Barrierefrei“: Wählen Sie Ja oder Nein"),
    ],
)
def test_a_bad_value_gets_a_german_sentence_at_its_field(sent, sentence):
    refused = form(complete=False, **sent)
    assert sentence in str(refused.errors)
    field = next(iter(sent)).split("-")[0]
    if field != "wahl" and "kaum" not in sent.values():  # no radio and no option to choose
        assert next(iter(sent.values())) in str(refused[field])  # what was typed is still there


def test_rows_are_removed_added_and_counted_without_a_script():
    sent = GOOD | {f"orte-{n}-ort": f"Ort {n}" for n in range(4)}
    gone = form(**sent, **{"orte-1-remove": "1"})
    assert gone.is_valid()
    assert [row["ort"] for row in gone.values()["orte"]] == ["Ort 0", "Ort 2", "Ort 3"]
    assert "Die Tabelle hat 1 Zeilen zu viel" in str(form(**sent).errors)
    more = form(**GOOD, **ROW, **{"orte-more": "1"})
    assert more.wants_rows
    assert str(more["orte"]).count('data-label="Ort"') == 3  # one filled, two to fill


def test_a_stored_table_is_shown_as_it_was_typed_and_read_back_unchanged():
    stored = {
        "orte": [{"ort": "<b>", "euro": "12500.50", "tag": "2027-02-01", "barrierefrei": "yes"}]
    }
    shown = str(QuestionnaireForm(questions=ASKED, answers=stored)["orte"])
    assert 'value="12.500,50"' in shown
    assert 'value="01.02.2027"' in shown
    assert "&lt;b&gt;" in shown
    assert 'aria-label="Kosten, Zeile 1"' in shown


def test_a_table_reads_as_head_and_rows():
    value = [{"ort": "Mitte", "euro": "12500.5", "barrierefrei": "yes"}]
    head, rows = table_of(TABLE, value)
    assert head == ("Ort", "Kosten", "Tag", "Barrierefrei")
    assert rows == (("Mitte", "12.500,50\N{NO-BREAK SPACE}€", "", "Ja"),)
    assert in_words(TABLE, value).startswith("Ort: Mitte; Kosten: 12.500,50")


def test_problems_are_about_stored_values_too():
    assert problems(ASKED[5], "gibt es nicht")
    assert problems(TABLE, "kein Feld") == ["Tragen Sie „Frage orte?“ als Tabelle ein."]
    assert problems(TABLE, [{}] * 4) == ["Die Tabelle hat 1 Zeilen zu viel. Möglich sind 3."]
    assert problems(ASKED[0], "passt") == []


def test_an_answer_keeps_its_meaning_only_where_kind_and_choice_stay():
    old, new = ASKED[5], question("wahl", "choice", options=[{"value": "b", "label": "B"}])
    assert keeps_its_meaning(old, old, "a")
    assert not keeps_its_meaning(old, new, "a")
    assert not keeps_its_meaning(ASKED[0], ASKED[1], "5")
    narrower = question("orte", "table", columns=COLUMNS[1:])
    assert keeps_its_meaning(narrower, TABLE, [])
    assert not keeps_its_meaning(TABLE, narrower, [])


def test_rows_of_another_kind_are_asked_too():
    """A survey's question needs the same fields, not the same model."""
    foreign = SimpleNamespace(
        code="f",
        kind="text",
        label="F",
        hint="",
        limit=None,
        options=[],
        columns=[],
        required=True,
        applies=lambda answers: True,
    )
    assert QuestionnaireForm({"f": "Text"}, questions=[foreign], complete=True).is_valid()


@given(st.lists(st.dictionaries(st.sampled_from([c["code"] for c in COLUMNS]), st.text())))
def test_whatever_is_sent_as_a_table_is_read_or_refused_with_sentences(rows):
    """Programs send a list of rows; nothing in it may end in an error of the server."""
    sent = QuestionnaireForm({"orte": rows}, questions=[TABLE])
    if sent.is_valid():
        assert all(set(row) == {c["code"] for c in COLUMNS} for row in sent.values()["orte"] or [])
    else:
        assert all(sentence.startswith("Zeile ") for sentence in sent.errors["orte"])
    str(sent["orte"])
