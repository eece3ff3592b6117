"""Steps that take two people: whoever did the first is refused the second, whatever their roles.

The pairs are those of the guideline on corruption prevention. Each is tried as an action and as a
page; neither the API nor any command offers one of them at all.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Person, Role
from applications.actions import formal
from awards.actions import approve_award, bank, checking, collecting, recovering, requests, using
from awards.actions.amending import (
    decide_amendment,
    propose_amendment,
    save_amendment,
    start_amendment,
    submit_amendment,
)
from awards.folder import folder_of
from awards.models import BankAccount, PaymentUse
from core import clock
from evaluation.actions.deciding import co_sign_decision, propose_decision
from tests import cast
from tests.applications.complete import submitted
from tests.awards import casting, money, running

pytestmark = pytest.mark.django_db
# Everything that may be done second lives in these modules.
DECIDING = ("awards.actions", "evaluation.actions.deciding", "applications.actions.formal")


@dataclass
class Pair:
    """The first step is done by `who`; the second is `act`, or sending `sent` to `page`.

    `folder` is what it is called in the signature folder, where it waits there.
    """

    who: Person
    record: Any
    act: Callable[[Person], Any]
    page: str
    sent: dict[str, str]
    other: Person
    folder: str = ""


def everything(name: str = "Olaf Ordentlich") -> Person:
    """Return an officer who holds every other role of the office as well."""
    for role in (Role.HEAD_OF_UNIT, Role.BUDGET_OFFICER):
        cast.person(name, role)
    return cast.officer()


def bank_account() -> Pair:
    who = cast.signatory()
    record = bank.enter_account(cast.town(), by=who, holder="Stadt", iban=money.IBAN)
    other = cast.person("Zita Zweite", Role.SIGNATORY, cast.town())
    page = reverse("bank_account", args=[record.key])
    act = lambda by: bank.confirm_account(record, by=by)  # noqa: E731
    return Pair(who, record, act, page, {"bestaetigen": ""}, other)


def formal_rejection() -> Pair:
    who = everything()
    record = formal.start_formal_check(submitted(), by=who)
    formal.judge_rule(record, "assessable", verdict="not_met", note="Leer.", by=who)
    formal.propose_rejection(record, reasons="Der Antrag ist leer.", by=who)
    page = reverse("confirm_formal_check", args=[record.application.key])
    act = lambda by: formal.confirm_formal_check(record, by=by)  # noqa: E731
    return Pair(who, record, act, page, {}, cast.second_officer(), "Ablehnung vorgeschlagen")


def award_co_signed() -> Pair:
    who = everything()
    [candidacy] = casting.ranked(cast.open_call(), "Aalen")
    record = propose_decision(candidacy, casting.award_of(candidacy), by=who)
    page = reverse("decide", args=[record.key, "mitzeichnen"])
    return Pair(
        who, record, lambda by: co_sign_decision(record, by=by), page, {}, budget(), "Bewilligung"
    )


def award_approved() -> Pair:
    pair = award_co_signed()
    co_sign_decision(pair.record, by=budget())
    page = reverse("decide", args=[pair.record.key, "freigeben"])
    act = lambda by: approve_award(pair.record, by=by)  # noqa: E731
    return Pair(pair.who, pair.record, act, page, {}, cast.head_of_unit(), "Bewilligung")


def budget() -> Person:
    return cast.budget_officer()


def changed_award() -> Pair:
    who, award = everything(), running.award()
    record = start_amendment(award, "content", by=cast.editor())
    values = {"reason": "Neu.", "change": "Anders.", "effective_on": clock.today()}
    record = save_amendment(record, values, {}, seen=record.version, by=cast.editor())
    submit_amendment(record, by=cast.signatory())
    propose_amendment(record, positive=True, reason="Sinnvoll.", by=who)
    page = reverse("amendment_step", args=[record.key, "entscheiden"])
    act = lambda by: decide_amendment(type(record).objects.get(pk=record.pk), by=by)  # noqa: E731
    return Pair(who, record, act, page, {}, cast.head_of_unit(), "Änderungsbescheid")


def payment_order() -> Pair:
    who = everything()
    record = money.checked(money.payable())
    page = reverse("request_step", args=[record.key, "anordnen"])
    act = lambda by: requests.order_payment(record, by=by)  # noqa: E731
    return Pair(who, record, act, page, {}, cast.head_of_unit(), "Auszahlung anordnen")


def proof_result() -> Pair:
    who, award = everything(), running.award()
    running.paid(award)
    cast.head_of_unit()
    with running.after_the_end(award):
        record = checking.begin_check(running.handed_in(award), by=who)
        note = {"purpose_reached": True, "note": "Gut.", "not_in_depth_reason": "Klein."}
        record = checking.save_note(record, note, seen=record.version, by=who)
        record = checking.propose_final_account(record, by=who)
    page = reverse("check_step", args=[record.key, "bescheid"])
    act = lambda by: checking.settle_proof(record, by=by)  # noqa: E731
    return Pair(who, record, act, page, {}, cast.head_of_unit(), "Schlussbescheid")


def recovery() -> Pair:
    who = everything()
    about = {"amount": Decimal(100), "facts": "X", "by": who}
    record = recovering.open_recovery(running.award(), "not_used", **about)
    recovering.state_in_hearing(record, "Ja.", by=cast.editor())
    recovering.propose_recovery(record, Decimal(100), "Ermessen.", by=who)
    page = reverse("recovery_step", args=[record.key, "bescheid"])
    act = lambda by: recovering.decide_recovery(record, by=by)  # noqa: E731
    return Pair(who, record, act, page, {}, cast.head_of_unit(), "Rückforderung")


def waived_recovery() -> Pair:
    pair = recovery()
    recovering.decide_recovery(pair.record, by=cast.head_of_unit())
    record = type(pair.record).objects.get(pk=pair.record.pk)
    collecting.propose_waiver(record, by=pair.who, note="Besondere Härte.")
    page = reverse("recovery_step", args=[record.key, "erlassen"])
    act = lambda by: collecting.waive_recovery(record, by=by)  # noqa: E731
    return Pair(pair.who, record, act, page, {"note": "Ja."}, budget(), "Erlass")


def waived_interest() -> Pair:
    who = everything()
    payment = money.paid(money.payable())
    early = clock.today().replace(year=clock.today().year - 2)
    type(payment).objects.filter(pk=payment.pk).update(paid_on=early)
    use = {"used_on": early.replace(year=early.year + 1), "amount": payment.amount}
    PaymentUse.objects.create(payment=payment, recorded_by_key="town", **use)
    record = using.propose_interest(type(payment).objects.get(pk=payment.pk), by=who)
    page = reverse("interest_step", args=[record.key, "absehen"])
    act = lambda by: using.waive_interest(record, by=by, note="Unbillig.")  # noqa: E731
    return Pair(
        who, record, act, page, {"note": "Unbillig."}, cast.head_of_unit(), "Zinsen festsetzen"
    )


PAIRS = (
    *(bank_account, formal_rejection, award_co_signed, award_approved, changed_award),
    *(payment_order, proof_result, recovery, waived_recovery, waived_interest),
)


def status_of(record: Any) -> str:
    found: str = type(record)._default_manager.get(pk=record.pk).status
    return found


@pytest.mark.parametrize("made", PAIRS, ids=lambda made: made.__name__)
def test_the_same_person_is_refused_as_action_and_as_page(client, made):
    pair = made()
    before = status_of(pair.record)
    assert pair.folder not in {one.kind for one in folder_of(pair.who)}
    with pytest.raises(PermissionDenied):
        pair.act(pair.who)
    client.force_login(pair.who)
    answer = client.post(pair.page, pair.sent)
    assert answer.status_code == 403 or made is bank_account
    assert status_of(pair.record) == before
    assert_it_waits_in_the_folder(client, pair)
    pair.act(pair.other)
    assert status_of(pair.record) != before, "another person may"
    assert folder_of(pair.other) == []


def assert_it_waits_in_the_folder(client, pair):
    """The other person finds it in the signature folder, and its page behind the link."""
    if not pair.folder:
        return
    [entry] = folder_of(pair.other)
    assert entry.kind == pair.folder and entry.since is not None
    client.force_login(pair.other)
    assert client.get(entry.url).status_code == 200


def test_the_bank_page_refuses_even_who_has_just_signed_in_again(client):
    pair = bank_account()
    client.force_login(pair.who)
    client.post(reverse("account_reauthenticate"), {"password": cast.PASSWORD})
    assert client.post(pair.page, pair.sent).status_code == 403
    assert BankAccount.objects.get().status == "entered"


def test_neither_api_nor_command_offers_such_a_step():
    """A way that does not exist needs no guard; a new one would be noticed here."""
    root = Path(settings.BASE_DIR)
    files = [*root.glob("*/api*.py"), *root.glob("*/api/*.py")]
    files += root.glob("*/management/commands/*.py")
    files = [path for path in files if path.parts[len(root.parts)] not in ("tests", "demo")]
    offering = {
        path.relative_to(root).as_posix(): name
        for path in files
        for name in imported(path)
        if name.startswith(DECIDING)
    }
    assert len(files) > 10, "the files are found"
    assert offering == {}


def imported(path: Path) -> list[str]:
    """Return every module that a file imports, and every name it takes from one."""
    names = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names
