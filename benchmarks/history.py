"""Running awards with five years behind them, stored in bulk for measuring.

Each is a copy of an award of the demonstration: municipality, plan and decision are its own, the
terms come from the same function as everywhere; then four payments a year and all reports due.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Model, Sum

from applications.models import Application, PlanAmount, PlanLine
from awards.models import (
    Award,
    AwardNotice,
    BankAccount,
    CheckNote,
    Measurement,
    Payment,
    PaymentFile,
    PaymentRequest,
    PaymentUse,
    Report,
    ReportDate,
    RequestedBill,
    Tranche,
)
from awards.terms import terms_of
from core import audit, clock
from core.models import random_key
from core.snapshots import frozen
from demo.money import iban_of
from evaluation.models import DecisionShare, FundingDecision
from programmes.models import Account, Booking, BudgetYear

BATCH = 250
YEARS, A_YEAR = 5, 4  # payments a year
GRANT, EXPENSES, RATE = Decimal(650_000), Decimal(1_000_000), Decimal("0.65")
SHARE, PART = GRANT / YEARS, Decimal("26000.13")
FIRST_NUMBER = 100_000  # above the numbers that the demonstration gives
EARLY = date(2000, 1, 1)
LATE = 20  # every 20th award has its last report outstanding


def write_history(size: int) -> None:
    """Store so many running awards; each has one order that waits for the cash office."""
    template = Award.objects.order_by("funding_code").first()
    years = budget_years(template, size)
    files = payment_files(list(years))
    for start in range(0, size, BATCH):
        numbers = range(FIRST_NUMBER + start, FIRST_NUMBER + min(start + BATCH, size))
        awards = store_awards(template, numbers, list(years.values()))
        store_payments(awards, files)
        store_reports(awards)


def copied(row: Any, **changes: Any) -> Any:
    """Return an unsaved copy of a row with a key of its own."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values.pop(row._meta.pk.attname)
    if "key" in values:
        values["key"] = random_key()
    one = type(row)(**values)
    for name, value in changes.items():
        setattr(one, name, value)
    return one


def stored(rows: Sequence[Any]) -> Sequence[Any]:
    """Store rows of one model."""
    if rows:
        type(rows[0])._base_manager.bulk_create(rows, batch_size=1000)
    return rows


def budget_years(template: Award, size: int) -> dict[int, BudgetYear]:
    """Return the five years up to this one, each with money for all, all of it promised."""
    call, last = template.call_version.call, clock.today().year
    years = {}
    for year in range(last - YEARS + 1, last + 1):
        row, _ = BudgetYear.objects.get_or_create(call=call, year=year)
        row.amount += SHARE * size
        row.committed += SHARE * size
        row.save()
        years[year] = row
    return years


def payment_files(years: Sequence[int]) -> dict[tuple[int, int], PaymentFile]:
    """Return a file for every quarter in which the bank has paid."""
    files = {}
    last = PaymentFile.objects.order_by("-number").values_list("number", flat=True).first() or 0
    for place, year in enumerate(years):
        for quarter in range(A_YEAR):
            one = PaymentFile(number=last + place * A_YEAR + quarter + 1, count=1, total=PART)
            one.execution_on, one.created_by_key = day_of(year, quarter), "benchmark"
            one.snapshot = frozen(one, "payment_file", {"orders": []})
            one.snapshot.save()
            one.save()
            files[year, quarter] = one
    return files


def day_of(year: int, quarter: int) -> date:
    return date(year, 2 + 3 * quarter, 10)


def store_awards(
    template: Award, numbers: Sequence[int], years: Sequence[BudgetYear]
) -> list[Award]:
    """Store municipality, application, decision and award of each number."""
    decisions = store_decisions(template, numbers, years)
    notes = stored([CheckNote(candidacy=one.candidacy, written_by_key="b") for one in decisions])
    terms = [
        terms_of(one, note, funding_code=f"BENCH-{n}", file_reference=f"BENCH/{n}")
        for one, note, n in zip(decisions, notes, numbers, strict=True)
    ]
    awards = stored([one.award for one in terms])
    for rows in zip(*(one.rows() for one in terms), strict=True):
        stored([row for some in rows for row in some])
    notices = [notice_of(award) for award in awards]
    stored([notice.snapshot for notice in notices])
    stored(notices)
    return list(awards)


