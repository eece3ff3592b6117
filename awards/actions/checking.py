"""The office checks a proof of use: sample, verdicts, note, final notice by a second person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.actions.deputies import in_place_of
from accounts.models import Role
from awards import mails_follow_up as mails
from awards.actions.recovering import open_recovery
from awards.checks.vouchers import oddities
from awards.final_account import Account, account_of
from awards.final_notice import notice_content
from awards.follow_up_permissions import may_check_proof, may_check_report
from awards.models import Award, CheckedVoucher, FinalNotice, ProofCheck, Recovery, Report
from awards.terms import months_later
from core import audit, clock
from core.letters import issue
from core.refusals import EditConflict, Finding, RuleViolation
from core.snapshots import thaw
from core.templatetags.allmende import euro
from core.text import clean
from core.workflow import Attempt, perform
from rulebook.calendar import final_on, notified_on, remedy_until
from rulebook.receipts import fingerprint
from rulebook.sampling import draw

Verdict = CheckedVoucher.Verdict
MOST_CHOSEN = 200  # odd vouchers taken beside the sample


@dataclass(frozen=True)
class Judgement:
    """What was found about one voucher."""

    verdict: str
    accepted: Decimal | None = None
    error: str = ""
    reason: str = ""


@transaction.atomic
def begin_check(report: Report, *, by: Any) -> ProofCheck:
    """Begin the check of the latest submission; a second call returns the first one's check."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not may_check_report(report, by):
        raise PermissionDenied
    if not report.is_proof or report.status != Report.Status.SUBMITTED:
        raise RuleViolation(Finding("moment", "Es liegt kein Verwendungsnachweis zur Prüfung vor."))
    submission = report.submissions.latest("number")
    rules, received = report.award.rules, submission.received_at.date()
    check, new = ProofCheck.objects.get_or_create(
        submission=submission,
        defaults={
            "cursory_due_on": months_later(received, rules.cursory_months),
            "in_depth_due_on": months_later(received, rules.in_depth_months),
        },
    )
    if new:
        change = {"after": {"receipt_number": submission.receipt_number}}
        audit.record(check, "begin_proof_check", by=by, change=change)
    return check


def locked_for_check(check: ProofCheck, *, seen: int, by: Any) -> ProofCheck:
    """Lock an open check for a change from the version that was read."""
    check = ProofCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    if not may_check_proof(check, by):
        raise PermissionDenied
    if check.status != ProofCheck.Status.OPEN:
        since = audit.who_and_when(check)
        raise RuleViolation(Finding("closed", f"Die Prüfung ist abgeschlossen ({since})."))
    if check.version != seen:
        raise EditConflict(check)
    check.version += 1
    return check


@transaction.atomic
def draw_sample(check: ProofCheck, size: int, *, seen: int, by: Any) -> ProofCheck:
    """Draw from the frozen submission; the seed follows from it, so nobody can choose it."""
    check = locked_for_check(check, seen=seen, by=by)
    if check.has_sample:
        raise RuleViolation(Finding("drawn", "Die Stichprobe ist schon gezogen."))
    rows = thaw(check.submission.snapshot)["vouchers"]
    amounts = [Decimal(row["amount"]) for row in rows]
    size = min(size, len(rows))
    check.seed = seed_of(check.submission.receipt_number, amounts)
    check.sample_size = size
    check.interval = sum(amounts, Decimal(0)) / size
    check.save(update_fields=["seed", "sample_size", "interval", "version"])
    drawn = set(draw(amounts, size, check.seed))
    chosen = odd_rows(check)
    CheckedVoucher.objects.bulk_create(
        checked(check, row, is_drawn=place in drawn)
        for place, row in enumerate(rows)
        if place in drawn or row["row"] in chosen
    )
    change = {"after": {"seed": check.seed, "sample_size": size}}
    audit.record(check, "draw_sample", by=by, change=change)
    return check


