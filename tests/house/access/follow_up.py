"""Reports, proofs of use and their vouchers, of an award that has ended."""

from datetime import timedelta
from typing import Any

from awards.actions import reports as actions
from awards.models import Award, Report, ReportDate
from core import clock
from tests.awards import running
from tests.house.access.declaring import (
    OFFICER,
    READERS,
    SIGNATORY,
    SIGNED_IN,
    TOWN,
    at,
)

CONCERNED = TOWN | READERS

PAGES = {
    "my_reports": at(SIGNED_IN),
    "office_reports": at(READERS),
    "report_of_award": at(CONCERNED, seen_by=CONCERNED, key="report"),
    "submit_report": at(SIGNATORY, SIGNATORY, seen_by=CONCERNED, key="report"),
    "report_receipt": at(CONCERNED, seen_by=CONCERNED, key="signed_report"),
    "award_report_pdf": at(CONCERNED, seen_by=CONCERNED, key="signed_report"),
    "report_step": at(post=OFFICER, seen_by=CONCERNED, key="signed_report", step="pruefen"),
    "report_section": at(TOWN, TOWN, seen_by=CONCERNED, key="report", section="bericht"),
}

MORE_STEPS: dict[str, Any] = {
    "report_section": [
        at(CONCERNED, TOWN, seen_by=CONCERNED, key="proof_report", section="belege"),
    ],
}


def records(world: Any) -> dict[str, Any]:
    """Open the reports of the award; one interim report is signed."""
    award = Award.objects.get(key=world.keys["award"])
    last = ReportDate.objects.filter(award=award).order_by("-period_until")[0].period_until
    with running.noon(last + timedelta(days=10)):
        actions.open_due_reports(clock.today())
        first, second = Report.objects.filter(duty__award=award, duty__kind="interim")[:2]
        actions.submit_report(running.written(first), by=running.signatory(first))
    proof = Report.objects.get(duty__award=award, duty__kind="proof")
    return {"report": second.key, "signed_report": first.key, "proof_report": proof.key}