def store_decisions(
    template: Award, numbers: Sequence[int], years: Sequence[BudgetYear]
) -> list[FundingDecision]:
    """Store what an award rests on, and the bookings that bind its money."""
    decision = template.decision
    application = decision.candidacy.application
    version = application.call_version
    towns = stored(
        [copied(template.organisation, name=f"Ort {n}", ags="", ars="") for n in numbers]
    )
    applications = stored(
        [
            copied(application, call_version=version, organisation=town, receipt_number=f"B-{n}")
            for town, n in zip(towns, numbers, strict=True)
        ]
    )
    store_plans(application, applications, [row.year for row in years])
    candidacies = stored([copied(decision.candidacy, application=one) for one in applications])
    money = {"amount": GRANT, "eligible_amount": EXPENSES, "rate": RATE}
    decisions = stored([copied(decision, candidacy=one, **money) for one in candidacies])
    shares = [
        DecisionShare(decision=one, budget_year=row, amount=SHARE)
        for one in decisions
        for row in years
    ]
    stored(shares)
    ways = ((Account.FREE, Account.RESERVED), (Account.RESERVED, Account.COMMITTED))
    stored([booked(one.budget_year, way, SHARE, one.decision) for one in shares for way in ways])
    return list(decisions)


def booked(row: BudgetYear, way: tuple[str, str], amount: Decimal, about: Model) -> Booking:
    source, target = way
    place = audit.address(about)
    return Booking(budget_year=row, source=source, target=target, amount=amount, **place)


def store_plans(
    template: Application, applications: Sequence[Application], years: Sequence[int]
) -> None:
    """Store project, two lines of expenses and two of financing, and the indicators."""
    period = {"starts_on": date(years[0], 1, 1), "ends_on": date(years[-1], 12, 31)}
    stored([copied(template.project, application=one, **period) for one in applications])
    plan = (("expense", "services", EXPENSES - 200_000), ("expense", "investment", 200_000))
    plan += (("financing", "grant", GRANT), ("financing", "own_cash", EXPENSES - GRANT))
    lines, amounts = [], []
    for one in applications:
        for place, (side, kind, total) in enumerate(plan):
            line = PlanLine(application=one, side=side, kind=kind, position=place)
            lines.append(line)
            amounts += [PlanAmount(line=line, year=y, amount=Decimal(total) / YEARS) for y in years]
    stored(lines)
    stored(amounts)
    indicators = list(template.indicators.all())
    stored([copied(row, application=one) for one in applications for row in indicators])


def notice_of(award: Award) -> AwardNotice:
    """The notice of the first day; its content is not what is measured."""
    notice = AwardNotice(award=award, status=AwardNotice.Status.WAIVED)
    for name in ("sent_on", "notified_on", "remedy_until", "final_on"):
        setattr(notice, name, award.starts_on)
    notice.snapshot = frozen(award, "award_notice", {"amount": award.amount})
    return notice


def store_payments(awards: Sequence[Award], files: dict[tuple[int, int], PaymentFile]) -> None:
    """Store a paid request for every quarter; the last one's order waits for a file."""
    accounts = stored([account_of(award) for award in awards])
    tranches = Tranche.objects.filter(award__in=awards).select_related("award", "budget_year")
    requests = []
    of_award = groupby(tranches.order_by("award_id", "budget_year__year"), lambda one: one.award)
    banks = {one.organisation_id: one for one in accounts}
    last = list(files)[-1]
    for award, rows in of_award:
        places = [(row, quarter) for row in rows for quarter in range(A_YEAR)]
        for number, (tranche, quarter) in enumerate(places, start=1):
            when = (tranche.budget_year.year, quarter)
            status = "ordered" if when == last else "paid"
            one = request_of(tranche, number, banks[award.organisation_id], status)
            one.quarter = when
            requests.append(one)
    stored(requests)
    store_moves(requests, {key: one for key, one in files.items() if key != last})
    count_paid(awards)


