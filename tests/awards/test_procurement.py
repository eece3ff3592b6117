"""Contracts are entered, checked, and what a breach costs goes line by line to the end."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from awards.actions import checking, recovering
from awards.actions import procuring as actions
from awards.final_account import account_of
from awards.models import Procurement, ProcurementFinding, ProofCheck, Recovery
from core import clock
from core.refusals import RuleViolation
from core.snapshots import thaw
from programmes.models import GuidelineVersion
from tests import cast
from tests.awards import running
from tests.core.test_files import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def award():
    return running.award()


def values(**others):
    known = {
        "subject": "Messstellen",
        "kind": "supply",
        "estimated_amount": Decimal(90_000),
        "procedure": "restricted",
        "awarded_on": clock.today(),
        "winner": "Netz GmbH",
        "contract_amount": Decimal(100_000),
        "exception_reason": "",
    }
    return known | others


def entered(award, **others):
    return actions.enter_procurement(award, values(**others), by=cast.editor(award.organisation))


def breach(award, code="no_competition", basis=100_000):
    contract = entered(award)
    about = {"basis": Decimal(basis), "reason": "Es gab nur ein Angebot.", "by": cast.officer()}
    return actions.find_breach(contract, code, **about)


def test_without_competition_a_contract_needs_reasons(award):
    later = clock.today() + timedelta(days=1)
    with pytest.raises(RuleViolation) as refusal:
        entered(award, procedure="direct", awarded_on=later, contract_amount=Decimal(0))
    fields = [finding.field for finding in refusal.value.findings]
    assert fields == ["contract_amount", "awarded_on", "exception_reason"]
    assert entered(award, procedure="direct", exception_reason="Bis 1.000 Euro.").pk


def test_what_is_checked_is_not_changed_any_more(award):
    contract = entered(award)
    edit = {"seen": contract.version, "by": cast.editor()}
    contract = actions.edit_procurement(contract, values(winner="Bau AG"), **edit)
    actions.clear_procurement(contract, by=cast.officer(), note="Vermerk liegt vor.")
    with pytest.raises(RuleViolation, match="schon geprüft"):
        actions.edit_procurement(contract, values(), seen=2, by=cast.editor())
    again = actions.reopen_procurement(contract, by=cast.officer(), note="Nachtrag fehlt.")
    assert (again.status, again.check_note) == ("entered", "Nachtrag fehlt.")


def test_only_an_officer_who_did_not_enter_it_checks(award):
    contract = entered(award)
    for nobody in (cast.editor(), cast.auditor(), cast.head_of_unit()):
        with pytest.raises(PermissionDenied):
            actions.clear_procurement(contract, by=nobody)
    Procurement.objects.filter(pk=contract.pk).update(entered_by_key=cast.officer().actor_key)
    with pytest.raises(PermissionDenied):
        actions.clear_procurement(contract, by=cast.officer())


def test_the_rate_is_that_of_the_awards_guideline(award):
    finding = breach(award)
    assert (finding.rate, finding.cut) == (Decimal("0.25"), 25_000)
    assert "VG Augsburg" in finding.source
    newer = GuidelineVersion.objects.get()
    newer.pk, newer.key, newer.number, newer.procurement_cuts = None, "neu", 2, []
    newer.save()
    assert breach(running.award("Aalen", award.call_version), "records").cut == 5_000


def test_an_unknown_breach_or_no_amount_is_refused(award):
    contract = entered(award)
    about = {"basis": Decimal(1), "reason": "x", "by": cast.officer()}
    with pytest.raises(RuleViolation, match="Wählen Sie den Verstoß"):
        actions.find_breach(contract, "erfunden", **about)
    with pytest.raises(RuleViolation, match="abgerechnet"):
        actions.find_breach(contract, "split", **about | {"basis": Decimal(0)})
    with pytest.raises(RuleViolation, match="Begründen"):
        actions.find_breach(contract, "split", **about | {"reason": " "})


def test_a_contract_is_cut_once_whatever_was_found(award):
    finding = breach(award)
    with pytest.raises(RuleViolation, match="nicht möglich"):
        about = {"basis": Decimal(1), "reason": "x", "by": cast.officer()}
        actions.find_breach(finding.procurement, "split", **about)
    finding.pk, finding.key = None, "nocheiner222"
    with pytest.raises(IntegrityError), transaction.atomic():
        finding.save(force_insert=True)


@pytest.fixture
def check(award):
    """A proof with 900,000 of vouchers in check, a contract objected to before."""
    breach(award)
    running.paid(award)
    with running.after_the_end(award):
        proof = running.handed_in(award)
        one = checking.begin_check(proof, by=cast.officer())
        one = checking.draw_sample(one, 5, seen=one.version, by=cast.officer())
        checking.accept_remaining(one, seen=one.version, by=cast.officer())
        yield ProofCheck.objects.get(pk=one.pk)


def test_the_cut_is_a_line_of_the_final_account_and_of_the_notice(award, check):
    account = account_of(check)
    assert (account.declared, account.cuts) == (900_000, 25_000)
    assert account.final == Decimal("0.65") * 875_000
    assert any("Vergabe „Messstellen“" in line and "25.000,00" in line for line in account.lines)
    notice = settled(check)
    content = thaw(notice.snapshot)
    assert content["cuts"][-1]["payee"] == "Netz GmbH"
    assert content["cuts"][-1]["accepted"] == "75000.00"
    recovery = Recovery.objects.get()
    assert recovery.amount == 650_000 - Decimal("0.65") * 875_000
    assert any("Vergabe „Messstellen“" in line for line in recovery.calculation)


def settled(check):
    note = {"purpose_reached": True, "note": "Geprüft."}
    check = checking.save_note(check, note, seen=check.version, by=cast.officer())
    check = checking.propose_final_account(check, by=cast.officer())
    with pytest.raises(RuleViolation, match="schon vorgelegt"):
        breach(check.report.award)
    return checking.settle_proof(check, by=cast.head_of_unit())


def test_a_breach_that_falls_cuts_nothing(award, check):
    contract = Procurement.objects.get()
    actions.reopen_procurement(contract, by=cast.officer(), note="Wettbewerb ist belegt.")
    assert account_of(check).cuts == 0
    assert ProcurementFinding.objects.get().dropped_because == "Wettbewerb ist belegt."


def test_what_is_already_claimed_is_not_claimed_twice(award, check):
    known = {"facts": "Nur ein Angebot.", "known_on": clock.today(), "by": cast.officer()}
    early = recovering.recover_breach(ProcurementFinding.objects.get(), **known)
    assert early.amount == 16_250, "65 % of 25,000"
    recovering.state_in_hearing(early, "Ja.", by=cast.editor())
    recovering.propose_recovery(early, early.amount, "Ermessen.", by=cast.officer())
    recovering.decide_recovery(early, by=cast.head_of_unit())
    settled(check)
    final = Recovery.objects.get(ground="final_account")
    assert final.amount + early.amount == 650_000 - Decimal("0.65") * 875_000
    assert any("schon zurückgefordert" in line for line in final.calculation)


def test_cuts_never_exceed_what_was_declared(award, check):
    ProcurementFinding.objects.update(basis_amount=Decimal(9_000_000))
    assert account_of(check).recognised == 0


def test_the_pages_play_entry_check_and_breach(client, award):
    page = reverse("procurements", args=[award.key])
    client.force_login(cast.editor())
    form = {k: v for k, v in values(procedure="direct").items() if v != ""}
    form |= {"awarded_on": clock.today().strftime("%d.%m.%Y")}
    form |= {"estimated_amount": "90.000", "contract_amount": "100.000"}
    assert "Begründen Sie, warum" in client.post(page, form).content.decode()
    paper = SimpleUploadedFile("vermerk.pdf", pdf())
    assert client.post(page, form | {"exception_reason": "X", "upload": paper}).status_code == 302
    one = Procurement.objects.get()
    own = reverse("procurement", args=[one.key])
    assert client.post(own, form | {"exception_reason": "Y", "version": 9}).status_code == 200
    assert client.post(own, form | {"exception_reason": "Y", "version": 1}).status_code == 302
    assert client.get(reverse("procurement_file", args=[one.key])).status_code == 200
    client.force_login(cast.officer())
    assert one.subject in client.get(reverse("all_procurements")).content.decode()
    step = reverse("procurement_step", args=[one.key, "beanstanden"])
    assert "Bitte ausfüllen" in client.post(step, {"code": "split"}).content.decode()
    found = {"code": "split", "basis": "80.000", "reason": "Aufgeteilt."}
    assert client.post(step, found).status_code == 302
    html = client.get(own).content.decode()
    assert "20.000,00" in html and "werden nicht anerkannt" in html
    assert "Erneut prüfen" in html, "an officer may look at it again"
    start = reverse("start_recovery", args=[award.key])
    chosen = {"ground": "procurement", "finding": ProcurementFinding.objects.get().pk}
    known = {"known_on": clock.today().strftime("%d.%m.%Y"), "facts": "Aufgeteilt."}
    assert client.post(start, chosen | known).status_code == 302
    assert Recovery.objects.get().amount == 13_000


@pytest.mark.parametrize("towns", [("Aalen",), ("Aalen", "Bonn", "Cham")])
def test_the_list_of_contracts_asks_the_same_number_of_queries(
    client, towns, django_assert_num_queries
):
    version = cast.open_call()
    for town in towns:
        one = running.award(town, version)
        actions.enter_procurement(one, values(), by=cast.editor(one.organisation))
    client.force_login(cast.officer())
    with django_assert_num_queries(6):
        html = client.get(reverse("all_procurements")).content.decode()
    assert html.count("/vergabe/") == len(towns)
