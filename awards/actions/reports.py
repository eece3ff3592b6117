"""Reports: opened by the schedule, written by the recipient, frozen when signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from applications.receipts import check_characters
from awards import mails_follow_up as mails
from awards.follow_up_permissions import may_write_report
from awards.models import (
    Award,
    Measurement,
    PartnerProof,
    ProofCheck,
    Report,
    ReportDate,
    ReportLine,
    ReportSubmission,
)
from awards.plans import current_plan
from awards.report_content import content_of
from core import audit, clock
from core.actors import SYSTEM
from core.refusals import EditConflict, Finding, RuleViolation
from core.snapshots import freeze
from core.text import clean
from core.workflow import Attempt, perform

Edits = Mapping[int, Mapping[str, Any]]


def open_due_reports(on: date) -> int:
    """Open every report whose period is over; called by a job each day, as often as wanted."""
    duties = ReportDate.objects.filter(period_until__lt=on, report=None)
    keys = duties.order_by("pk").values_list("pk", flat=True)
    return sum(open_report(pk) is not None for pk in list(keys))


@transaction.atomic
def open_report(duty_pk: int) -> Report | None:
    """Create one report, prefilled from the award and the report before; None if it exists."""
    duty = ReportDate.objects.select_for_update().get(pk=duty_pk)
    if Report.objects.filter(duty=duty).exists():
        return None
    report = Report.objects.create(duty=duty)
    prefill(report)
    audit.record(report, "open_report", by=SYSTEM, change={"after": {"due_on": duty.due_on}})
    mails.announce_report(report)
    return report


def prefill(report: Report) -> None:
    """Write the rows of the report: nothing that is known is typed again."""
    kind, award = report.duty.kind, report.award
    if kind != ReportDate.Kind.INDICATORS:
        ReportLine.objects.bulk_create(lines_of(report))
    if kind != ReportDate.Kind.INTERIM:
        latest = latest_values(award)
        Measurement.objects.bulk_create(
            Measurement(report=report, indicator=one, previous=latest.get(one.pk))
            for one in award.indicators.all()
        )
    if kind == ReportDate.Kind.PROOF:
        PartnerProof.objects.bulk_create(
            PartnerProof(report=report, partner=onward.partner)
            for onward in award.onward_grants.select_related("partner")
        )


def lines_of(report: Report) -> list[ReportLine]:
    """Return a row for every line of the plan in force, with what was planned in the period."""
    duty = report.duty
    years = range(duty.period_from.year, duty.period_until.year + 1)
    return [
        ReportLine(
            report=report,
            plan_line=line,
            planned=sum((amounts.get(year, Decimal(0)) for year in years), Decimal(0)),
        )
        for line, amounts in current_plan(report.award).items()
    ]


def latest_values(award: Award) -> dict[int, Decimal | None]:
    """Return the last value reported for each indicator."""
    reported = Measurement.objects.filter(report__duty__award=award, actual__isnull=False)
    rows = reported.order_by("report__duty__period_until", "report_id")
    return dict(rows.values_list("indicator_id", "actual"))


def locked_for_edit(report: Report, *, seen: int, by: Any) -> Report:
    """Lock the report for a change: open for it, by the right person, from the version read."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not may_write_report(report, by):
        raise PermissionDenied
    if not report.is_editable:
        since = audit.who_and_when(report)
        raise RuleViolation(Finding("closed", f"Der Nachweis ist bereits eingereicht ({since})."))
    if report.version != seen:
        raise EditConflict(report)
    return report


def record_edit(report: Report, before: Any, after: Any, by: Any) -> Report:
    """Count the version and write what changed into the trail."""
    report.version += 1
    report.save(update_fields=["version"])
    audit.record(report, "edit_report", by=by, change={"before": before, "after": after})
    return report


@transaction.atomic
def save_texts(report: Report, texts: Mapping[str, Any], *, seen: int, by: Any) -> Report:
    """Store the narrative."""
    report = locked_for_edit(report, seen=seen, by=by)
    after = {name: clean(text) if isinstance(text, str) else text for name, text in texts.items()}
    before = {name: getattr(report, name) for name in after}
    for name, text in after.items():
        setattr(report, name, text)
    report.save(update_fields=list(after))
    return record_edit(report, before, after, by)


@transaction.atomic
def save_measurements(report: Report, edits: Edits, *, seen: int, by: Any) -> Report:
    """Store values, quality, reasons and next steps by row."""
    return save_rows(report, report.measurements.all(), edits, seen=seen, by=by)


