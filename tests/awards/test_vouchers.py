"""Lists of vouchers: read from files with findings per cell, summed on the server."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.actions.vouchers import add_voucher, remove_voucher
from awards.checks.vouchers import oddities
from awards.models import Report
from awards.voucher_files import MOST_ROWS, Unreadable, read
from tests import cast
from tests.awards import running

LINES = {"1": 11, "aufträge": 11}
GOOD = "R-1;05.01.2027;Firma;Bau;1;1.250,00"


def packed(sheet: str) -> io.BytesIO:
    """A workbook whose first sheet has been replaced by this."""
    made, stream = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet()
    with zipfile.ZipFile(made) as good, zipfile.ZipFile(stream, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, sheet if name.endswith("sheet1.xml") else good.read(name))
    stream.seek(0)
    return stream


def csv_of(*rows: str, head: str = running.HEAD) -> io.BytesIO:
    return io.BytesIO("\n".join([head, *rows]).encode())


@pytest.mark.once
def test_a_csv_is_read_with_german_numbers_dates_and_names_of_lines():
    listing = read(csv_of(GOOD, "R-2;6.1.27;Firma;Bau;Aufträge;12.500"), "b.csv", LINES)
    assert listing.findings == ()
    assert [(row.row, row.paid_on, row.line, row.amount) for row in listing.rows] == [
        (2, date(2027, 1, 5), 11, Decimal("1250.00")),
        (3, date(2027, 1, 6), 11, Decimal("12500.00")),
    ]


@pytest.mark.once
@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (";05.01.2027;Firma;Bau;1;1,00", "A · Belegnummer", "fehlt eine Angabe"),
        ("R;31.02.2027;Firma;Bau;1;1,00", "B · Gezahlt am", "kein Datum"),
        ("R;05.01.2027;Firma;Bau;9;1,00", "E · Position", "gibt es im Plan nicht"),
        ("R;05.01.2027;Firma;Bau;1;viel", "F · Betrag", "kein Betrag"),
        ("R;05.01.2027;Firma;Bau;1;1,001", "F · Betrag", "mehr als zwei Stellen"),
        ("R;05.01.2027;Firma;Bau;1;0", "F · Betrag", "größer als null"),
        ("R;05.01.2027;Firma;Bau;1;-5", "F · Betrag", "größer als null"),
        ("R;05.01.2027;Firma;Bau;1;1" + 40 * "0", "F · Betrag", "kleiner als eine Billion"),
    ],
)
def test_every_wrong_cell_is_named_by_row_and_column(row, column, sentence):
    [finding] = read(csv_of(GOOD, row), "b.csv", LINES).findings
    assert (finding.row, finding.column) == (3, column)
    assert sentence in finding.sentence


@pytest.mark.once
@pytest.mark.parametrize(
    ("stream", "name", "sentence"),
    [
        (csv_of(GOOD, head="Nummer;Datum"), "b.csv", "fehlen diese Spalten"),
        (csv_of(), "b.csv", "keinen Beleg"),
        (io.BytesIO(b"\x00\x01"), "b.csv", "keine Textdatei"),
        (io.BytesIO(b"PK\x03\x04 kaputt"), "b.xlsx", "keine Excel-Datei"),
        (csv_of(*[GOOD] * (MOST_ROWS + 1)), "b.csv", "mehr als 20000 Zeilen"),
        (csv_of(GOOD, '"' + 200_000 * "x"), "b.csv", "beschädigt"),
        (packed("<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>"), "b.xlsx", "XML-Anweisungen"),
        (packed("<worksheet><sheetData><row>"), "b.xlsx", "beschädigt"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_sentence(stream, name, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read(stream, name, LINES)


@pytest.mark.once
def test_a_workbook_is_read_like_a_csv():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, heading in enumerate(running.HEAD.split(";")):
            sheet.write(0, place, heading)
        form = book.add_format({"num_format": "dd.mm.yyyy"})
        for place, cell in enumerate(["R-1", None, "Firma", "Bau", 1, 1250.5]):
            sheet.write(1, place, cell)
        sheet.write_datetime(1, 1, date(2027, 1, 5), form)
    stream.seek(0)
    [row] = read(stream, "b.xlsx", LINES).rows
    assert (row.paid_on, row.amount, row.number) == (date(2027, 1, 5), Decimal("1250.50"), "R-1")


@pytest.mark.once
def test_windows_text_and_commas_are_read_too():
    text = running.HEAD.replace(";", ",") + '\nR-1,05.01.2027,Bäckerei,Bau,1,"1.250,00"'
    [row] = read(io.BytesIO(text.encode("cp1252")), "b.csv", LINES).rows
    assert (row.payee, row.amount) == ("Bäckerei", Decimal(1250))


@pytest.mark.once
def test_doubles_and_dates_outside_the_period_are_found():
    rows = read(
        csv_of(GOOD, GOOD, "R-9;05.01.2020;Firma;Bau;1;7,00", "R-8;05.01.2027;FIRMA;x;1;1250"),
        "b.csv",
        LINES,
    ).rows
    with running.noon(date(2029, 1, 1)):
        found = oddities(rows, date(2027, 1, 1), date(2028, 12, 31))
    assert [(one.row, one.sentence.split(",")[0][:26]) for one in found] == [
        (3, "Sieht aus wie der Beleg in"),
        (4, "Gezahlt am 05.01.2020"),
        (5, "Sieht aus wie der Beleg in"),
    ]


@pytest.fixture
def proof():
    one = running.award()
    with running.after_the_end(one):
        yield running.opened(one, "proof")


@pytest.mark.django_db
def test_sums_along_the_plan_follow_every_change(proof):
    proof = running.with_vouchers(proof, running.voucher_file(proof.award, 4, "100,10"))
    sums = proof.lines.filter(plan_line__side="expense")
    assert [row.declared for row in sums] == [Decimal("400.40"), 0]
    values = {"number": "H-1", "paid_on": proof.award.starts_on, "payee": "Hand", "purpose": "x"}
    values |= {"plan_line_id": sums[1].plan_line_id, "amount": Decimal("5.55")}
    proof = add_voucher(proof, values, seen=proof.version, by=cast.editor())
    proof = remove_voucher(proof, 2, seen=proof.version, by=cast.editor())
    assert [row.declared for row in sums.all()] == [Decimal("300.30"), Decimal("5.55")]


@pytest.mark.django_db
def test_the_page_takes_a_file_and_keeps_the_list_when_a_cell_is_wrong(client, proof):
    client.force_login(cast.editor())
    page = reverse("report_section", args=[proof.key, "belege"])
    good = SimpleUploadedFile("b.csv", running.voucher_file(proof.award, 60).getvalue())
    sent = {"wish": "file", "version": proof.version, "file": good}
    answer = client.post(page, sent, follow=True)
    assert "60 Belege sind übernommen" in answer.content.decode()
    version = Report.objects.get(pk=proof.pk).version
    bad = SimpleUploadedFile("b.csv", csv_of("R;gestern;Firma;Bau;1;1,00").getvalue())
    answer = client.post(page, {"wish": "file", "version": version, "file": bad})
    assert "kein Datum" in answer.content.decode()
    assert proof.vouchers.count() == 60
    assert client.get(f"{page}?q=R-60").content.decode().count("Firma 60") == 1
    client.force_login(cast.officer())
    assert client.get(page).status_code == 200
    assert client.post(page, {"wish": "remove", "row": 2}).status_code == 403


@pytest.mark.django_db
def test_partners_prove_what_was_passed_on_to_them():
    one = running.award(partner=True)
    with running.after_the_end(one):
        report = running.handed_in(one)
    assert report.partner_proofs.get().recognised == 1000
