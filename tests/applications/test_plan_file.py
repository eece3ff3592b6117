"""The finance plan as a workbook: out, edited, in again; wrong cells named, bad files refused."""

import io
import random
import zipfile
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from applications.actions import planning
from applications.actions.rows import add_row
from applications.models import Measure, PlanAmount, PlanLine
from applications.plan_file import UnreadableWorkbook, read_plan
from applications.plan_rows import state_of
from applications.plan_workbook import (
    KIND_LABELS,
    Offer,
    SheetRow,
    offer_of,
    plan_workbook,
    rows_of,
)
from core import audit
from tests import cast
from tests.applications.drafts import new_draft, signed_in

YEARS = (2027, 2028, 2029)
OFFER = Offer(YEARS, {"1. Bäume": 1, "2. Bänke": 2}, {"1. Werke": 1})
KNOWN = {"staff": "staff", "grant": "grant"}


def edited(rows, **cells):
    """Return the workbook of the rows with some cells changed, as a spreadsheet saves it."""
    book = load_workbook(io.BytesIO(plan_workbook(rows, OFFER)))
    for cell, value in cells.items():
        book.active[cell] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream


def one_row(**cells):
    rows, faults = read_plan(edited([SheetRow("staff", "staff")], **cells), OFFER, KNOWN)
    return rows[0], [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (1234.5, "1234.50"),
        (0.1 + 0.2, "0.30"),
        (999999999999.99, "999999999999.99"),
        (12, "12.00"),
        ("1.234.567,89 €", "1234567.89"),
        ("12.500,-", "12500.00"),
        ("1234.50", "1234.50"),
        ("–", "0"),
    ],
)
def test_numbers_of_excel_and_german_texts_are_read_to_the_cent(value, amount):
    row, faults = one_row(H2=value)
    assert faults == []
    assert row.amounts.get(2027, Decimal(0)) == Decimal(amount)


@pytest.mark.parametrize(
    ("cell", "value", "sentence"),
    [
        ("H2", "=1+1", "Zelle H2: Formeln können wir nicht übernehmen."),
        ("D2", '=HYPERLINK("http://x")', "Zelle D2: Formeln können wir nicht übernehmen."),
        ("H2", -5, "Zelle H2: Geben Sie einen Betrag an, der nicht negativ ist."),
        ("I2", "viel", "Zelle I2: Geben Sie den Betrag in Euro an"),
        ("J2", 0.005, "Zelle J2: Geben Sie den Betrag in Euro und höchstens zwei Stellen"),
        ("J2", 1e15, "Zelle J2: Der Betrag ist zu groß."),
        ("H2", True, "Zelle H2: Geben Sie den Betrag in Euro an"),
        ("C2", "Reisen", "Zelle C2: Die Art einer vorhandenen Position"),
        ("C2", "Quatsch", "Zelle C2: Diese Art gibt es nicht."),
        ("A2", "staff-9", "Zelle A2: Diese Zeile gibt es im Finanzplan nicht."),
        ("B2", "Finanzierung", "Zelle B2: „Personal“ gehört zu „Ausgaben“."),
        ("D2", "x" * 161, "Zelle D2: Kürzen Sie auf höchstens 160 Zeichen."),
        ("E2", "Brunnen", "Zelle E2: „Brunnen“ gibt es im Antrag nicht."),
        ("G2", "vielleicht", "Zelle G2: Schreiben Sie „ja“ oder „nein“."),
    ],
)
def test_a_wrong_cell_is_named_with_its_reason(cell, value, sentence):
    _row, faults = one_row(**{cell: value})
    assert len(faults) == 1
    assert faults[0].startswith(sentence)


def test_a_bare_name_is_enough_and_a_row_stands_once():
    row, faults = one_row(E2="Bänke", F2="Werke")
    assert (faults, row.measure, row.partner) == ([], "2. Bänke", "1. Werke")
    rows = [SheetRow("staff", "staff"), SheetRow("staff", "staff")]
    _rows, faults = read_plan(edited(rows), OFFER, KNOWN)
    assert str(faults[0]) == "Zelle A3: „staff“ steht schon in einer anderen Zeile."


def with_part(name, content):
    """Return the workbook with one part replaced."""
    source = zipfile.ZipFile(io.BytesIO(plan_workbook([SheetRow("staff", "staff")], OFFER)))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            target.writestr(entry, content if entry == name else source.read(entry))
        if name not in source.namelist():
            target.writestr(name, content)
    return stream


def without_column():
    book = Workbook()
    book.active.append(["Zeile", "Seite"])
    stream = io.BytesIO()
    book.save(stream)
    return stream


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>'
HOSTILE = {
    "Die Datei ist leer.": io.BytesIO(),
    "keine Excel-Datei": io.BytesIO(b"%PDF-1.7 nicht wirklich"),
    "größer als 5 MB": io.BytesIO(b"x" * (5 * 1024 * 1024 + 1)),
    "fehlen diese Spalten: „Art“": without_column(),
    "unzulässige XML-Anweisungen": with_part("xl/sharedStrings.xml", ENTITY),
    "ungewöhnlich stark gepackt": with_part("xl/media/bomb.bin", b"\0" * 40_000_000),
    "Makros": with_part("xl/vbaProject.bin", b"x"),
    "beschädigt": with_part("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"),
}