def seed_of(receipt_number: str, amounts: Sequence[Decimal]) -> int:
    """Return the number that anybody can compute again from receipt number and amounts."""
    frozen = {"amounts": [f"{amount:.2f}" for amount in amounts], "receipt": receipt_number}
    return int(fingerprint(frozen)[:12], 16)


def odd_rows(check: ProofCheck) -> set[int]:
    """Return the rows of vouchers that look odd: they are looked at whether drawn or not."""
    duty = check.report.duty
    found = oddities(check.report.vouchers.all(), duty.period_from, duty.period_until)
    return {one.row for one in found[:MOST_CHOSEN]}


def checked(check: ProofCheck, row: Mapping[str, Any], *, is_drawn: bool) -> CheckedVoucher:
    return CheckedVoucher(
        check_of=check,
        row=row["row"],
        number=row["number"],
        paid_on=date.fromisoformat(row["paid_on"]),
        payee=row["payee"],
        purpose=row["purpose"],
        plan_line_id=row["plan_line"],
        amount=Decimal(row["amount"]),
        drawn=is_drawn,
    )


@transaction.atomic
def judge_voucher(
    voucher: CheckedVoucher, judgement: Judgement, *, seen: int, by: Any
) -> CheckedVoucher:
    """Accept a voucher, cut it with type of error and reason, or park it."""
    check = voucher.check_of
    locked_for_check(check, seen=check.version, by=by)
    voucher = CheckedVoucher.objects.select_for_update(of=("self",)).get(pk=voucher.pk)
    if voucher.version != seen:
        raise EditConflict(voucher)
    refuse_half_judgement(voucher, judgement)
    before = {"verdict": voucher.verdict, "accepted": voucher.accepted}
    accepted = {Verdict.ACCEPTED: voucher.amount, Verdict.CUT: judgement.accepted}
    voucher.verdict = judgement.verdict
    voucher.accepted = accepted.get(Verdict(judgement.verdict))
    is_cut = judgement.verdict == Verdict.CUT
    voucher.error = judgement.error if is_cut else ""
    voucher.reason = clean(judgement.reason)
    voucher.version += 1
    voucher.save()
    after = {"verdict": voucher.verdict, "accepted": voucher.accepted, "number": voucher.number}
    change = {"before": before, "after": after, "note": voucher.reason}
    audit.record(check, "judge_voucher", by=by, change=change)
    return voucher


def refuse_half_judgement(voucher: CheckedVoucher, judgement: Judgement) -> None:
    """A cut says how much is left, which error, and why; parking says why."""
    found = []
    if judgement.verdict == Verdict.CUT:
        if judgement.accepted is None or not 0 <= judgement.accepted < voucher.amount:
            sentence = "Der anerkannte Betrag muss kleiner sein als der Beleg."
            found.append(Finding("accepted", sentence, field="accepted"))
        if not judgement.error:
            found.append(Finding("error", "Wählen Sie die Art des Fehlers.", field="error"))
    if judgement.verdict in (Verdict.CUT, Verdict.PARKED) and not judgement.reason.strip():
        found.append(Finding("reason", "Begründen Sie das Ergebnis.", field="reason"))
    if found:
        raise RuleViolation(*found)


@transaction.atomic
def accept_remaining(check: ProofCheck, *, seen: int, by: Any) -> int:
    """Accept every voucher that is still open, after all others were looked at."""
    check = locked_for_check(check, seen=seen, by=by)
    waiting = check.vouchers.filter(verdict=Verdict.PENDING)
    numbers = list(waiting.values_list("number", flat=True))
    for voucher in waiting:
        voucher.verdict, voucher.accepted = Verdict.ACCEPTED, voucher.amount
        voucher.version += 1
        voucher.save(update_fields=["verdict", "accepted", "version"])
    check.save(update_fields=["version"])
    audit.record(check, "accept_vouchers", by=by, change={"after": {"Belege": numbers}})
    return len(numbers)


