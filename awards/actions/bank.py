"""Bank accounts: entered by one person, confirmed by another, usable after a waiting time."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Organisation, Person
from awards import money_mails
from awards.iban import fault_of_iban
from awards.models import Award, BankAccount
from awards.permissions import may_enter_account
from core import audit, clock
from core.refusals import Finding, RuleViolation
from core.text import clean
from core.workflow import Attempt, perform

RULES = "decision__candidacy__application__call_version__guideline_version"


@transaction.atomic
def enter_account(
    organisation: Organisation, *, by: Person, holder: str, iban: str, bic: str = ""
) -> BankAccount:
    """Enter an account; nothing is paid to it before another person confirms it."""
    if not may_enter_account(organisation, by):
        raise PermissionDenied
    iban, bic = "".join(iban.split()).upper(), "".join(bic.split()).upper()
    if fault := fault_of_iban(iban):
        raise RuleViolation(Finding("iban", fault, field="iban"))
    account = BankAccount.objects.create(
        organisation=organisation,
        holder=clean(holder),
        iban=iban,
        bic=bic,
        entered_by_key=by.actor_key,
    )
    audit.record(account, "enter_account", by=by, change={"after": {"account": str(account)}})
    return account


@transaction.atomic
def confirm_account(account: BankAccount, *, by: Person) -> BankAccount:
    """A second person confirms; a change of the account waits, the first one does not."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(
        pk=account.organisation_id
    )
    has_one = organisation.bank_accounts.filter(status=BankAccount.Status.CONFIRMED).exists()
    account = perform(account, "confirm_account", Attempt(by=by))
    wait = waiting_days(organisation) if has_one else 0
    account.confirmed_by_key = by.actor_key
    account.usable_from = clock.today() + timedelta(days=wait)
    account.save(update_fields=["confirmed_by_key", "usable_from"])
    money_mails.announce_account(account)
    return account


def refuse_account(account: BankAccount, *, by: Person) -> BankAccount:
    """Discard an account that nobody has confirmed yet."""
    return perform(account, "refuse_account", Attempt(by=by))


def waiting_days(organisation: Organisation) -> int:
    """Return the longest waiting time of the guidelines that its awards were made under."""
    awards = Award.objects.filter(organisation=organisation).select_related(RULES)
    return max((award.rules.bank_wait_days for award in awards), default=0)
