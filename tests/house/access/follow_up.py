"""Reports, proofs of use and their vouchers, of an award that has ended."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from awards.actions import amending, archiving, checking, procuring, recovering
from awards.actions import reports as actions
from awards.models import Award, Report, ReportDate
from core import clock
from tests import cast
from tests.awards import running
from tests.core.test_files import pdf
from tests.house.access.declaring import (
    CASHIER,
    OFFICER,
    READERS,
    SIGNATORY,
    SIGNED_IN,
    TOWN,
    at,
)

CONCERNED = TOWN | READERS
ALSO_CASH = CONCERNED | CASHIER
CHECKED = ("Prüfhausen", "Schlussstadt")

PAGES = {
    "my_reports": at(SIGNED_IN),
    "office_reports": at(READERS),
    "report_of_award": at(CONCERNED, seen_by=CONCERNED, key="report"),
    "submit_report": at(SIGNATORY, SIGNATORY, seen_by=CONCERNED, key="report"),
    "report_receipt": at(CONCERNED, seen_by=CONCERNED, key="signed_report"),
    "award_report_pdf": at(CONCERNED, seen_by=CONCERNED, key="signed_report"),
    "report_step": at(post=OFFICER, seen_by=CONCERNED, key="signed_report", step="pruefen"),
    "report_section": at(TOWN, TOWN, seen_by=CONCERNED, key="report", section="bericht"),
    "begin_proof_check": at(post=OFFICER, seen_by=CONCERNED, key="signed_report"),
    "proof_checks": at(READERS),
    "proof_check": at(READERS, seen_by=READERS, key="check"),
    "checked_voucher": at(READERS, OFFICER, seen_by=READERS, key="check", row="checked_row"),
    "check_step": at(
        post=OFFICER, seen_by=READERS, sent={"version": "9"}, key="check", step="rest-anerkennen"
    ),
    "final_notice": at(CONCERNED, seen_by=CONCERNED, key="final_notice"),
    "recoveries": at(SIGNED_IN),
    "start_recovery": at(OFFICER, OFFICER, seen_by=CONCERNED, key="award"),
    "recovery": at(CONCERNED, seen_by=CONCERNED, key="recovery"),
    "recovery_notice": at(ALSO_CASH, seen_by=ALSO_CASH, key="decided_recovery"),
    "recovery_step": at(
        post=TOWN,
        seen_by=CONCERNED,
        sent={"statement": "Gelesen."},
        key="recovery",
        step="stellungnahme",
    ),
    "all_procurements": at(READERS),
    "procurements": at(CONCERNED, TOWN, seen_by=CONCERNED, key="award"),
    "procurement": at(CONCERNED, TOWN, seen_by=CONCERNED, key="procurement"),
    "procurement_file": at(CONCERNED, seen_by=CONCERNED, key="procurement"),
    "procurement_step": at(post=OFFICER, seen_by=CONCERNED, key="procurement", step="unbedenklich"),
    "amendments": at(SIGNED_IN),
    "start_amendment": at(TOWN, TOWN, seen_by=CONCERNED, sent={"kind": "content"}, key="award"),
    "amendment": at(CONCERNED, TOWN, seen_by=CONCERNED, key="amendment"),
    "amendment_step": at(post=SIGNATORY, seen_by=CONCERNED, key="amendment", step="einreichen"),
    "risks": at(READERS),
    "overview9": at(READERS),
    "overview_xlsx": at(READERS),
    "exceptions": at(READERS),
    "archive": at(READERS),
    "archived_award": at(READERS, key="closed_award"),
    "archive_zip": at(READERS, key="closed_award"),
    "archive_step": at(post=OFFICER, seen_by=SIGNED_IN, key="closed_award", step="bilden"),
    "readings": at(READERS),
    "log_roots": at(READERS),
    "log_roots_file": at(READERS),
    "log_proof": at(READERS),
    "log_export": at(READERS),
    "log_script": at(READERS),
    "inventory": at(CONCERNED, TOWN, seen_by=CONCERNED, sent={"wish": "piece"}, key="award"),
}

MORE_STEPS: dict[str, Any] = {
    "report_section": [
        at(CONCERNED, TOWN, seen_by=CONCERNED, key="proof_report", section="belege"),
    ],
}


def records(world: Any) -> dict[str, Any]:
    """Open the reports of the award; one interim report is signed."""
    award = Award.objects.get(key=world.keys["award"])
    for town in map(cast.town, CHECKED):
        cast.editor(town), cast.signatory(town), cast.person("Anna Admin", "org_admin", town)
    last = ReportDate.objects.filter(award=award).order_by("-period_until")[0].period_until
    with running.noon(last + timedelta(days=10)):
        actions.open_due_reports(clock.today())
        first, second = Report.objects.filter(duty__award=award, duty__kind="interim")[:2]
        actions.submit_report(running.written(first), by=running.signatory(first))
        found = checked_proof(award) | amended(award) | procured(award)
    names = {"report": second.key, "signed_report": first.key, "proof_report": proof_of(award).key}
    return names | found


def proof_of(award: Award) -> Report:
    return Report.objects.get(duty__award=award, duty__kind="proof")


def checked_proof(award: Award) -> dict[str, Any]:
    """A second award with a proof in check and a final notice of a third one."""
    version = award.decision.candidacy.application.call_version
    keys: dict[str, Any] = {}
    for name in CHECKED:
        one = running.award(name, version)
        check = checking.begin_check(running.handed_in(one), by=cast.second_officer())
        check = checking.draw_sample(check, 5, seen=check.version, by=cast.second_officer())
        keys |= {"check": check.key, "checked_row": check.vouchers.all()[0].row}
        if name == CHECKED[0]:
            kept = dict(keys)
    checking.accept_remaining(check, seen=check.version, by=cast.second_officer())
    note = {"purpose_reached": True, "note": "Geprüft."}
    check = checking.save_note(check, note, seen=check.version + 1, by=cast.second_officer())
    check = checking.propose_final_account(check, by=cast.second_officer())
    notice = checking.settle_proof(check, by=cast.head_of_unit())
    archiving.build_archive(notice.award, by=cast.officer())
    return kept | {"final_notice": notice.key, "closed_award": notice.award.key}


def procured(award: Award) -> dict[str, Any]:
    """A contract with a file, entered by somebody who is not of the office."""
    values = {"subject": "Netz", "kind": "supply", "estimated_amount": Decimal(900)}
    values |= {"procedure": "open", "awarded_on": clock.today(), "winner": "Firma"}
    paper = SimpleUploadedFile("vermerk.pdf", pdf())
    values |= {"contract_amount": Decimal(900), "exception_reason": ""}
    by = cast.editor(award.organisation)
    return {"procurement": procuring.enter_procurement(award, values, upload=paper, by=by).key}


def amended(award: Award) -> dict[str, Any]:
    """A hearing, a decided recovery and the draft of an amendment."""
    about = {"amount": Decimal(100), "facts": "X", "by": cast.second_officer()}
    hearing, decided = (recovering.open_recovery(award, "not_used", **about) for _ in range(2))
    editor = cast.editor(award.organisation)
    recovering.state_in_hearing(decided, "Ja.", by=editor)
    recovering.propose_recovery(decided, Decimal(100), "Ermessen.", by=cast.second_officer())
    recovering.decide_recovery(decided, by=cast.head_of_unit())
    draft = amending.start_amendment(award, "content", by=editor)
    return {"recovery": hearing.key, "decided_recovery": decided.key, "amendment": draft.key}
