"""Kept reports: built in a job, every file of the same figures, and built again the same."""

import io
import zipfile

import openpyxl
import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from awards.actions import approve_award
from awards.models import Award
from core import jobs
from core.models import OutboxMail
from reporting.actions import order_report
from reporting.figures.catalogue import FIGURES, compute
from reporting.inputs import freeze, read, thaw
from reporting.models import PreparedFigure, ReportRun
from reporting.presentation import table_of
from reporting.runs import LONG, differences
from tests import cast
from tests.awards import casting as deciding
from tests.evaluation import casting
from tests.reporting.correcting import corrected

pytestmark = pytest.mark.django_db
ADDRESS = "https://portal.example/programm/auswertung/aufruf-2027/"
FILES = ["bericht.pdf", "kennzahlen.xlsx", "parlament.pdf", "parlament.xlsx", "diagramme.zip"]


@pytest.fixture(scope="module")
def run(kept_for_module):
    """A report on four judged applications, two of them awarded, built by a worker."""
    version = cast.open_call()
    casting.reviewed(version, "Eberswalde", 5, 4)
    casting.reviewed(version, "Bonn", 4, 4)
    casting.reviewed(version, "Cham", 3, 5)
    for one in deciding.ranked(version, "Düren")[:2]:
        deciding.with_period(one)
        approve_award(deciding.co_signed(one, deciding.award_of(one)), by=cast.head_of_unit())
    ordered = order_report(version, by=cast.officer(), address=ADDRESS)
    while jobs.run_next():
        pass
    return ReportRun.objects.get(pk=ordered.pk)


def content_of(run, name):
    with run.files.get(name=name).file.blob.open("rb") as stream:
        return stream.read()


def words_of(document):
    """Return the addresses and the titles of the contents of a PDF, and its number of pages."""
    pdf = pikepdf.open(io.BytesIO(document))
    with pdf.open_outline() as outline:
        titles = [part.title for chapter in outline.root for part in (chapter, *chapter.children)]
    return titles, len(pdf.pages)


def test_a_worker_builds_every_file_and_says_so_by_mail(run):
    assert run.built_at
    assert [one.name for one in run.files.all()] == FILES
    mail = OutboxMail.objects.filter(subject__startswith="Auswertungsbericht").get()
    assert mail.recipient == cast.officer().email and "fertig" in mail.body


def test_a_report_is_built_again_from_its_inputs_with_the_same_bytes(run, capsys):
    assert differences(run) == []
    call_command("rebuild_reports")
    assert f"{run.key}  gleich" in capsys.readouterr().out


def test_a_changed_input_or_figure_is_noticed(run):
    with run.inputs.blob.open("rb") as stream:
        inputs = thaw(stream.read())
    inputs.tables["applications"].rows.pop()
    run.inputs.blob.save("other", ContentFile(freeze(inputs)))
    found = " ".join(differences(run))
    assert "Eingaben sind verändert" in found
    assert "Kennzahl A1" in found and "bericht.pdf" in found
    with pytest.raises(CommandError):
        call_command("rebuild_reports", run.key)


def test_figures_follow_from_the_inputs_alone(run, django_assert_num_queries):
    version = run.call_version
    inputs = read(version)
    with django_assert_num_queries(0):
        assert compute(thaw(freeze(inputs))) == compute(inputs)
    assert freeze(thaw(freeze(inputs))) == freeze(inputs)


@pytest.mark.parametrize("address", ["report", "research"])
def test_a_corrected_call_is_listed_once(run, client, address):
    corrected(run.call_version)
    client.force_login(cast.head_of_unit())
    listed = client.get(reverse(address)).context["page"]
    assert [version.call_id for version in listed] == [run.call_version.call_id]


