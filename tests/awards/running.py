"""A running award made in a few rows, and reports of it written through the actions."""

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from applications.models import Application, Indicator, Partner, PlanAmount, PlanLine
from awards.actions import reports as actions
from awards.actions.awarding import store_terms
from awards.actions.vouchers import replace_vouchers
from awards.letters import notice_content
from awards.models import Award, AwardNotice, CheckNote, Report, Tranche
from awards.terms import terms_of
from awards.views.vouchers import numbered
from awards.voucher_files import read
from core import clock
from core.snapshots import freeze
from evaluation.models import Candidacy, DecisionShare, FundingDecision
from tests import cast
from tests.evaluation import casting
from tests.recorded import recorded

GRANT, EXPENSES = Decimal(650_000), Decimal(1_000_000)
HEAD = "Belegnummer;Gezahlt am;Empfänger;Zweck;Position;Betrag"


@recorded
def award(town: str = "Eberswalde", version: Any = None, *, partner: bool = False) -> Award:
    """Return an award of 65 per cent of a million, over the years of its call."""
    version = version or cast.open_call()
    application = casting.admitted(version, town, amount=GRANT)
    first, last = date(version.first_year, 1, 1), date(version.last_year, 12, 31)
    application.project.starts_on, application.project.ends_on = first, last
    application.project.save()
    lines(application, first.year)
    indicators(application, first, last)
    if partner:
        Partner.objects.create(
            application=application, name="Stadtwerke", kind="company", role="Bau", passes_on=True
        )
    application = Application.objects.get(pk=application.pk)
    return store(application, version)


def store(application: Application, version: Any) -> Award:
    """Store decision and award without the way that leads there."""
    candidacy = Candidacy.objects.create(
        application=application, status="awarded", total=Decimal(70), is_fundable=True
    )
    decision = FundingDecision.objects.create(
        candidacy=candidacy,
        status="approved",
        outcome="award",
        amount=GRANT,
        eligible_amount=EXPENSES,
        rate=Decimal("0.65"),
        reason="Gut.",
        approved_at=clock.now(),
    )
    year = version.call.budget_years.order_by("year").first()
    DecisionShare.objects.create(decision=decision, budget_year=year, amount=GRANT)
    note = CheckNote.objects.create(candidacy=candidacy)
    number = f"{Award.objects.count() + 1:04d}"
    terms = terms_of(decision, note, funding_code=f"DSR-{number}", file_reference=number)
    store_terms(terms)
    first_notice(Award.objects.get(pk=terms.award.pk))
    return terms.award


def first_notice(one: Award) -> None:
    """The award notice itself; like an amendment's it says nothing of reviews, there are none."""
    days = dict.fromkeys(("sent_on", "notified_on", "remedy_until", "final_on"), clock.today())
    content = notice_content(AwardNotice(award=one, number=2, **days))
    snapshot = freeze(one, "award_notice", content | {"number": 1})
    AwardNotice.objects.create(award=one, snapshot=snapshot, **days)


def lines(application: Application, year: int) -> None:
    """Replace the plan: two lines of expenses, the grant, own money."""
    application.plan_lines.all().delete()
    plan = [("expense", "services", 800_000), ("expense", "investment", 200_000)]
    plan += [("financing", "grant", 650_000), ("financing", "own_cash", 350_000)]
    for place, (side, kind, amount) in enumerate(plan):
        line = PlanLine.objects.create(
            application=application, side=side, kind=kind, position=place
        )
        PlanAmount.objects.create(line=line, year=year, amount=amount)


def indicators(application: Application, first: date, last: date) -> None:
    for level in ("output", "outcome"):
        Indicator.objects.create(
            application=application,
            name=f"Messstellen ({level})",
            level=level,
            unit="Anzahl",
            baseline=0,
            baseline_on=first,
            target=40,
            target_on=last,
            source="Betrieb",
        )


def paid(one: Award, amount: Decimal = GRANT) -> None:
    """Let the money have been paid out."""
    tranche = Tranche.objects.get(award=one)
    tranche.paid = amount
    tranche.save()


def noon(day: date) -> Any:
    """Let the clock stand at noon of that day."""
    return clock.stopped_at(datetime(day.year, day.month, day.day, 11, tzinfo=UTC))


def after_the_end(one: Award) -> Any:
    """Let the clock stand ten days after the approval period."""
    return noon(one.ends_on + timedelta(days=10))


def opened(one: Award, kind: str) -> Report:
    """Open what is due and return the first report of that kind."""
    actions.open_due_reports(clock.today())
    return Report.objects.filter(duty__award=one, duty__kind=kind).order_by("duty__due_on")[0]


def voucher_file(one: Award, count: int = 20, amount: str = "45.000,00") -> io.BytesIO:
    """Return a CSV of so many vouchers, one a day from the beginning of the award."""
    rows = [HEAD]
    for number in range(1, count + 1):
        day = one.starts_on + timedelta(days=number)
        rows.append(f"R-{number};{day:%d.%m.%Y};Firma {number};Leistung {number};1;{amount}")
    return io.BytesIO("\n".join(rows).encode())


def with_vouchers(report: Report, stream: io.BytesIO) -> Report:
    lines_of = report.lines.filter(plan_line__side="expense").select_related("plan_line")
    listing = read(stream, "belege.csv", numbered([line.plan_line for line in lines_of]))
    return replace_vouchers(report, listing, seen=report.version, by=editor(report))


def editor(report: Report) -> Any:
    return cast.editor(report.award.organisation)


def signatory(report: Report) -> Any:
    return cast.signatory(report.award.organisation)


def written(report: Report) -> Report:
    """Fill every section of a report as its editor."""
    by = editor(report)
    names = ("progress", "deviations", "outlook", "necessity", "publicity")
    texts = dict.fromkeys(names, "Die Wege sind gebaut.")
    report = actions.save_texts(report, texts, seen=report.version, by=by)
    values = {"actual": Decimal(40), "quality": "measured", "source": "Zählung"}
    edits = {row.pk: values for row in report.measurements.all()}
    report = actions.save_measurements(report, edits, seen=report.version, by=by)
    if report.is_proof and not report.vouchers.exists():
        report = with_vouchers(report, voucher_file(report.award))
    amounts = {row.pk: row.planned for row in report.lines.all()}
    report = actions.save_lines(report, amounts, seen=report.version, by=by)
    proven = {"passed_on": Decimal(1000), "recognised": Decimal(1000), "result": "Geprüft."}
    edits = {row.pk: proven for row in report.partner_proofs.all()}
    return actions.save_partner_proofs(report, edits, seen=report.version, by=by)


def handed_in(one: Award, kind: str = "proof", **vouchers: Any) -> Report:
    """Return a signed report of that kind."""
    report = opened(one, kind)
    if vouchers:
        report = with_vouchers(report, voucher_file(one, **vouchers))
    actions.submit_report(written(report), by=signatory(report))
    return Report.objects.get(pk=report.pk)
