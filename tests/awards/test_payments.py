"""Money is paid only when it may be, by enough people, never twice, and to the cent."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Role
from awards.actions import bank, notices, paying, requests, using
from awards.drawing import drawable
from awards.folder import folder_of
from awards.models import BankAccount, InterestClaim, Payment, PaymentFile, Tranche
from core import clock
from core.models import OutboxMail
from core.refusals import RuleViolation
from core.snapshots import thaw
from programmes.models import Account, Booking
from tests import cast
from tests.awards import money

pytestmark = pytest.mark.django_db


@pytest.fixture
def award():
    return money.payable()


def balance(row, account):
    """What the bookings of a budget year say about an account."""
    bookings = Booking.objects.filter(budget_year=row)
    into = sum((b.amount for b in bookings.filter(target=account)), Decimal(0))
    return into - sum((b.amount for b in bookings.filter(source=account)), Decimal(0))


def test_a_request_goes_from_need_to_bank_and_back(award):
    payment = money.paid(award)
    tranche = Tranche.objects.get()
    assert (tranche.ordered, tranche.paid, tranche.left) == (0, 65_000, 585_000)
    assert payment.request.status == "paid" and payment.paid_on == clock.today()
    row = tranche.budget_year
    assert balance(row, Account.PAID) == tranche.paid
    assert balance(row, Account.ORDERED) == tranche.ordered == 0


def test_the_next_request_is_prefilled_and_begins_where_the_last_one_ended(award):
    money.paid(award)
    request = requests.start_request(award, by=cast.editor())
    assert (request.number, request.spent) == (2, 100_000)
    assert request.bank_account == BankAccount.objects.get()


def test_the_limit_is_explained_line_by_line(award):
    request = money.prepared(award, bills=100_000)
    limit = drawable(request)
    assert limit.amount == Decimal("65000.00")
    text = " ".join(limit.lines).replace("\xa0", " ")
    assert "65 % der Rechnungen" in text and "Einbehalt" in text
    assert text.endswith("Zurzeit auszahlbar: 65.000,00 €.")


def test_five_percent_are_kept_back_until_the_proof_of_use_is_checked(award):
    request = money.prepared(award, bills=1_000_000)
    assert drawable(request).amount == Decimal("617500.00")
    award.retention_released_on = clock.today()
    award.save()
    request.award.refresh_from_db()
    assert drawable(request).amount == Decimal("650000.00")


@pytest.mark.parametrize(
    ("amount", "bills", "sentence"),
    [
        ("65000.01", 100_000, "Höchstens 65.000,00"),
        (0, 100_000, "wie viel Sie anfordern"),
    ],
)
def test_more_than_the_bills_entitle_to_is_refused(award, amount, bills, sentence):
    request = money.prepared(award, amount, bills)
    with pytest.raises(RuleViolation) as refusal:
        requests.submit_request(request, by=cast.signatory())
    assert sentence in str(refusal.value).replace("\xa0", " ")


def test_bills_due_after_the_period_of_use_are_refused(award):
    request = money.prepared(award)
    late = requests.Bill("Zu früh", clock.today() + timedelta(days=43), Decimal(100_000))
    wish = requests.Wish(request.tranche, Decimal(65_000), Decimal(0), [late])
    request = requests.save_request(request, wish, by=cast.editor(), version=request.version)
    with pytest.raises(RuleViolation, match="42 Tage"):
        requests.submit_request(request, by=cast.signatory())


def test_nothing_is_paid_before_the_notice_is_final_or_while_it_is_challenged(award):
    notice = notices.issue_amendment_notice(award, reason="Längere Laufzeit.")
    request = money.prepared(award)
    with pytest.raises(RuleViolation, match="bestandskräftig"):
        requests.submit_request(request, by=cast.signatory())
    with clock.stopped_at(clock.now() + timedelta(days=60)):
        assert notice.is_final(clock.today())
        notices.record_remedy(notice, by=cast.officer(), note="Klage vom 3. Mai.")
        with pytest.raises(RuleViolation, match="Rechtsbehelf"):
            requests.submit_request(request, by=cast.signatory())
    notices.settle_remedy(notice, by=cast.officer(), note="Zurückgenommen.")
    assert requests.submit_request(request, by=cast.signatory()).status == "submitted"


def test_a_stop_an_overdue_report_and_unused_money_stand_against_payment(award):
    money.paid(award)
    with clock.stopped_at(clock.now() + timedelta(days=44)):
        request = money.prepared(award)
        requests.stop_payments(award, by=cast.officer(), reason="Zweifel an der Vergabe.")
        award.report_dates.update(due_on=clock.today() - timedelta(days=1))
        with pytest.raises(RuleViolation) as refusal:
            requests.submit_request(request, by=cast.signatory())
    codes = {finding.code for finding in refusal.value.findings}
    assert {"stopped", "report", "unused"} <= codes


def test_each_pair_of_signatures_needs_two_people_even_with_both_roles(award):
    town = award.organisation
    both = cast.person("Edda Entwurf", Role.SIGNATORY, town)
    request = money.prepared(award)
    with pytest.raises(PermissionDenied):
        requests.submit_request(request, by=both)
    request = requests.submit_request(request, by=cast.signatory())
    head_too = cast.person("Olaf Ordentlich", Role.HEAD_OF_UNIT)
    head_too = cast.person("Olaf Ordentlich", Role.OFFICER)
    request = requests.check_request(request, by=head_too, approved=request.amount)
    with pytest.raises(PermissionDenied):
        requests.order_payment(request, by=head_too)
    cash_too = cast.person("Rita Referat", Role.CASHIER)
    cash_too = cast.person("Rita Referat", Role.HEAD_OF_UNIT)
    requests.order_payment(request, by=cash_too)
    with pytest.raises(RuleViolation, match="warten keine"):
        paying.create_payment_file(by=cash_too)
    entered = bank.enter_account(town, by=both, holder="Stadt", iban=money.OTHER_IBAN)
    with pytest.raises(PermissionDenied):
        bank.confirm_account(entered, by=both)


def test_a_checked_request_waits_in_the_folder_of_who_may_order_it(award):
    request = money.checked(award)
    [waiting] = folder_of(cast.head_of_unit())
    assert (waiting.kind, waiting.url) == (
        "Auszahlung anordnen",
        reverse("payment_request", args=[request.key]),
    )
    assert folder_of(cast.second_officer()) == [waiting]
    assert folder_of(cast.officer()) == [], "the officer has checked it"
    requests.order_payment(request, by=cast.second_officer())
    assert folder_of(cast.head_of_unit()) == []


def test_a_cut_needs_a_reason_and_never_exceeds_the_request(award):
    request = money.submitted(award)
    for approved, sentence in ((65_001, "höchstens"), (60_000, "Begründen")):
        with pytest.raises(RuleViolation, match=sentence):
            requests.check_request(request, by=cast.officer(), approved=Decimal(approved))
    request = requests.check_request(
        request, by=cast.officer(), approved=Decimal(60_000), cut_reason="Skonto abgezogen."
    )
    assert requests.order_payment(request, by=cast.second_officer()).amount == 60_000


def test_a_changed_account_waits_and_the_town_is_warned(award):
    second = money.account(award, money.OTHER_IBAN)
    assert second.usable_from == clock.today() + timedelta(days=7)
    usable = award.organisation.bank_accounts.usable
    assert usable(clock.today()).first() != second
    assert usable(second.usable_from).first() == second
    assert OutboxMail.objects.filter(subject="Neue Bankverbindung").exists()
    with pytest.raises(RuleViolation, match="Prüfziffer"):
        bank.enter_account(
            award.organisation, by=cast.editor(), holder="X", iban="DE88370400440532013000"
        )


def test_the_payment_file_holds_every_order_once_and_matches_its_schema(award):
    payment = money.ordered(award)
    made = paying.create_payment_file(by=money.cashier())
    xml = thaw(made.snapshot)["xml"]
    assert "pain.001.001.03" in xml and payment.reference in xml and "65000.00" in xml
    assert (made.count, made.total) == (1, Decimal("65000.00"))
    with pytest.raises(RuleViolation, match="warten keine"):
        paying.create_payment_file(by=money.cashier())
    payment.refresh_from_db()
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(file=None)


def test_the_banks_answer_is_read_once_and_refusals_free_the_money(award):
    payment = money.ordered(award)
    paying.create_payment_file(by=money.cashier())
    refused = money.answer(payment, status="RJCT", reason="Konto erloschen")
    assert paying.read_answer(refused, by=money.cashier()) == [payment]
    assert paying.read_answer(refused, by=money.cashier()) == []
    payment.refresh_from_db()
    assert payment.failed_because == "Konto erloschen" and payment.request.status == "returned"
    assert Tranche.objects.get().left == 650_000
    request = requests.submit_request(resaved(payment.request), by=cast.signatory())
    request = requests.check_request(request, by=cast.officer(), approved=request.amount)
    assert requests.order_payment(request, by=cast.head_of_unit()).reference.endswith("-1-2")


def resaved(request):
    wish = money.wish(request)
    return requests.save_request(request, wish, by=cast.editor(), version=request.version)


@pytest.mark.parametrize("content", [b"", b"no xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"])
def test_what_is_no_answer_of_a_bank_books_nothing(award, content):
    with pytest.raises(RuleViolation, match="keine lesbare"):
        paying.read_answer(content, by=money.cashier())


def test_a_foreign_reference_refuses_the_whole_answer(award):
    payment = money.ordered(award)
    with pytest.raises(RuleViolation, match="Unbekannt"):
        paying.read_answer(money.answer(payment), by=money.cashier())
    assert not PaymentFile.objects.exists()


def test_money_used_late_bears_interest_by_half_year_decided_by_two_people():
    with clock.stopped_at(datetime(2025, 2, 3, 10, tzinfo=UTC)):
        payment = money.paid(money.payable("Zinsstadt"), 100_000, 200_000)
    town = payment.request.award.organisation
    used = date(2025, 5, 14)
    using.record_use(payment, by=cast.editor(town), used_on=used, amount=Decimal(100_000))
    claim = using.propose_interest(payment, by=cast.officer())
    assert claim.amount == Decimal("1991.78")
    assert "7,27 % x 100 / 365" in " ".join(claim.calculation).replace("\xa0", " ")
    both = cast.person("Olaf Ordentlich", Role.HEAD_OF_UNIT)
    with pytest.raises(PermissionDenied):
        using.waive_interest(claim, by=both, note="Kein Verschulden.")
    assert using.charge_interest(claim, by=cast.head_of_unit(), note="Verspätet.").decided_at
    assert InterestClaim.objects.get().status == "charged"


def test_a_missing_base_rate_names_the_half_year(award):
    with clock.stopped_at(datetime(2027, 8, 2, 10, tzinfo=UTC)):
        payment = money.paid(award)
    with clock.stopped_at(datetime(2027, 12, 2, 10, tzinfo=UTC)):
        using.record_use(
            payment, by=cast.editor(), used_on=date(2027, 12, 1), amount=Decimal(65_000)
        )
        with pytest.raises(RuleViolation, match=r"2\. Halbjahr 2027"):
            using.propose_interest(payment, by=cast.officer())


def test_the_town_is_reminded_on_day_28_40_and_43_until_all_is_used(award):
    payment = money.paid(award)
    sent = []
    for days in (27, 28, 29, 40, 43, 60):
        with clock.stopped_at(clock.now() + timedelta(days=days)):
            sent.append(using.remind_of_unused_money())
    assert sent == [0, 1, 0, 1, 1, 0]
    with pytest.raises(RuleViolation, match="Offen sind noch"):
        using.record_use(
            payment, by=cast.editor(), used_on=payment.paid_on, amount=Decimal("65000.01")
        )
