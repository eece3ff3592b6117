"""An award that may be paid, and requests as far as the tests need them."""

from datetime import timedelta
from decimal import Decimal

from accounts.models import Person, Role
from awards.actions.bank import confirm_account, enter_account
from awards.actions.notices import dates_of, waive_remedies
from awards.actions.paying import create_payment_file, read_answer
from awards.actions.requests import (
    Bill,
    Wish,
    check_request,
    order_payment,
    save_request,
    start_request,
    submit_request,
)
from awards.letters import terms_content
from awards.models import Award, AwardNotice, BankAccount, Payment, PaymentRequest
from core import clock
from core.snapshots import freeze
from rulebook.calendar import notified_on
from tests import cast
from tests.awards import running
from tests.recorded import recorded

IBAN, OTHER_IBAN = "DE89 3704 0044 0532 0130 00", "DE02 1203 0000 0000 2020 51"


def cashier() -> Person:
    return cast.person("Karla Kasse", Role.CASHIER)


def account(award: Award, iban: str = IBAN) -> BankAccount:
    """Return an account that two people of the town stand for."""
    town = award.organisation
    entered = enter_account(town, by=cast.editor(town), holder=f"Stadt {town}", iban=iban)
    return confirm_account(entered, by=cast.signatory(town))


@recorded
def payable(town: str = "Eberswalde", version: object = None) -> Award:
    """Return an award whose notice is final, with a bank account."""
    award = running.award(town, version)
    this_year(award)
    waive_remedies(notice_of(award), by=cast.signatory(award.organisation))
    account(award)
    return award


def this_year(award: Award) -> None:
    """Let the call's budget years begin now instead of next year."""
    later = award.call_version.call.budget_years.order_by("year")
    for step, row in enumerate(later):
        row.year = clock.today().year + step
        row.save()


def notice_of(award: Award) -> AwardNotice:
    """Return the award notice, sent today, with the terms as they are."""
    today, notice = clock.today(), award.notices.get()
    notice.sent_on, notice.snapshot = today, freeze(award, "award_notice", terms_content(award))
    for name, day in dates_of(notified_on(today), award.organisation.land).items():
        setattr(notice, name, day)
    notice.save()
    return notice


def wish(request: PaymentRequest, amount: object = 65_000, bills: object = 100_000) -> Wish:
    """Ask for so many euros, needed for one bill due in two weeks."""
    due = Bill("Rechnung Fa. Kabel", clock.today() + timedelta(days=14), Decimal(bills))
    return Wish(request.tranche, Decimal(amount), request.spent, [due])


@recorded
def prepared(award: Award, amount: object = 65_000, bills: object = 100_000) -> PaymentRequest:
    by = cast.editor(award.organisation)
    request = start_request(award, by=by)
    return save_request(request, wish(request, amount, bills), by=by, version=request.version)


@recorded
def submitted(award: Award, amount: object = 65_000, bills: object = 100_000) -> PaymentRequest:
    request = prepared(award, amount, bills)
    return submit_request(request, by=cast.signatory(award.organisation))


@recorded
def checked(award: Award, amount: object = 65_000, bills: object = 100_000) -> PaymentRequest:
    request = submitted(award, amount, bills)
    return check_request(request, by=cast.officer(), approved=request.amount)


@recorded
def ordered(award: Award, amount: object = 65_000, bills: object = 100_000) -> Payment:
    return order_payment(checked(award, amount, bills), by=cast.head_of_unit())


@recorded
def paid(award: Award, amount: object = 65_000, bills: object = 100_000) -> Payment:
    """Return a payment that the bank has executed today."""
    payment = ordered(award, amount, bills)
    create_payment_file(by=cashier())
    read_answer(answer(payment), by=cashier())
    return Payment.objects.get(pk=payment.pk)


def answer(*payments: Payment, status: str = "ACSC", reason: str = "") -> bytes:
    """Return the bank's answer (pain.002) to these payments."""
    rows = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{one.reference}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
        f"<StsRsnInf><AddtlInf>{reason}</AddtlInf></StsRsnInf>"
        f"<AccptncDtTm>{clock.today()}T10:00:00</AccptncDtTm></TxInfAndSts>"
        for one in payments
    )
    head = '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03">'
    report = f"<CstmrPmtStsRpt><OrgnlPmtInfAndSts>{rows}</OrgnlPmtInfAndSts></CstmrPmtStsRpt>"
    return f"{head}{report}</Document>".encode()