@pytest.mark.parametrize("sentence", HOSTILE)
def test_a_hostile_or_broken_file_is_refused_as_a_whole(sentence):
    with pytest.raises(UnreadableWorkbook, match=sentence):
        read_plan(HOSTILE[sentence], OFFER, KNOWN)


def random_rows(lots):
    kinds = list(KIND_LABELS)
    return [
        SheetRow(
            "",
            lots.choice(kinds),
            lots.choice(["", "Stelle, 4,0 VZÄ", "=1+1", "«x» & <y>"]),
            lots.choice(["", *OFFER.measures]),
            lots.choice(["", *OFFER.partners]),
            True,
            {
                year: Decimal(lots.randrange(1, 10 ** lots.randint(1, 14))).scaleb(-2)
                for year in YEARS
                if lots.random() < 0.8
            },
        )
        for _ in range(lots.randint(1, 8))
    ]


def round_trips(many):
    lots = random.Random(823)
    for _ in range(many):
        rows = random_rows(lots)
        assert read_plan(io.BytesIO(plan_workbook(rows, OFFER)), OFFER, {}) == (rows, [])


@pytest.mark.once
def test_no_cent_is_lost_on_the_way_through_a_workbook():
    round_trips(100)


@pytest.mark.drill
def test_no_cent_is_lost_in_ten_thousand_workbooks():
    round_trips(10_000)


def upload(client, application, stream):
    file = SimpleUploadedFile("plan.xlsx", stream.getvalue())
    return client.post(reverse("plan_upload", args=[application.key]), {"file": file})


@pytest.fixture
def planned(db):
    """A draft with two lines, and the editor's browser."""
    application = new_draft()
    by, year = cast.editor(), application.call_version.first_year
    measure = {"name": "Bäume", "topic_code": "wasser", "description": "Pflanzen"}
    add_row(application, Measure, measure, by=by)
    for label in ("Leitung", "Technik"):
        planning.add_line(application, {"kind": "staff", "label": label}, by=by)
    amounts = {"staff": {year: Decimal("1000.10")}, "staff-2": {year: Decimal(7)}}
    planning.save_plan(application, amounts, seen=state_of(application).version, by=by)
    return application, signed_in(by)


def downloaded(client, application):
    answer = client.get(reverse("plan_xlsx", args=[application.key]))
    return load_workbook(io.BytesIO(answer.content))


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream


def test_the_downloaded_plan_comes_back_unchanged(planned):
    application, client = planned
    page = upload(client, application, saved(downloaded(client, application)))
    assert "Es gibt nichts zu übernehmen" in page.content.decode()


def test_a_preview_shows_what_would_change_and_only_its_confirmation_stores_it(planned):
    application, client = planned
    book, year = downloaded(client, application), application.call_version.first_year
    sheet = book.active
    sheet["H2"], sheet["E2"] = "2.000,50", "Bäume"
    sheet.delete_rows(3)
    sheet.append([None, "Ausgaben", "Reisen", "Bahn", None, None, "nein", 99.99])
    page = upload(client, application, saved(book))
    text = page.content.decode()
    assert "1.000,10" in text
    assert "2.000,50" in text
    assert [change["what"] for change in page.context["changes"]] == ["Geändert", "Neu", "Entfernt"]
    assert PlanLine.objects.filter(label="Technik").exists()
    done = client.post(
        reverse("plan_upload", args=[application.key]), {"proposal": page.context["proposal"]}
    )
    assert done.url == reverse("plan", args=[application.key])
    lines = {line.label: line for line in PlanLine.objects.all()}
    assert set(lines) == {"Leitung", "Bahn"}
    assert lines["Leitung"].measure.name == "Bäume"
    assert lines["Leitung"].amounts.get(year=year).amount == Decimal("2000.50")
    assert lines["Bahn"].eligible is False
    assert audit.trail(application).last().step == "import_plan"


def test_one_wrong_cell_takes_nothing_over(planned):
    application, client = planned
    book = downloaded(client, application)
    book.active["H2"], book.active["H3"] = 5, "=A1"
    text = upload(client, application, saved(book)).content.decode()
    assert "Zelle H3: Formeln" in text
    assert sum(PlanAmount.objects.values_list("amount", flat=True)) == Decimal("1007.10")


def test_who_changed_the_plan_meanwhile_is_not_overwritten(planned):
    application, client = planned
    book = downloaded(client, application)
    book.active["H2"] = 5
    proposal = upload(client, application, saved(book)).context["proposal"]
    planning.add_line(application, {"kind": "travel"}, by=cast.editor())
    url = reverse("plan_upload", args=[application.key])
    text = client.post(url, {"proposal": proposal}, follow=True).content.decode()
    assert "Nichts ist übernommen" in text
    assert PlanLine.objects.get(label="Leitung").amounts.get().amount == Decimal("1000.10")
    forged = client.post(url, {"proposal": proposal[:-2] + "xx"}, follow=True).content.decode()
    assert "Die Vorschau gilt nicht mehr" in forged


def test_all_lines_and_choices_are_in_the_workbook(planned):
    application, _client = planned
    offer = offer_of(application)
    rows = rows_of(application, offer)
    assert [row.key for row in rows if row.label] == ["staff", "staff-2"]
    assert list(offer.measures) == ["1. Bäume"]
    assert offer.years == tuple(application.call_version.years)
