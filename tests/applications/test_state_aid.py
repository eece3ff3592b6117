"""De-minimis aid: listed where economic activity is declared, summed, compared, read and reused."""

import io
import json
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from applications.actions import rows
from applications.actions.revision import open_revision
from applications.actions.submission import withdraw_application
from applications.api.rows import rows_of
from applications.checks.documents import aid_evidence
from applications.models import Aid, Application, Partner
from applications.self_check import self_check
from applications.state_aid import aid_sums
from core import clock
from core.workflow import Attempt
from evaluation.api.viewsets import JUDGED
from rulebook.state_aid import same_day_before
from tests import cast
from tests.applications.complete import answer, complete, submit
from tests.applications.drafts import new_draft, signed_in
from tests.pdf_reading import pages_of

pytestmark = pytest.mark.django_db


def values(amount="120000", years=1, **more):
    day = same_day_before(clock.today(), years) + timedelta(days=1)
    return {"giver": "Land", "granted_on": day, "amount": Decimal(amount)} | {
        "regulation": "general",
        "reference": "IV-7/2025",
        **more,
    }


def listed(draft, *all_values):
    for one in all_values:
        rows.add_row(draft, Aid, one, by=cast.editor())
    return Application.objects.get(pk=draft.pk)


def active(draft):
    """The same draft with economic activity declared."""
    answer(draft, "beihilfe", "yes")
    return Application.objects.get(pk=draft.pk)


def hints(draft):
    found = self_check(draft, Attempt(by=cast.editor())).hints
    return [one.sentence for one in found if one.section == "aids"]


def test_the_section_is_there_only_where_economic_activity_is_declared():
    draft, browser = new_draft(), signed_in(cast.editor())
    page, tasks = (reverse(name, args=[draft.key]) for name in ("aids", "task_list"))
    assert "De-minimis-Beihilfen nennen" not in browser.get(tasks).text
    told = browser.get(page, follow=True)
    assert "nur, wenn Sie eine wirtschaftliche Tätigkeit erklären" in told.text
    active(draft)
    assert "De-minimis-Beihilfen nennen" in browser.get(tasks).text
    assert "Haben Sie keine erhalten, ist nichts zu tun." in browser.get(page).text


def test_sums_are_of_three_rolling_years_by_recipient_and_regulation():
    draft = active(new_draft())
    works = {"name": "Stadtwerke", "kind": "company", "role": "Betrieb"}
    partner = rows.add_row(draft, Partner, works, by=cast.editor())
    old = values("90000", years=3)
    old["granted_on"] -= timedelta(days=1)
    draft = listed(
        draft,
        values("120000"),
        values("80000", years=3),
        old,
        values("310000", partner=partner),
        values("400000", regulation="services"),
    )
    sums = {(one.recipient, one.regulation[:8]): one for one in aid_sums(draft, clock.today())}
    assert [(key, one.received, one.left) for key, one in sums.items()] == [
        (("Eberswalde", "Allgemei"), Decimal(200_000), Decimal(100_000)),
        (("Eberswalde", "Daseinsv"), Decimal(400_000), Decimal(350_000)),
        (("Stadtwerke", "Allgemei"), Decimal(310_000), Decimal(-10_000)),
    ]
    above = (
        "Stadtwerke: 310.000,00 € in 3 Jahren (Allgemein: Verordnung (EU) 2023/2831). Das sind "
        "10.000,00 € mehr als erlaubt (Art. 3 Abs. 2 der Verordnung (EU) 2023/2831)."
    )
    assert [plain(one) for one in hints(draft)] == [above]
    assert above in plain(aid_evidence(draft))
    assert above in plain(signed_in(cast.editor()).get(reverse("aids", args=[draft.key])).text)
    rows.remove_row(partner, by=cast.editor())
    assert hints(Application.objects.get(pk=draft.pk)) == []


def plain(text):
    return " ".join(text.split())


def test_the_ceiling_is_the_guidelines_own():
    draft = listed(active(new_draft()), values("120000"))
    guideline = draft.call_version.guideline_version
    guideline.aid_ceilings = [
        {"code": "general", "label": "Neu", "amount": "100000", "years": 2, "source": "Entwurf"}
    ]
    (one,) = aid_sums(draft, clock.today())
    assert (one.ceiling, one.years, one.is_above) == (Decimal(100_000), 2, True)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"granted_on": "01.01.2099"}, "Der Tag liegt in der Zukunft"),
        ({"amount": "viel"}, "Geben Sie den Betrag in Euro an"),
        ({"regulation": "mars"}, "keine gültige Auswahl"),
        ({"giver": ""}, "Nennen Sie, wer die Beihilfe gab"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(typed, sentence):
    draft = active(new_draft())
    sent = {"giver": "Land", "granted_on": "01.03.2025", "amount": "1.000", "regulation": "general"}
    page = signed_in(cast.editor()).post(reverse("add_aid", args=[draft.key]), sent | typed)
    assert sentence in page.text
    assert not draft.aids.exists()


def test_it_is_read_in_page_pdf_table_and_data_but_not_by_reviewers():
    draft = listed(active(complete()), values(sector="NACE D35"))
    submit(draft)
    browser = signed_in(cast.editor())

    def fetched(name):
        return browser.get(reverse(name, args=[draft.key])).content

    (aid,) = json.loads(fetched("application_json"))["aids"]
    assert (aid["amount"], aid["recipient"]) == ("120000.00", "Eberswalde")
    book = openpyxl.load_workbook(io.BytesIO(fetched("application_xlsx")))
    cells = [str(cell) for line in book["Antrag"].values for cell in line]
    told = (" ".join(pages_of(fetched("application_pdf"))), " ".join(cells))
    for text in (*told, fetched("check_application").decode()):
        assert "120.000,00" in text
        assert "IV-7/2025" in text
    assert "aids" not in JUDGED
    copy = open_revision(Application.objects.get(), by=cast.editor())
    assert copy.aids.get().reference == "IV-7/2025"


def test_programs_list_it_with_the_same_refusals():
    draft = active(new_draft())
    known = rows_of(draft, "aids", cast.editor())
    sent = {"giver": "Land", "granted_on": "2025-03-01", "amount": "1000.50"}
    row = known.add(sent | {"regulation": "general"})
    assert known.told(row)["values"]["amount"] == "1000.5"
    with pytest.raises(Exception, match="Wählen Sie die Verordnung"):
        known.add(sent)


def test_the_next_application_begins_with_what_still_counts():
    draft = active(new_draft())
    old = values("90000", years=3)
    old["granted_on"] -= timedelta(days=1)
    listed(draft, values(), old)
    withdraw_application(draft, by=cast.signatory())
    again = new_draft(slug="zweiter", title="Zweiter")
    assert [(one.giver, one.amount) for one in again.aids.all()] == [("Land", Decimal(120_000))]
    assert again.version == 1
