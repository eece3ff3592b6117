"""The office sets up a call page by page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.actions.drafting import start_application
from core import audit
from core.workflow import Attempt, perform
from demo.programme import build_draft_call, build_guideline
from programmes.actions import correct_call
from programmes.models import CallVersion
from programmes.views.sections import SECTIONS
from tests import cast
from tests.applications.complete import pdf_file

pytestmark = pytest.mark.django_db
FOUND, MISSING, REFUSED = 302, 404, 409


@pytest.fixture
def draft() -> CallVersion:
    return CallVersion.objects.get(pk=build_draft_call(cast.officer()).pk)


@pytest.fixture
def office(client):
    client.force_login(cast.officer())
    return client


def address(name, version, *args):
    return reverse(name, args=[version.call.key, *args])


def fields_of(answer):
    """Return what the browser would send back unchanged."""
    form = answer.context["form"]
    sent = {}
    for field in form:
        value = field.value()
        if value not in (None, "") and value is not False:
            sent[field.html_name] = field.field.prepare_value(value)
    return {
        name: value if isinstance(value, list) else as_typed(form.fields[name], value)
        for name, value in sent.items()
    }


def as_typed(field, value):
    return field.widget.format_value(value) or value


def test_a_call_is_set_up_from_a_guideline_version(office):
    guideline = build_guideline()
    answer = office.post(
        reverse("office_call_create"),
        {
            "guideline": guideline.pk,
            "title": "Förderaufruf Städte",
            "summary": "Worum es geht.",
            "opens_at": "01.02.2027 08:00",
            "deadline_at": "31.03.2027 12:00",
            "first_year": "2027",
            "last_year": "2030",
        },
    )
    version = CallVersion.objects.get()
    assert answer.url == address("office_call", version)
    assert version.call.slug == "foerderaufruf-staedte"
    assert version.deadline_at.isoformat() == "2027-03-31T10:00:00+00:00"
    assert version.criteria.count() == 11
    text = office.get(answer.url).content.decode()
    assert "Es fehlen die Mittel für 2027, 2028, 2029, 2030." in text
    assert address("office_call_rows", version, "haushalt") in text


def test_a_deadline_that_the_clock_skips_is_refused(office, draft):
    page = office.get(address("office_call_basics", draft))
    sent = fields_of(page) | {"deadline_at": "28.03.2027 02:30"}
    answer = office.post(address("office_call_basics", draft), sent)
    assert "28.03.2027 nicht: Die Uhr wird vorgestellt" in answer.content.decode()


def test_a_deadline_that_the_clock_repeats_is_refused(office, draft):
    page = office.get(address("office_call_basics", draft))
    sent = fields_of(page) | {"deadline_at": "31.10.2027 02:30"}
    answer = office.post(address("office_call_basics", draft), sent)
    assert "31.10.2027 zweimal: Die Uhr wird zurückgestellt" in answer.content.decode()


def test_rates_are_typed_in_per_cent_and_money_in_german(office, draft):
    page = office.get(address("office_call_basics", draft))
    sent = fields_of(page) | {"regular_rate": "60,5 %", "cap_strategy": "2.000.000"}
    answer = office.post(address("office_call_basics", draft), sent)
    assert answer.status_code == FOUND
    stored = CallVersion.objects.get()
    assert str(stored.regular_rate) == "0.605000"
    assert stored.cap_strategy == 2_000_000
    assert set(audit.last(stored).payload["after"]) == {"regular_rate", "cap_strategy"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"deadline_at": "01.01.2020 12:00"}, "Die Frist muss nach dem Beginn liegen"),
        ({"last_year": "2020"}, "Das letzte Jahr darf nicht vor dem ersten liegen"),
        ({"emergency_rate": "10"}, "darf nicht niedriger sein als der Fördersatz"),
        ({"review_until": "01.01.2020"}, "Dieser Termin muss nach dem vorigen liegen"),
        ({"title": ""}, "Füllen Sie „Titel“ aus"),
        ({"cap_strategy": "viel"}, "Geben Sie den Betrag in Euro an"),
    ],
)
def test_what_cannot_be_is_named_at_its_field(office, draft, changes, sentence):
    page = office.get(address("office_call_basics", draft))
    answer = office.post(address("office_call_basics", draft), fields_of(page) | changes)
    text = answer.content.decode()
    assert text.count(sentence) == 2  # in the summary and at the field
    assert CallVersion.objects.get().version == draft.version


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
    assert office.post(row, {**sent, "template": pdf_file("vorlage.pdf")}).status_code == FOUND
    assert audit.last(draft).payload["after"] == {"template": "vorlage.pdf"}
    assert office.post(row, fields_of(office.get(row))).status_code == FOUND, "it stays"
    offered = perform(draft, "offer_for_publication", Attempt(by=cast.officer()))
    version = perform(offered, "publish", Attempt(by=cast.second_officer()))
    client.logout()
    link = reverse("call_template", args=[version.call.slug, "projektplan"])
    assert link in client.get(reverse("call", args=[version.call.slug])).content.decode()
    assert client.get(link)["Content-Disposition"] == 'attachment; filename="vorlage.pdf"'
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


def test_two_officers_at_the_same_row_see_both_versions(office, client, draft):
    row = address("office_call_row", draft, "kriterien", "I1")
    mine = fields_of(office.get(row)) | {"weight": "14"}
    theirs = fields_of(office.get(row)) | {"weight": "13"}
    office.post(row, theirs)
    answer = office.post(row, mine)
    assert answer.status_code == REFUSED
    assert "Diese Angaben wurden inzwischen geändert" in answer.text
    assert [(fact["label"], fact["value"]) for fact in answer.context["stored"]] == [
        ("Gewicht", "13")
    ]
    again = office.post(row, fields_of(answer))
    assert again.status_code == FOUND
    assert draft.criteria.get(code="I1").weight == 14


def test_an_offered_call_is_published_by_a_second_person(office, draft):
    office.post(address("office_call_offer", draft))
    own = office.get(address("office_call", draft)).text
    assert "Veröffentlichen muss ihn eine zweite Person." in own
    cast_page = address("office_call_publish", draft)
    refused = office.post(cast_page, {"seen": CallVersion.objects.get().version})
    assert refused.status_code == REFUSED
    office.force_login(cast.head_of_unit())
    seen = office.get(cast_page).context["form"]["seen"].value()
    assert office.post(cast_page, {"seen": seen}).status_code == FOUND
    assert CallVersion.objects.get().status == CallVersion.Status.PUBLISHED
    assert "Der Aufruf ist veröffentlicht." in office.get(address("office_call", draft)).text


def test_reasons_against_publication_link_to_their_pages(office, draft):
    draft.criteria.filter(code="I1").delete()
    answer = office.post(address("office_call_offer", draft))
    assert answer.status_code == REFUSED
    assert "Die Gewichte der Kriterien ergeben 85,00. Sie müssen 100 ergeben." in answer.text
    assert f'href="{address("office_call_rows", draft, "kriterien")}"' in answer.text


def test_a_call_is_given_back_with_a_reason(office, draft):
    office.post(address("office_call_offer", draft))
    office.force_login(cast.head_of_unit())
    back = address("office_call_return", draft)
    assert "Nennen Sie den Grund" in office.post(back, {"note": ""}).text
    assert office.post(back, {"note": "Die Frist ist zu kurz."}).status_code == FOUND
    assert "Die Frist ist zu kurz." in office.get(address("office_call_history", draft)).text


def test_an_old_form_cannot_change_a_published_call(office, draft):
    row = address("office_call_row", draft, "kriterien", "I1")
    form = fields_of(office.get(row)) | {"weight": "14"}
    office.post(address("office_call_offer", draft))
    answer = office.post(row, form)
    assert answer.status_code == REFUSED
    assert "Dieser Aufruf ist kein Entwurf mehr." in answer.text


def test_the_history_names_role_step_and_change(office, draft):
    row = address("office_call_row", draft, "kriterien", "I1")
    office.post(row, fields_of(office.get(row)) | {"weight": "14"})
    text = " ".join(office.get(address("office_call_history", draft)).text.split())
    assert "Kette geprüft: in Ordnung" in text
    assert "Sachbearbeitung · Programmstelle Digitale Städte und Regionen" in text
    assert "Kriterium: I1 Sektorübergreifende Integration" in text
    assert "Gewicht: 15 → 14" in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_equally_often(office, django_assert_num_queries, number):
    for n in range(number):
        build_draft_call(cast.officer(), slug=f"aufruf-{n}")
    with django_assert_num_queries(5):
        assert f"{number} Aufruf" in office.get(reverse("office_calls")).text


def test_one_call_takes_a_fixed_number_of_queries(office, draft, django_assert_num_queries):
    with django_assert_num_queries(15):
        office.get(address("office_call", draft))


def test_the_list_is_searched_and_filtered(office, draft):
    cast.open_call(slug="offen", title="Aufruf Wald")
    assert "Aufruf Wald" not in office.get(reverse("office_calls"), {"status": "draft"}).text
    assert draft.call.title not in office.get(reverse("office_calls"), {"q": "wald"}).text
    empty = office.get(reverse("office_calls"), {"q": "nirgends"}).text
    assert "Kein Aufruf passt zu Ihrer Suche." in empty