def test_page_document_workbook_csv_and_api_show_the_same_figures(run, client):
    client.force_login(cast.head_of_unit())
    slug = run.call_version.call.slug
    page = client.get(reverse("call_report", args=[slug])).content.decode()
    titles, pages = words_of(content_of(run, "bericht.pdf"))
    book = openpyxl.load_workbook(io.BytesIO(content_of(run, "kennzahlen.xlsx")))
    api, address = [], f"/api/v1/kennzahlen/?call={slug}"
    while address:
        answer = client.get(address).json()
        api, address = api + answer["results"], answer["next"]
    assert book.sheetnames == [*(figure.code for figure in FIGURES), "Codebuch"]
    assert {row["code"]: row["content"] for row in api} == {
        figure.code: figure.content for figure in PreparedFigure.objects.all()
    }
    for figure in PreparedFigure.objects.all():
        content = figure.content
        assert book[figure.code].max_row == len(content["rows"]) + 3 or not content["rows"]
        answer = client.get(reverse("figure_csv", args=[slug, figure.code]))
        lines = b"".join(answer.streaming_content).decode().splitlines()
        assert len(lines) == len(content["rows"]) + 1
        if figure.code not in LONG:
            assert table_of(content).name in page
            assert f"{figure.code} {figure.content['name']}" in titles
    assert pages >= 10


def test_the_title_page_names_the_accessible_page(run):
    pdf = pikepdf.open(io.BytesIO(content_of(run, "bericht.pdf")))
    links = [str(a.A.URI) for a in pdf.pages[0].get("/Annots", []) if "/A" in a]
    assert links == [ADDRESS]
    assert str(pdf.Root.Lang) == "de"


def test_each_chart_is_saved_as_svg_with_text_and_as_png(run, client):
    client.force_login(cast.officer())
    archive = zipfile.ZipFile(io.BytesIO(content_of(run, "diagramme.zip")))
    names = archive.namelist()
    assert {"a2.svg", "a2.png", "b1.svg", "c1.svg", "karte-b2.svg", "karte-b5.png"} <= set(names)
    for name in names:
        drawn = archive.read(name)
        answer = client.get(reverse("chart_picture", args=[run.call_version.call.slug, name]))
        assert answer.status_code == 200
        if name.endswith(".svg"):
            text = drawn.decode()
            assert "<title" in text and "<desc" in text and "</text>" in text
        else:
            assert drawn.startswith(b"\x89PNG") and len(drawn) > 5_000


@pytest.mark.parametrize("name", ["a2.gif", "a1.svg", "zz.svg", "a2"])
def test_a_picture_that_is_not_there_is_not_found(run, client, name):
    client.force_login(cast.officer())
    address = reverse("chart_picture", args=[run.call_version.call.slug, name])
    assert client.get(address).status_code == 404


def test_the_office_orders_and_only_who_may_see_every_number_downloads(run, client):
    slug = run.call_version.call.slug
    file = reverse("report_file", args=[slug, run.key, "bericht.pdf"])
    client.force_login(cast.auditor())
    assert client.post(reverse("order_report", args=[slug])).status_code == 403
    assert file in client.get(reverse("report_runs", args=[slug])).content.decode()
    answer = client.get(file)
    assert b"".join(answer.streaming_content) == content_of(run, "bericht.pdf")
    for who in (cast.researcher(), cast.editor()):
        client.force_login(who)
        assert client.get(file).status_code == 403


def test_two_clicks_order_one_report(run, client):
    client.force_login(cast.officer())
    address = reverse("order_report", args=[run.call_version.call.slug])
    first, second = client.post(address), client.post(address)
    assert first.url == second.url
    assert "Auswertungsbericht" in client.get(first.url).content.decode()
    assert ReportRun.objects.filter(built_at=None).count() == 1


def test_a_cancelled_report_keeps_nothing(run):
    waiting = order_report(run.call_version, by=cast.officer(), address=ADDRESS)
    job = jobs.Job.objects.get(pk=waiting.job_key)
    jobs.cancel(job)
    assert not jobs.run_next()
    waiting.refresh_from_db()
    assert waiting.built_at is None and not waiting.files.exists()


def test_the_pack_answers_questions_of_parliament(run, client):
    client.force_login(cast.auditor())
    page = client.get(reverse("parliament", args=[run.call_version.call.slug]))
    text = page.content.decode()
    for words in ("Anträge und Bewilligungen nach Land", "Auswahlkriterien", "Eberswalde"):
        assert words in text
    assert page.context["page"].paginator.count == 2
    for award in Award.objects.all():
        assert reverse("funded_project", args=[award.key]) in text
    titles, _ = words_of(content_of(run, "parlament.pdf"))
    assert any(title.startswith("H3") for title in titles)