@transaction.atomic
def save_partner_proofs(report: Report, edits: Edits, *, seen: int, by: Any) -> Report:
    """Store what partners received and proved."""
    return save_rows(report, report.partner_proofs.all(), edits, seen=seen, by=by)


@transaction.atomic
def save_lines(
    report: Report, amounts: Mapping[int, Decimal | None], *, seen: int, by: Any
) -> Report:
    """Store the amounts along the plan; in a proof, expenses are the sums of the vouchers."""
    rows = report.lines.all()
    if report.is_proof:
        rows = rows.exclude(plan_line__side="expense")
    edits = {pk: {"declared": amount} for pk, amount in amounts.items()}
    return save_rows(report, rows, edits, seen=seen, by=by)


def save_rows(report: Report, rows: Any, edits: Edits, *, seen: int, by: Any) -> Report:
    """Store the changed fields of the report's own rows."""
    report = locked_for_edit(report, seen=seen, by=by)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for row in rows.filter(pk__in=edits):
        for name, typed in edits[row.pk].items():
            value = clean(typed) if isinstance(typed, str) else typed
            if getattr(row, name) != value:
                label = f"{row} · {row._meta.get_field(name).verbose_name}"
                before[label], after[label] = getattr(row, name), value
                setattr(row, name, value)
        row.save(update_fields=list(edits[row.pk]))
    return record_edit(report, before, after, by)


@transaction.atomic
def submit_report(report: Report, *, by: Any) -> ReportSubmission:
    """Freeze the report and give its receipt; the duty is met from this day on."""
    award = Award.objects.select_for_update(of=("self",)).get(pk=report.award.pk)
    report = perform(report, "submit", Attempt(by=by))
    at = clock.now()
    report.submitted_at = at
    report.save(update_fields=["submitted_at"])
    duty = report.duty
    if duty.received_on is None:
        duty.received_on = clock.today()
        duty.save(update_fields=["received_on"])
    edition = report.submissions.count() + 1
    number = receipt_of(award, duty, edition)
    submission = ReportSubmission.objects.create(
        report=report,
        number=edition,
        receipt_number=number,
        snapshot=freeze(report, "report", {"receipt": number, **content_of(report)}),
        received_at=at,
        signed_by_key=by.actor_key,
    )
    mails.confirm_report(submission)
    return submission


def receipt_of(award: Award, duty: ReportDate, edition: int) -> str:
    """Return for instance `DSR27BB-0012A-K/V2030-1-7Q`: code, kind and year, edition, check."""
    letter = {"interim": "Z", "indicators": "I", "proof": "V"}[duty.kind]
    body = f"{award.funding_code}/{letter}{duty.period_until.year}-{edition}"
    return f"{body}-{check_characters(body)}"


@transaction.atomic
def check_report(report: Report, *, by: Any, note: str = "") -> Report:
    """An officer has read the report and finds nothing to ask for."""
    report = perform(report, "check_off", Attempt(by=by, note=clean(note)))
    report.checked_by_key = by.actor_key
    report.save(update_fields=["checked_by_key"])
    return report


@transaction.atomic
def accept_report(report: Report, *, by: Any, note: str = "") -> Report:
    """A second person accepts what was checked."""
    report = perform(report, "accept", Attempt(by=by, note=clean(note)))
    mails.announce_acceptance(report)
    return report


@transaction.atomic
def request_report_supplement(report: Report, *, by: Any, note: str) -> Report:
    """Say what is missing and until when; the recipient may change the report again."""
    if not note.strip():
        raise RuleViolation(Finding("note", "Schreiben Sie, was fehlt.", field="note"))
    report = perform(report, "request_supplement", Attempt(by=by, note=clean(note)))
    begun = ProofCheck.objects.filter(submission__report=report, status__in=ProofCheck.GOING_ON)
    for check in begun:
        perform(check, "supersede", Attempt(by=by))
    days = report.award.rules.supplement_days
    report.supplement_until = clock.today() + timedelta(days=days)
    report.supplement_note = clean(note)
    report.save(update_fields=["supplement_until", "supplement_note"])
    mails.ask_for_report_supplement(report)
    return report


@transaction.atomic
def remind_of_report(report_pk: int, stage: int) -> bool:
    """Send the reminder of a stage once; from the last stage on the office hears of it too."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report_pk)
    if report.reminders >= stage or not report.is_editable:
        return False
    report.reminders = stage
    report.save(update_fields=["reminders"])
    mails.remind(report, stage)
    return True
