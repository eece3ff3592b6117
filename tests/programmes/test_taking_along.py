"""The catalogue as DOCX and PDF, and the points calculator, before any sign-in."""

from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from core.workflow import Attempt, perform
from demo.programme import build_draft_call
from programmes.question_sheet import sheet_of
from programmes.scores import calculate
from tests import cast

pytestmark = pytest.mark.django_db


def with_a_table():
    """A published call in which one question is answered row by row."""
    version = build_draft_call(cast.officer())
    column = {"code": "tag", "label": "Tag des Bescheids", "kind": "date"}
    version.questions.filter(code="teilhabe").update(kind="table", columns=[column])
    perform(version, "offer_for_publication", Attempt(by=cast.officer()))
    return perform(version, "publish", Attempt(by=cast.second_officer()))


def test_the_document_holds_every_chapter_question_note_and_criterion(client):
    version = with_a_table()
    answer = client.get(reverse("call_questions_docx", args=[version.call.slug]))
    document = Document(BytesIO(answer.content))
    headings = {p.text: p.style.name for p in document.paragraphs if "Heading" in p.style.name}
    said = "\n".join(p.text for p in document.paragraphs)
    for chapter in version.chapters.all():
        assert headings[chapter.title] == "Heading 1"
    for question in version.questions.all():
        assert any(text.endswith(question.label) for text in headings)
        assert question.hint in said
        assert question.legal_basis in said
    for chapter in sheet_of(version)["chapters"]:
        for question in chapter["questions"]:
            assert all(note in said for note in question["notes"])
    cells = {c.text for table in document.tables for row in table.rows for c in row.cells}
    assert {str(criterion) for criterion in version.criteria.all()} <= cells
    assert "Tag des Bescheids" in cells
    assert 'w:lang w:val="de-DE"' in document.styles["Normal"].element.xml
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)


def test_the_pdf_holds_the_criteria_too(client):
    version = cast.open_call()
    answer = client.get(reverse("call_questions_pdf", args=[version.call.slug]))
    with pikepdf.open(BytesIO(answer.content)) as document:
        assert document.Root.MarkInfo.Marked
    assert sheet_of(version)["criteria"][-1] == ["Förderwürdig ab", "", "60"]


def test_own_scores_give_total_subtotals_and_what_is_missing(client):
    version = cast.open_call()
    page = reverse("call_scores", args=[version.call.slug])
    best = {f"punkte-{c.code}": "5" for c in version.criteria.all()} | {"rechnen": "1"}
    good = client.get(page, best).text
    assert "Rechnung, keine Entscheidung" in good
    assert "100,00 von 100 Punkten" in good
    assert "Linie und alle Mindestwerte wären erreicht." in good
    weak = client.get(page, best | {"punkte-I1": "0"})
    assert "I1 Sektorübergreifende Integration“: Punktwert 0." in weak.text
    missing = client.get(page, {"rechnen": "1", "punkte-I1": "9"}).text
    assert "Wählen Sie einen Punktwert für „I1 Sektorübergreifende Integration“" in missing
    assert not client.cookies


def test_the_calculator_agrees_with_a_sum_by_hand():
    version = cast.open_call()
    rows = list(version.criteria.select_related("group"))

    @given(st.lists(st.integers(0, 5), min_size=len(rows), max_size=len(rows)))
    def agrees(points):
        scores = {row.code: Decimal(p) for row, p in zip(rows, points, strict=True)}
        result = calculate(version, scores)
        assert result.total == sum(row.weight * scores[row.code] / 5 for row in rows)
        assert sum(group.points for group in result.groups) == result.total
        minima = all(scores[row.code] >= row.minimum for row in rows)
        groups = all(group.points >= group.minimum for group in result.groups)
        assert result.is_fundable == (minima and groups and result.total >= 60)

    agrees()
