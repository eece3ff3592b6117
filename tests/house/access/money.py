"""Awards, notices, payment requests, accounts, payments and the ledger."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from awards.actions.bank import enter_account
from awards.actions.papers import RULE
from awards.actions.paying import content_of
from awards.models import Award, InterestClaim, Milestone, Payment, PaymentFile, PaymentRequest
from core import clock
from core.files import store_upload
from core.snapshots import freeze
from tests import cast
from tests.awards import money
from tests.core.test_files import pdf
from tests.house.access.declaring import (
    CASHIER,
    HEAD,
    OFFICER,
    READERS,
    SIGNATORY,
    SIGNED_IN,
    TOWN,
    at,
)

CONCERNED = TOWN | READERS
ALSO_CASH = CONCERNED | CASHIER
LETTER = {"note": "Aus gutem Grund."}
USE = {"used_on": "01.01.2027", "amount": "1"}

PAGES = {
    "awards": at(SIGNED_IN),
    "ledger": at(READERS),
    "ledger_csv": at(READERS),
    "base_rates": at(READERS, OFFICER),
    "award": at(CONCERNED, seen_by=CONCERNED, key="award"),
    "stop_payments": at(post=OFFICER, seen_by=CONCERNED, sent=LETTER, key="award"),
    "start_request": at(post=TOWN, seen_by=CONCERNED, key="award"),
    "milestones": at(CONCERNED, OFFICER, seen_by=CONCERNED, key="award"),
    "milestone": at(CONCERNED, TOWN | OFFICER, seen_by=CONCERNED, sent=LETTER, key="milestone"),
    "milestone_file": at(CONCERNED, seen_by=CONCERNED, key="milestone"),
    "notice_step": at(post=SIGNATORY, seen_by=CONCERNED, key="notice", step="verzichten"),
    "payment_requests": at(SIGNED_IN),
    "payment_request": at(CONCERNED, TOWN, seen_by=CONCERNED, key="draft_request"),
    "request_step": at(post=SIGNATORY, seen_by=CONCERNED, key="draft_request", step="einreichen"),
    "record_use": at(post=TOWN, seen_by=ALSO_CASH, sent=USE, key="payment"),
    "propose_interest": at(post=OFFICER, seen_by=ALSO_CASH, key="payment"),
    "interest_step": at(
        post=OFFICER | HEAD, seen_by=CONCERNED, sent=LETTER, key="claim", step="absehen"
    ),
    "bank_accounts": at(TOWN | {"foreign_editor"}, TOWN | {"foreign_editor"}),
    "bank_account": at(TOWN, TOWN, seen_by=TOWN, key="account"),
    "cash": at(READERS | CASHIER),
    "make_payment_file": at(post=CASHIER),
    "bank_answer": at(post=CASHIER),
    "payment_file": at(READERS | CASHIER, key="file", form="xml"),
    "check_note": at(READERS, OFFICER, key="ranked"),
}

MORE_STEPS = {
    "notice_step": [
        at(post=OFFICER, seen_by=CONCERNED, sent=LETTER, key="notice", step="rechtsbehelf"),
    ],
    "request_step": [
        at(
            post=OFFICER,
            seen_by=CONCERNED,
            sent={"approved": "1"},
            key="sent_request",
            step="pruefen",
        ),
        at(
            post=OFFICER | HEAD,
            seen_by=CONCERNED,
            sent=LETTER,
            key="sent_request",
            step="zurueckgeben",
        ),
        at(post=OFFICER | HEAD, seen_by=CONCERNED, key="checked_request", step="anordnen"),
    ],
}


def records(world: Any) -> dict[str, Any]:
    """One request in every state that the table asks for, another person always before."""
    award = Award.objects.get(key=world.keys["award"])
    account = enter_account(
        award.organisation, by=world.people["editor"], holder="Stadt", iban=money.IBAN
    )
    made = {
        status: request_of(award, number, status, account)
        for number, status in enumerate(("draft", "submitted", "checked", "paid"), start=1)
    }
    payment = payment_of(made["paid"])
    claim = InterestClaim.objects.create(
        payment=payment, amount=700, proposed_by_key=cast.second_officer().actor_key
    )
    return {
        "milestone": milestone_of(award).key,
        "account": account.key,
        "draft_request": made["draft"].key,
        "sent_request": made["submitted"].key,
        "checked_request": made["checked"].key,
        "payment": payment.key,
        "file": payment.file.key,
        "claim": claim.key,
    }


def request_of(award: Award, number: int, status: str, account: Any) -> PaymentRequest:
    return PaymentRequest.objects.create(
        award=award,
        number=number,
        status=status,
        tranche=award.tranches.first(),
        bank_account=account,
        amount=100,
        approved_amount=100,
        prepared_by_key="somebody",
        checked_by_key=cast.second_officer().actor_key,
    )


def milestone_of(award: Award) -> Milestone:
    """Return a milestone with a file, as if it had been reported before."""
    file = store_upload(SimpleUploadedFile("netz.pdf", pdf()), RULE, by=cast.officer())
    values = {"name": "Netz", "amount": 1, "due_on": clock.today(), "wanted": "Protokoll"}
    return Milestone.objects.create(award=award, file=file, **values)


def payment_of(request: PaymentRequest) -> Payment:
    """Return a payment that the bank has executed."""
    payment = Payment(request=request, reference="DSR-1", amount=100, ordered_on=clock.today())
    made = PaymentFile(number=1, count=1, total=100, execution_on=clock.today())
    made.snapshot = freeze(made, "payment_file", content_of([payment], clock.today()))
    made.save()
    payment.file, payment.paid_on = made, clock.today()
    payment.save()
    return payment