def account_of(award: Award) -> BankAccount:
    known: dict[str, Any] = {
        "holder": f"Stadtkasse {award.funding_code}",
        "iban": iban_of(award.pk),
    }
    known |= {"status": BankAccount.Status.CONFIRMED, "usable_from": EARLY}
    return BankAccount(organisation=award.organisation, entered_by_key="benchmark", **known)


def request_of(tranche: Tranche, number: int, account: BankAccount, status: str) -> PaymentRequest:
    return PaymentRequest(
        status=status,
        award=tranche.award,
        number=number,
        tranche=tranche,
        bank_account=account,
        spent=PART * number,
        amount=PART,
        approved_amount=PART,
        prepared_by_key="benchmark",
    )


def store_moves(
    requests: Sequence[PaymentRequest], files: dict[tuple[int, int], PaymentFile]
) -> None:
    """Store bill, order, payment, use and bookings of the requests."""
    payments, bills, uses, bookings = [], [], [], []
    for one in requests:
        day, file = day_of(*one.quarter), files.get(one.quarter)
        reference = f"{one.award.funding_code}-{one.number}-1"
        payment = Payment(request=one, file=file, reference=reference, amount=PART)
        payment.ordered_on, payment.paid_on = day, day if file else None
        payments.append(payment)
        bills.append(RequestedBill(request=one, purpose="Messstellen", due_on=day, amount=PART * 2))
        row = one.tranche.budget_year
        bookings.append(booked(row, (Account.COMMITTED, Account.ORDERED), PART, payment))
        if file:
            bookings.append(booked(row, (Account.ORDERED, Account.PAID), PART, payment))
            uses.append(used(payment, day + timedelta(days=30)))
    for rows in (payments, bills, bookings, uses):
        stored(rows)


def used(payment: Payment, day: date) -> PaymentUse:
    return PaymentUse(payment=payment, used_on=day, amount=payment.amount, recorded_by_key="b")


def count_paid(awards: Sequence[Award]) -> None:
    """Let each tranche say what its payments say."""
    living = Payment.objects.filter(request__award__in=awards).order_by()
    sums = living.values_list("request__tranche", "request__status").annotate(Sum("amount"))
    tranches = {one.pk: one for one in Tranche.objects.filter(award__in=awards)}
    for pk, status, total in sums:
        setattr(tranches[pk], status, total)
    Tranche.objects.bulk_update(tranches.values(), ["ordered", "paid"])


def store_reports(awards: Sequence[Award]) -> None:
    """Store every report that is due; the last ones of some awards are outstanding."""
    duties = ReportDate.objects.filter(award__in=awards, due_on__lt=clock.today())
    reports = stored([report for duty in duties for report in reports_of(duty)])
    ReportDate.objects.bulk_update([one.duty for one in reports], ["received_on"])
    indicators = {award.pk: list(award.indicators.all()) for award in awards}
    rows = [
        Measurement(report=one, indicator=indicator, actual=Decimal(1), quality="measured")
        for one in reports
        if one.duty.kind == ReportDate.Kind.INDICATORS
        for indicator in indicators[one.duty.award_id]
    ]
    stored(rows)


def reports_of(duty: ReportDate) -> Iterator[Report]:
    """Yield the accepted report, or nothing where it is outstanding."""
    if duty.award_id % LATE == 0 and duty.due_on.year == clock.today().year:
        return
    duty.received_on = duty.due_on - timedelta(days=7)
    at = clock.now() - timedelta(days=(clock.today() - duty.received_on).days)
    yield Report(duty=duty, status=Report.Status.ACCEPTED, submitted_at=at)
