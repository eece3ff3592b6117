"""A decision needs three different people, and money that is there."""

import io
from decimal import Decimal

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Role
from awards.actions import approve_award
from awards.models import Award
from core import audit, pdf
from core.models import OutboxMail
from core.refusals import RuleViolation
from core.snapshots import thaw
from evaluation.actions.deciding import (
    approve_rejection,
    co_sign_decision,
    propose_decision,
    return_decision,
)
from evaluation.models import Candidacy, FundingDecision
from tests import cast
from tests.awards import casting

pytestmark = pytest.mark.django_db
MILLION = casting.MILLION


@pytest.fixture
def version():
    return cast.open_call()


@pytest.fixture
def candidacy(version):
    return casting.ranked(version, "Aalen")[0]


def money(version):
    """Reserved and committed euros of the first year."""
    row = version.call.budget_years.order_by("year").first()
    return row.reserved, row.committed


def test_an_award_is_proposed_co_signed_and_approved_by_three_people(version, candidacy):
    decision = propose_decision(candidacy, casting.award_of(candidacy), by=cast.officer())
    assert money(version) == (MILLION, 0)
    decision = co_sign_decision(decision, by=cast.budget_officer())
    notice = approve_award(decision, by=cast.head_of_unit())
    assert money(version) == (0, MILLION)
    assert notice.award.amount == MILLION
    assert Candidacy.objects.get().status == "awarded"
    steps = list(audit.trail(decision).values_list("step", flat=True))
    assert steps == ["propose_decision", "co_sign", "approve"]


def test_nobody_takes_two_of_the_three_steps_even_with_two_roles(candidacy):
    everything = cast.officer()
    for role in (Role.BUDGET_OFFICER, Role.HEAD_OF_UNIT):
        everything = cast.person("Olaf Ordentlich", role)
    decision = propose_decision(candidacy, casting.award_of(candidacy), by=everything)
    with pytest.raises(PermissionDenied):
        co_sign_decision(decision, by=everything)
    both = cast.person("Hanno Haushalt", Role.HEAD_OF_UNIT)
    both = cast.person("Hanno Haushalt", Role.BUDGET_OFFICER)
    decision = co_sign_decision(decision, by=both)
    for somebody in (everything, both):
        with pytest.raises(PermissionDenied):
            approve_award(decision, by=somebody)
    assert not Award.objects.exists()


@pytest.mark.parametrize("who", [cast.editor, cast.auditor, cast.budget_officer])
def test_only_a_case_officer_proposes(candidacy, who):
    with pytest.raises(PermissionDenied):
        propose_decision(candidacy, casting.award_of(candidacy), by=who())


def test_money_that_is_not_there_is_refused_by_name_of_the_year(version, candidacy):
    row = version.call.budget_years.order_by("year").first()
    row.amount = MILLION - 1
    row.save()
    with pytest.raises(RuleViolation, match=rf"Mittel {row.year} reichen nicht: frei sind 999"):
        propose_decision(candidacy, casting.award_of(candidacy), by=cast.officer())
    assert money(version) == (0, 0)
    assert not FundingDecision.objects.exists()


def test_the_database_never_lets_a_year_be_exceeded(version):
    row = version.call.budget_years.order_by("year").first()
    row.reserved, row.committed = row.amount, Decimal("0.01")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": "  "}, "reason"),
        ({"amount": MILLION + 1}, "above_request"),
        ({"rate": Decimal("0.4")}, "above_rate"),
        ({"rate": Decimal("0.95")}, "rate"),
        ({"eligible_amount": 3 * MILLION}, "eligible"),
        ({"shares": {}}, "amount"),
        ({"shares": {1999: MILLION}}, "budget"),
    ],
)
def test_a_proposal_outside_the_terms_is_refused(candidacy, change, code):
    with pytest.raises(RuleViolation) as refusal:
        propose_decision(candidacy, casting.award_of(candidacy, **change), by=cast.officer())
    assert code in {finding.code for finding in refusal.value.findings}


def test_a_second_proposal_says_who_was_first(candidacy):
    propose_decision(candidacy, casting.rejection(), by=cast.officer())
    with pytest.raises(RuleViolation, match=r"bereits .* vorgeschlagen \(Sachbearbeitung"):
        propose_decision(candidacy, casting.rejection(), by=cast.second_officer())


def test_returning_sets_the_money_free_and_needs_a_reason(version, candidacy):
    decision = propose_decision(candidacy, casting.award_of(candidacy), by=cast.officer())
    with pytest.raises(RuleViolation, match="Begründen Sie"):
        return_decision(decision, by=cast.budget_officer(), note=" ")
    return_decision(decision, by=cast.budget_officer(), note="Der Satz ist zu prüfen.")
    assert money(version) == (0, 0)
    again = propose_decision(candidacy, casting.award_of(candidacy), by=cast.officer())
    assert (again.pk, again.status) == (decision.pk, "proposed")
    assert money(version) == (MILLION, 0)


