"""A proof of use is checked by a sample that nobody can choose, and settled by a second person."""

import io
from decimal import Decimal

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from awards.actions import checking as actions
from awards.actions.checking import Judgement
from awards.actions.reports import request_report_supplement
from awards.drawing import drawable
from awards.final_account import account_of, projection_of
from awards.models import Award, CheckedVoucher, FinalNotice, ProofCheck, Recovery, Report
from core import pdf
from core.refusals import RuleViolation
from core.snapshots import thaw
from tests import cast
from tests.awards import money, running

pytestmark = pytest.mark.django_db
NOTE = {"purpose_reached": True, "note": "Belege geprüft.", "not_in_depth_reason": ""}


@pytest.fixture
def check():
    """A proof of 500 vouchers of 2,000 euros, fully paid out, in check."""
    award = running.award()
    running.paid(award)
    with running.after_the_end(award):
        report = running.handed_in(award, count=500, amount="2.000,00")
        yield actions.begin_check(report, by=cast.officer())


def sampled(check, size=30):
    return actions.draw_sample(check, size, seen=check.version, by=cast.officer())


def with_note(check, **changes):
    check = ProofCheck.objects.get(pk=check.pk)
    check = actions.save_note(check, NOTE | changes, seen=check.version, by=cast.officer())
    return actions.propose_final_account(check, by=cast.officer())


def judged(check):
    """Cut the first voucher of the sample to 5,000 euros less, accept the others."""
    first = check.vouchers.order_by("row").first()
    cut = Judgement("cut", Decimal("500.00"), "not_eligible", "Bewirtung.")
    actions.judge_voucher(first, cut, seen=1, by=cast.officer())
    check = ProofCheck.objects.get(pk=check.pk)
    actions.accept_remaining(check, seen=check.version, by=cast.officer())
    return check


def test_the_sample_is_reproducible_and_drawn_from_what_was_frozen(check):
    check = sampled(check)
    assert check.seed == actions.seed_of(check.submission.receipt_number, [Decimal(2000)] * 500)
    assert check.vouchers.count() == 30
    assert round(check.interval, 2) == Decimal("33333.33")
    first = [one.row for one in check.vouchers.all()]
    check.vouchers.all().delete()
    again = ProofCheck.objects.get(pk=check.pk)
    again.seed = None
    again.save(update_fields=["seed"])
    assert [one.row for one in sampled(again).vouchers.all()] == first
    with pytest.raises(RuleViolation, match="schon gezogen"):
        sampled(ProofCheck.objects.get(pk=check.pk))


def test_a_cut_lowers_recognised_expenses_and_grant_with_every_line_explained(check):
    check = judged(sampled(check))
    account = account_of(check)
    assert (account.declared, account.cuts) == (1_000_000, 1_500)
    assert account.final == Decimal("649025.00"), "65 % of 998,500"
    assert account.balance == Decimal("-975.00")
    assert account.lines[-1] == "Endgültige Zuwendung: 649.025,00 Euro."
    projection = projection_of(check)
    assert round(projection.error) == 25_000, "a tainting of 75 % of one interval"
    assert projection.upper > projection.error


@pytest.mark.parametrize(
    ("judgement", "sentence"),
    [
        (Judgement("cut", Decimal(2000), "other", "x"), "kleiner sein"),
        (Judgement("cut", None, "other", "x"), "kleiner sein"),
        (Judgement("cut", Decimal(1), "", "x"), "Art des Fehlers"),
        (Judgement("cut", Decimal(1), "other", " "), "Begründen"),
        (Judgement("parked"), "Begründen"),
    ],
)
def test_half_a_judgement_is_refused(check, judgement, sentence):
    voucher = sampled(check).vouchers.first()
    with pytest.raises(RuleViolation, match=sentence):
        actions.judge_voucher(voucher, judgement, seen=1, by=cast.officer())


def test_the_database_never_accepts_more_than_the_voucher(check):
    voucher = sampled(check).vouchers.first()
    voucher.accepted = voucher.amount + 1
    with pytest.raises(IntegrityError), transaction.atomic():
        voucher.save()


def test_a_note_waits_for_open_vouchers_and_needs_a_reason_without_sample(check):
    with pytest.raises(RuleViolation, match="Ziehen Sie eine Stichprobe"):
        with_note(check)
    check = sampled(ProofCheck.objects.get(pk=check.pk))
    with pytest.raises(RuleViolation, match="30 Belege sind noch offen"):
        with_note(check)


def test_who_writes_the_note_does_not_settle_even_with_two_roles(check):
    judged(sampled(check))
    proposed = with_note(check)
    both = cast.person("Olaf Ordentlich", "head_of_unit")
    with pytest.raises(PermissionDenied):
        actions.settle_proof(proposed, by=both)
    for somebody in (cast.second_officer(), cast.budget_officer(), cast.auditor()):
        with pytest.raises(PermissionDenied):
            actions.settle_proof(proposed, by=somebody)
    assert not FinalNotice.objects.exists()