@transaction.atomic
def save_note(check: ProofCheck, values: Mapping[str, Any], *, seen: int, by: Any) -> ProofCheck:
    """Keep the check note as it is being written."""
    check = locked_for_check(check, seen=seen, by=by)
    before = {name: getattr(check, name) for name in values}
    for name, value in values.items():
        setattr(check, name, clean(value) if isinstance(value, str) else value)
    check.save(update_fields=[*values, "version"])
    audit.record(check, "write_proof_note", by=by, change={"before": before, "after": dict(values)})
    return check


@transaction.atomic
def propose_final_account(check: ProofCheck, *, by: Any) -> ProofCheck:
    """Present the note: the account is computed and kept with its explanation."""
    check = perform(check, "propose", Attempt(by=by))
    account = account_of(check)
    check.recognised, check.income = account.recognised, account.income
    check.final_amount, check.explanation = account.final, list(account.lines)
    check.checked_by_key = by.actor_key
    names = ["recognised", "income", "final_amount", "explanation", "checked_by_key"]
    check.save(update_fields=names)
    report = Report.objects.select_for_update(of=("self",)).get(pk=check.submission.report_id)
    report.checked_by_key = by.actor_key
    report.save(update_fields=["checked_by_key"])
    return check


@transaction.atomic
def give_back_check(check: ProofCheck, *, by: Any, note: str) -> ProofCheck:
    """The second person wants something looked at again, and says what."""
    if not note.strip():
        raise RuleViolation(Finding("note", "Schreiben Sie, was noch zu prüfen ist.", field="note"))
    return perform(check, "give_back", Attempt(by=by, note=clean(note)))


@transaction.atomic
def settle_proof(check: ProofCheck, *, by: Any) -> FinalNotice:
    """Issue the final notice; the retention is free, too much paid becomes a recovery."""
    award = Award.objects.select_for_update(of=("self",)).get(pk=check.report.award.pk)
    check = perform(check, "settle", Attempt(by=by, note=in_place_of(by, Role.HEAD_OF_UNIT)))
    perform(check.report, "settle_proof", Attempt(by=by, facts={"by_check": True}))
    account = account_of(check)
    award.retention_released_on = clock.today()
    award.save(update_fields=["retention_released_on"])
    notice = freeze_notice(award, check, account)
    recover_difference(notice, by)
    mails.announce_final_notice(notice)
    return notice


def freeze_notice(award: Award, check: ProofCheck, account: Account) -> FinalNotice:
    """Store the notice with its days."""
    sent, land = clock.today(), award.organisation.land
    notified = notified_on(sent)
    content = notice_content(check, account, sent)
    snapshot = issue(award, "final_notice", content, f"Schlussbescheid {award.funding_code}")
    return FinalNotice.objects.create(
        award=award,
        check_of=check,
        snapshot=snapshot,
        final_amount=account.final,
        paid_amount=account.paid,
        sent_on=sent,
        notified_on=notified,
        remedy_until=remedy_until(notified, land),
        final_on=final_on(notified, land),
    )


def recover_difference(notice: FinalNotice, by: Any) -> Recovery | None:
    """Hear the recipient about what was paid above the final amount and is not owed already."""
    lines = list(notice.check_of.explanation)
    owed = sum((one.open_amount for one in notice.award.recoveries.all()), Decimal(0))
    amount = -notice.balance - owed
    if amount <= 0:
        return None
    if owed:
        lines.append(f"Davon sind {euro(owed)} schon zurückgefordert und noch nicht bezahlt.")
    return open_recovery(
        notice.award,
        Recovery.Ground.FINAL_ACCOUNT,
        amount=amount,
        facts=(
            "Nach der Schlussrechnung ist die endgültige Zuwendung kleiner als der "
            "ausgezahlte Betrag."
        ),
        by=by,
        calculation=lines,
    )