def test_a_rejected_applicant_reads_score_line_reasons_and_remedies(version):
    candidacy = casting.ranked(version, "Aalen", "Bonn")[0]
    decision = casting.co_signed(candidacy, casting.rejection())
    letter = approve_rejection(decision, by=cast.head_of_unit())
    content = thaw(letter.snapshot)
    assert content["line"]["of"] == 2
    assert len(content["assessment"]["criteria"]) == 11
    assert len(content["assessment"]["criteria"][0]["reasons"]) == 2
    assert "Verwaltungsgericht" in content["remedies"]
    assert "Gutachten 0" not in str(content), "reviewers stay unnamed"
    assert OutboxMail.objects.filter(subject="Entscheidung über Ihren Antrag").exists()


def test_the_notice_is_a_tagged_german_pdf_of_the_frozen_content(candidacy):
    decision = casting.co_signed(candidacy, casting.award_of(candidacy))
    notice = approve_award(decision, by=cast.head_of_unit())
    content = pdf.render("award_notice", thaw(notice.snapshot), at=notice.snapshot.created_at)
    again = pdf.render("award_notice", thaw(notice.snapshot), at=notice.snapshot.created_at)
    assert content == again, "the same content gives the same bytes"
    document = pikepdf.open(io.BytesIO(content))
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang).startswith("de")
    assert "/StructTreeRoot" in document.Root


def test_funding_codes_are_serial_and_different(version):
    first, second = casting.ranked(version, "Aalen", "Bonn")
    codes = [
        approve_award(
            casting.co_signed(one, casting.award_of(one)), by=cast.head_of_unit()
        ).award.funding_code
        for one in (first, second)
    ]
    assert codes[0] != codes[1]
    assert [code.split("-")[1] for code in codes] == ["0001A", "0002A"]


def test_two_calls_of_one_year_never_share_a_funding_code(version):
    codes = set()
    for one in (version, cast.open_call(slug="zweiter-aufruf", title="Zweiter Aufruf")):
        [candidacy] = casting.ranked(one, f"Stadt {one.pk}")
        decision = casting.co_signed(candidacy, casting.award_of(candidacy))
        notice = approve_award(decision, by=cast.head_of_unit())
        codes |= {notice.award.funding_code, notice.award.file_reference}
    assert len(codes) == 4


def test_the_pages_play_the_whole_decision(client, candidacy):
    year = candidacy.application.call_version.first_year
    page = reverse("decision", args=[candidacy.key])
    form = {
        "outcome": "award",
        "eligible_amount": "2.000.000,00",
        "rate": "65",
        "reason": "Über der Linie.",
        f"year_{year}": "1.000.000 €",
    }
    client.force_login(cast.officer())
    assert client.get(page).status_code == 200
    assert client.post(page, {**form, f"year_{year}": "1.000.000,01"}).status_code == 200
    assert client.post(page, form).status_code == 302
    key = FundingDecision.objects.get().key
    for who, step in ((cast.budget_officer, "mitzeichnen"), (cast.head_of_unit, "freigeben")):
        client.force_login(who())
        assert client.post(reverse("decide", args=[key, step])).status_code == 302
    award = Award.objects.get()
    public = client_without_login(client).get(reverse("funded"))
    assert award.decision.candidacy.application.project.title in public.content.decode()
    assert client.get(reverse("funded_project", args=[award.key])).status_code == 200


def client_without_login(client):
    client.logout()
    return client


def test_strangers_see_neither_decision_nor_letters(client, candidacy):
    decision = casting.co_signed(candidacy, casting.award_of(candidacy))
    notice = approve_award(decision, by=cast.head_of_unit())
    stranger = cast.editor(cast.town("Fremdstadt"))
    client.force_login(stranger)
    assert client.get(reverse("decision", args=[candidacy.key])).status_code == 404
    assert client.get(reverse("award_notice", args=[notice.key])).status_code == 404
    assert client.get(reverse("decisions")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_decisions_asks_the_same_number_of_queries(
    client, version, rows, django_assert_max_num_queries
):
    for one in casting.ranked(version, *["Aalen", "Bonn", "Cham"][:rows]):
        propose_decision(one, casting.rejection(), by=cast.officer())
    client.force_login(cast.head_of_unit())
    with django_assert_max_num_queries(6):
        assert client.get(reverse("decisions")).status_code == 200
