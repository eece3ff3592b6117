"""The office sets up a call page by page."""

import pytest
from django.urls import reverse

from core import audit
from demo.programme import build_draft_call, build_guideline
from programmes.models import CallVersion
from tests import cast
from tests.programmes.forms import address, fields_of

pytestmark = pytest.mark.django_db
FOUND, REFUSED = 302, 409


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
