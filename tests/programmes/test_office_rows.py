"""The office lists, adds, changes and removes rows of a call: questions, documents, criteria."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.actions.drafting import start_application
from core import audit
from core.workflow import Attempt, perform
from programmes.actions import correct_call
from programmes.views.sections import SECTIONS
from tests import cast
from tests.applications.complete import pdf_file
from tests.programmes.forms import address, fields_of

pytestmark = pytest.mark.django_db
FOUND, MISSING = 302, 404


@pytest.mark.parametrize("section", SECTIONS)
def test_every_kind_of_row_is_listed_and_opens_unchanged(office, draft, section):
    listing = office.get(address("office_call_rows", draft, section))
    line = listing.context["lines"][0]
    row = address("office_call_row", draft, section, line["code"])
    assert row in listing.content.decode()
    answer = office.post(row, fields_of(office.get(row)))
    assert answer.status_code == FOUND, answer.context["form"].errors
    assert audit.last(draft).step == "create_call"


NEW_ROWS = {
    "themen": {"kind": "challenge", "name": "Kultur", "code": "kultur"},
    "gruppen": {"name": "Zusatz", "minimum": "0", "code": "Z"},
    "kriterien": {
        "code": "U3",
        "name": "Betrieb",
        "question": "Ist er gesichert?",
        "weight": "2,5",
        "minimum": "0",
        "anchor_0": "nein",
        "anchor_5": "ja",
    },
    "kapitel": {"title": "Klima", "place": "project", "code": "klima"},
    "fragen": {
        "kind": "choice",
        "title": "Ort nennen",
        "label": "Wo?",
        "code": "ort",
        "choices_as_text": "stadt | In der Stadt\nland | Auf dem Land",
    },
    "unterlagen": {"name": "Karte", "code": "karte", "file_types": ["pdf"], "max_megabytes": "5"},
    "passt": {"text": "Ist es neu?", "advice": "Neues wird gesucht.", "code": "neu"},
    "haushalt": {"year": "2040", "amount": "1.000,50 €"},
}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_kind_of_row_is_added_and_removed(office, draft, section):
    sent = {**NEW_ROWS[section], "position": "99"}
    if section == "kriterien":
        sent["group"] = draft.criterion_groups.get(code="U").pk
    if section == "fragen":
        sent["chapter"] = draft.chapters.get(code="project").pk
    answer = office.post(address("office_call_row_add", draft, section), sent)
    assert answer.status_code == FOUND, answer.context["form"].errors
    assert audit.last(draft).step == "add_row"
    code = sent.get("code", sent.get("year"))
    removal = address("office_call_row_remove", draft, section, code)
    assert "Diesen Eintrag entfernen?" in office.get(removal).content.decode()
    office.post(removal)
    assert audit.last(draft).step == "remove_row"
    assert office.get(removal).status_code == MISSING


def test_a_document_has_a_template_that_everybody_downloads(office, draft, client):
    row = address("office_call_row", draft, "unterlagen", "projektplan")
    sent = fields_of(office.get(row))
    evil = SimpleUploadedFile("vorlage.pdf", b"MZ\x90 kein PDF" * 9)
    refused = office.post(row, {**sent, "template": evil})
    assert "Der Inhalt der Datei passt nicht" in refused.content.decode()
    large = SimpleUploadedFile("vorlage.pdf", b"%PDF-1.7" + b"0" * 1_100_000)
    too_large = office.post(row, {**sent, "max_megabytes": "1", "template": large})
    assert "größer als 1 MB" in too_large.content.decode()
    assert office.post(row, {**sent, "template": pdf_file("vorlage.pdf")}).status_code == FOUND
    assert audit.last(draft).payload["after"] == {"template": "vorlage.pdf"}
    assert office.post(row, fields_of(office.get(row))).status_code == FOUND, "it stays"
    offered = perform(draft, "offer_for_publication", Attempt(by=cast.officer()))
    version = perform(offered, "publish", Attempt(by=cast.second_officer()))
    client.logout()
    link = reverse("call_template", args=[version.call.slug, "projektplan"])
    assert link in client.get(reverse("call", args=[version.call.slug])).content.decode()
    assert client.get(link)["Content-Disposition"] == 'attachment; filename="vorlage.pdf"'
    documents = client.get(f"/api/v1/aufrufe/{version.call.slug}/").json()["documents"]
    assert {one["code"]: one["template"] for one in documents if one["template"]} == {
        "projektplan": link
    }
    other = reverse("call_template", args=[version.call.slug, "ratsbeschluss"])
    assert client.get(other).status_code == MISSING
    application, _new = start_application(version.call, cast.town(), by=cast.editor())
    client.force_login(cast.editor())
    assert link in client.get(reverse("documents", args=[application.key])).content.decode()
    twin = correct_call(version.call, by=cast.officer())
    without = address("office_call_row", twin, "unterlagen", "projektplan")
    client.force_login(cast.officer())
    sent = {**fields_of(client.get(without)), "without_template": "on"}
    assert client.post(without, sent).status_code == FOUND
    assert not twin.document_requirements.exclude(template=None).exists()


def test_a_code_is_used_once_and_has_no_umlauts(office, draft):
    add = address("office_call_row_add", draft, "themen")
    sent = {**NEW_ROWS["themen"], "position": "1"}
    assert "Diese Kennung gibt es schon" in office.post(add, sent | {"code": "energie"}).text
    assert (
        "Verwenden Sie nur Buchstaben ohne Umlaute" in office.post(add, sent | {"code": "ä"}).text
    )


def test_a_choice_needs_two_answers(office, draft):
    sent = {**NEW_ROWS["fragen"], "position": "1", "choices_as_text": "eins | Nur eine"}
    answer = office.post(address("office_call_row_add", draft, "fragen"), sent)
    assert "Nennen Sie mindestens zwei Antworten" in answer.text


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ("", "Nennen Sie mindestens eine Spalte"),
        ("ort", "Schreiben Sie je Zeile „wert | Beschriftung | Art“"),
        ("ort | Ort | karte", "Schreiben Sie je Zeile „wert | Beschriftung | Art“"),
        ("ö | Ort", "Der Wert einer Spalte hat nur Buchstaben ohne Umlaute"),
        ("ort | Ort\nort | Ort", "Jede Spalte braucht einen eigenen Wert"),
    ],
)
def test_the_columns_of_a_table_are_read_line_by_line(office, draft, columns, sentence):
    chapter = draft.chapters.get(code="project")
    sent = {**NEW_ROWS["fragen"], "position": "1", "kind": "table", "chapter": chapter.pk}
    add = address("office_call_row_add", draft, "fragen")
    assert sentence in office.post(add, sent | {"columns_as_text": columns}).text
    good = sent | {"columns_as_text": "ort | Ort\neuro | Kosten | money"}
    assert office.post(add, good).status_code == FOUND
    assert draft.questions.get(code="ort").columns == [
        {"code": "ort", "label": "Ort", "kind": "text"},
        {"code": "euro", "label": "Kosten", "kind": "money"},
    ]


def test_a_chapter_with_questions_is_not_removed(office, draft):
    removal = address("office_call_row_remove", draft, "kapitel", "project")
    assert "Dieses Kapitel hat noch Fragen." in office.post(removal).text
    assert draft.chapters.filter(code="project").exists()
