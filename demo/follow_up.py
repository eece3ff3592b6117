"""What followed the first awards: reports, a proof of use, its check, a recovery.

The awards of the demonstration have only begun, so each of these reports covers the months of
preparation; the proofs belong to projects that ended early.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from accounts.models import Organisation, Person, Role
from awards.actions import checking, procuring, recovering, reports
from awards.actions.vouchers import replace_vouchers
from awards.models import AgreedIndicator, Award, Procurement, ProofCheck, Report, ReportDate
from awards.report_parts import FIGURES_OF
from awards.voucher_files import read
from core import clock
from demo.people import Office

DAYS, WEEKS_AGO = 90, 5
PROGRESS = (
    "Die Steuerungsgruppe arbeitet. Die Ausschreibung der Messstellen ist veröffentlicht, "
    "und zwei Werkstätten mit Bürgerinnen und Bürgern haben stattgefunden."
)
DEVIATION = "Die Stelle der Projektleitung ist zwei Monate später besetzt als geplant."
SUPPLEMENT = "Bitte nennen Sie die Quelle des zweiten Indikators."
FIRMS = ("Netzwerk Nord GmbH", "Büro Blickwinkel", "Sensorik Süd AG", "Druckerei am Markt")
VOUCHERS = 60


def play_follow_up(office: Office) -> None:
    """Bring the first awards to different states."""
    awards = awards_paid_by("advance")
    for award, play in zip(awards[: len(PLAYS)], PLAYS, strict=False):
        if people_of(award.organisation):
            play(award, office)


def awards_paid_by(mode: str) -> QuerySet[Award]:
    """Return the awards of calls with this payment mode, the same ones however they were loaded."""
    awards = Award.objects.order_by("funding_code").select_related("organisation")
    by_mode = "decision__candidacy__application__call_version__payment_mode"
    return awards.filter(**{by_mode: mode})


def people_of(town: Organisation) -> tuple[Person, Person] | None:
    """Return an editor and a signatory of the town."""
    members = town.memberships.select_related("person").order_by("pk")
    editor = members.filter(role=Role.EDITOR).first()
    signatory = members.filter(role=Role.SIGNATORY).first()
    return (editor.person, signatory.person) if editor and signatory else None


def asked(award: Award, kind: str, *, weeks: int = 4) -> Report:
    """Ask for a report on the months before today, due in so many weeks."""
    today = clock.today()
    until = today - timedelta(weeks=WEEKS_AGO)
    duty = ReportDate.objects.create(
        award=award,
        kind=kind,
        period_from=until - timedelta(days=DAYS),
        period_until=until,
        due_on=today + timedelta(weeks=weeks),
    )
    reports.open_report(duty.pk)
    return Report.objects.get(duty=duty)


def begun(one: AgreedIndicator) -> Decimal:
    """Return a whole value on a quarter of the way from baseline to target."""
    return one.baseline + ((one.target - one.baseline) / 4).quantize(Decimal(1))


TOLD: dict[str, Any] = {
    **{"posts_planned": Decimal(3), "posts_filled": Decimal("2.5"), "transfers": 2},
    "continuation": Report.Continuation.PART,
}


def facts_of(report: Report) -> tuple[str, ...]:
    """Return what this kind of report may tell beside its texts."""
    return FIGURES_OF.get(report.duty.kind, ())


def written(report: Report) -> Report:
    """Let the editor fill every section."""
    by, _ = people_of(report.award.organisation) or (None, None)
    names = ("progress", "necessity", "publicity", "outlook")
    texts: dict[str, Any] = {**dict.fromkeys(names, PROGRESS), "deviations": DEVIATION}
    texts |= {name: told for name, told in TOLD.items() if name in facts_of(report)}
    report = reports.save_texts(report, texts, seen=report.version, by=by)
    values = {
        row.pk: {
            "actual": begun(row.indicator),
            "quality": "measured",
            "source": "Eigene Zählung",
            "reason": DEVIATION,
            "next_step": "Die übrigen Standorte folgen im nächsten Quartal.",
        }
        for row in report.measurements.select_related("indicator")
    }
    report = reports.save_measurements(report, values, seen=report.version, by=by)
    if report.is_proof:
        report = with_vouchers(report, by)
    amounts = {row.pk: row.declared or Decimal(0) for row in report.lines.all()}
    report = reports.save_lines(report, amounts, seen=report.version, by=by)
    proven = {"passed_on": Decimal(0), "recognised": Decimal(0), "result": "Noch nichts geflossen."}
    edits = {row.pk: proven for row in report.partner_proofs.all()}
    return reports.save_partner_proofs(report, edits, seen=report.version, by=by)


def with_vouchers(report: Report, by: Person | None) -> Report:
    """Hand in a list of vouchers; one of them looks like another, one is too early."""
    start = report.duty.period_from
    rows = ["Belegnummer;Gezahlt am;Empfänger;Zweck;Position;Betrag"]
    for number in range(VOUCHERS):
        day = start + timedelta(days=number if number else -9)
        amount = f"{(1_250 + 37 * number) * (1 + number % 7)},{number:02d}"
        firm = FIRMS[number % len(FIRMS)]
        rows.append(f"R-{1000 + number};{day:%d.%m.%Y};{firm};Leistung {number + 1};1;{amount}")
    rows.append(rows[10])
    line = report.lines.filter(plan_line__side="expense")[0]
    listing = read(io.BytesIO("\n".join(rows).encode()), "belege.csv", {"1": line.plan_line_id})
    return replace_vouchers(report, listing, seen=report.version, by=by)


def signed(report: Report, days_ago: int = 14) -> Report:
    """Let the signatory sign, some days ago."""
    _, signatory = people_of(report.award.organisation) or (None, None)
    day = clock.today() - timedelta(days=days_ago)
    with clock.stopped_at(clock.from_local(datetime.combine(day, time(10, 30)))):
        reports.submit_report(written(report), by=signatory)
    return Report.objects.get(pk=report.pk)


def all_well(award: Award, office: Office) -> None:
    """An interim report is accepted, the indicators wait to be checked."""
    report = signed(asked(award, "interim"))
    report = reports.check_report(report, by=office.officer)
    reports.accept_report(report, by=office.second_officer)
    signed(asked(award, "indicators"))
    contract = contracted(award, "restricted", "")
    procuring.clear_procurement(contract, by=office.officer, note="Vergabevermerk liegt vor.")


def contracted(award: Award, procedure: str, reason: str) -> Procurement:
    """Let the editor enter a contract of some weeks ago."""
    by, _ = people_of(award.organisation) or (None, None)
    values = {
        "subject": "Messstellen und ihr Einbau",
        "kind": Procurement.Kind.SUPPLY,
        "estimated_amount": Decimal(90_000),
        "procedure": procedure,
        "awarded_on": clock.today() - timedelta(weeks=WEEKS_AGO),
        "winner": FIRMS[0],
        "contract_amount": Decimal(96_961),
        "exception_reason": reason,
    }
    return procuring.enter_procurement(award, values, by=by)


def in_talks(award: Award, office: Office) -> None:
    """A supplement is asked for, another report is checked and waits for the second person."""
    report = signed(asked(award, "indicators"))
    reports.request_report_supplement(report, by=office.officer, note=SUPPLEMENT)
    reports.check_report(signed(asked(award, "interim")), by=office.officer)


def late(award: Award, office: Office) -> None:
    """A report is overdue, another one is being written; a revocation was decided."""
    asked(award, "interim", weeks=-3)
    written(asked(award, "indicators"))
    breach = procuring.find_breach(
        contracted(award, "direct", "Die Frist war zu kurz für ein Verfahren."),
        "no_competition",
        basis=Decimal(115_384),
        reason="Der geschätzte Wert verlangte ein Verfahren mit Wettbewerb.",
        by=office.officer,
    )
    facts = "Der Auftrag für die Messstellen wurde ohne Wettbewerb vergeben."
    opened = recovering.recover_breach(breach, facts=facts, by=office.officer)
    editor, _ = people_of(award.organisation) or (None, None)
    recovering.state_in_hearing(opened, "Die Frist war zu kurz für ein Verfahren.", by=editor)
    reasons = "Der Verstoß ist schwer. Gekürzt wird um 25 Prozent des Auftrags."
    recovering.propose_recovery(opened, opened.amount, reasons, by=office.officer)
    recovering.decide_recovery(opened, by=office.head_of_unit)


def in_check(award: Award, office: Office) -> ProofCheck:
    """The sample of a proof is drawn, one voucher is cut."""
    report = signed(asked(award, "proof"))
    check = checking.begin_check(report, by=office.officer)
    check = checking.draw_sample(check, 20, seen=check.version, by=office.officer)
    voucher = check.vouchers.order_by("row")[0]
    reason = "Die Bewirtung ist nicht zuwendungsfähig."
    cut = checking.Judgement("cut", round(voucher.amount / 2, 2), "not_eligible", reason)
    checking.judge_voucher(voucher, cut, seen=voucher.version, by=office.officer)
    return ProofCheck.objects.get(pk=check.pk)


def settled(award: Award, office: Office) -> None:
    """The whole way to the final notice."""
    check = in_check(award, office)
    checking.accept_remaining(check, seen=check.version, by=office.officer)
    check = ProofCheck.objects.get(pk=check.pk)
    note = {"purpose_reached": True, "note": "Belege geprüft. Der Zweck ist erreicht."}
    check = checking.save_note(check, note, seen=check.version, by=office.officer)
    check = checking.propose_final_account(check, by=office.officer)
    checking.settle_proof(check, by=office.head_of_unit)


PLAYS: Sequence[Callable[[Award, Office], object]] = (all_well, in_talks, late, in_check, settled)