def test_the_final_notice_is_explicit_and_too_much_paid_opens_a_hearing(check):
    judged(sampled(check))
    notice = actions.settle_proof(with_note(check), by=cast.head_of_unit())
    assert (notice.final_amount, notice.balance) == (Decimal("649025.00"), Decimal("-975.00"))
    recovery = Recovery.objects.get()
    assert (recovery.amount, recovery.status) == (Decimal("975.00"), "hearing")
    assert Report.objects.get(pk=check.report.pk).status == "accepted"
    notice.award.refresh_from_db()
    assert notice.award.retention_released_on is not None
    made = pdf.render("final_notice", thaw(notice.snapshot), at=notice.snapshot.created_at)
    document = pikepdf.open(io.BytesIO(made))
    assert document.Root.MarkInfo.Marked and str(document.Root.Lang).startswith("de")
    with pytest.raises(IntegrityError), transaction.atomic():
        FinalNotice.objects.filter(pk=notice.pk).update(final_amount=1)


def test_after_the_final_notice_no_cent_more_is_drawn_than_it_says(check):
    running.paid(check.report.award, Decimal(600_000))
    judged(sampled(check))
    notice = actions.settle_proof(with_note(check), by=cast.head_of_unit())
    assert (notice.final_amount, notice.balance) == (Decimal("649025.00"), Decimal("49025.00"))
    award = Award.objects.get(pk=notice.award.pk)
    limit = drawable(money.prepared(award, bills=1_000_000))
    assert limit.amount == Decimal("49025.00")
    assert "laut Schlussbescheid: 649.025,00" in " ".join(limit.lines)


def test_without_a_sample_the_reason_is_kept_and_nothing_is_owed(check):
    notice = actions.settle_proof(
        with_note(check, not_in_depth_reason="Kleiner Betrag."), by=cast.head_of_unit()
    )
    assert notice.balance == 0
    assert not Recovery.objects.exists()


def test_giving_back_opens_the_check_again(check):
    proposed = with_note(check, not_in_depth_reason="Kleiner Betrag.")
    with pytest.raises(RuleViolation, match="noch zu prüfen"):
        actions.give_back_check(proposed, by=cast.head_of_unit(), note="")
    again = actions.give_back_check(proposed, by=cast.head_of_unit(), note="Bitte ziehen.")
    assert sampled(again).has_sample


def test_a_supplement_supersedes_the_check_and_the_new_version_gets_its_own(check):
    request_report_supplement(check.report, by=cast.officer(), note="Belege fehlen.")
    assert ProofCheck.objects.get(pk=check.pk).status == "superseded"
    with pytest.raises(RuleViolation, match="kein Verwendungsnachweis"):
        actions.begin_check(check.report, by=cast.officer())


def test_the_pages_play_sample_cut_note_and_notice(client, check):
    page = reverse("proof_check", args=[check.key])
    client.force_login(cast.officer())
    assert client.get(page).status_code == 200
    step = lambda name: reverse("check_step", args=[check.key, name])  # noqa: E731
    client.post(step("ziehen"), {"size": 10, "version": 1})
    voucher = CheckedVoucher.objects.order_by("row")[0]
    form = {"verdict": "cut", "accepted": "5000", "error": "vat", "reason": "Vorsteuer."}
    here = reverse("checked_voucher", args=[check.key, voucher.row])
    refused = client.post(here, form | {"version": 1}).content.decode()
    assert "kleiner sein als der Beleg" in refused
    assert client.post(here, form | {"accepted": "1.000,00", "version": 1}).status_code == 302
    client.post(step("rest-anerkennen"), {"version": 2})
    note = {"purpose_reached": "ja", "note": "Geprüft.", "version": 3, "vorlegen": "1"}
    client.post(step("vermerk"), note)
    client.force_login(cast.head_of_unit())
    assert "Schlussbescheid erlassen" in client.get(page).content.decode()
    client.post(step("bescheid"))
    notice = FinalNotice.objects.get()
    assert notice.final_amount == Decimal("649350.00")
    client.force_login(cast.editor())
    assert client.get(reverse("final_notice", args=[notice.key])).status_code == 200
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("towns", [("Aalen",), ("Aalen", "Bonn", "Cham")])
def test_the_list_of_checks_asks_the_same_number_of_queries(
    client, towns, django_assert_num_queries
):
    version = cast.open_call()
    for town in towns:
        award = running.award(town, version)
        with running.after_the_end(award):
            actions.begin_check(running.handed_in(award), by=cast.officer())
    client.force_login(cast.officer())
    with django_assert_num_queries(5):
        assert client.get(reverse("proof_checks")).status_code == 200
