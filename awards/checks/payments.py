"""What stands against asking for money and paying it: one function per rule."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from awards.checks.milestones import milestones_are_reached
from awards.drawing import drawable
from core.refusals import Finding
from core.templatetags.allmende import day, euro
from core.workflow import Attempt
from programmes.models import CallVersion

if TYPE_CHECKING:
    from awards.models import AwardNotice, PaymentRequest


def notices_are_final(request: PaymentRequest, attempt: Attempt) -> list[Finding]:
    """Paid only when every notice of the chain is bestandskräftig (VV Nr. 7.1)."""
    today, notices = localdate(attempt.at), list(request.award.notices.order_by("number"))
    if not notices:
        return [Finding("no_notice", "Es gibt noch keinen Zuwendungsbescheid.")]
    return [Finding("not_final", why_not_final(n)) for n in notices if not n.is_final(today)]


def why_not_final(notice: AwardNotice) -> str:
    """Say what a notice that is not final yet waits for."""
    name = notice.get_kind_display()
    if notice.status == notice.Status.CHALLENGED:
        return f"Gegen den {name} läuft ein Rechtsbehelf. Bis zur Erledigung wird nicht gezahlt."
    return (
        f"Der {name} ist erst am {day(notice.final_on)} bestandskräftig. "
        "Mit einem Rechtsbehelfsverzicht geht es sofort."
    )


def payments_are_not_stopped(request: PaymentRequest, attempt: Attempt) -> list[Finding]:
    if not request.award.stop_reason:
        return []
    return [Finding("stopped", f"Die Auszahlung ist angehalten: {request.award.stop_reason}")]


def no_report_is_overdue(request: PaymentRequest, attempt: Attempt) -> list[Finding]:
    late = request.award.report_dates.overdue(localdate(attempt.at))
    return [
        Finding("report", f"Überfällig seit {day(report.due_on)}: {report}. Reichen Sie ihn ein.")
        for report in late
    ]


def earlier_money_is_used(request: PaymentRequest, attempt: Attempt) -> list[Finding]:
    """New money only when what was paid earlier is proven as used after its period."""
    from awards.models import Payment

    today = localdate(attempt.at)
    limit = today - timedelta(days=request.award.rules.use_days)
    earlier = Payment.objects.filter(request__award=request.award, paid_on__lt=limit)
    return [
        Finding(
            "unused",
            f"Von der Auszahlung am {day(payment.paid_on)} sind {euro(payment.unused)} noch nicht "
            "als verwendet gemeldet.",
        )
        for payment in earlier.prefetch_related("uses")
        if payment.unused > 0
    ]


def account_may_be_used(request: PaymentRequest, attempt: Attempt) -> list[Finding]:
    account, today = request.bank_account, localdate(attempt.at)
    if account is None:
        return [Finding("account", "Es fehlt eine bestätigte Bankverbindung.")]
    if account.status != "confirmed" or account.usable_from is None:
        return [
            Finding("account", "Die Bankverbindung ist noch nicht von zwei Personen bestätigt.")
        ]
    if account.usable_from > today:
        since = day(account.usable_from)
        return [Finding("account", f"Die neue Bankverbindung gilt erst ab {since}.")]
    return []


def year_has_come(request: PaymentRequest, attempt: Attempt) -> list[Finding]:
    """The money of a later budget year is promised, not there yet (§ 45 BHO)."""
    year = request.tranche.budget_year.year
    if year <= localdate(attempt.at).year:
        return []
    return [Finding("year", f"Die Mittel {year} stehen erst ab dem 1. Januar {year} bereit.")]


def bills_are_named(request: PaymentRequest, attempt: Attempt) -> list[Finding]:
    if request.bills.exists():
        return []
    if request.award.is_paid_by_milestones:
        return [Finding("bills", "Wählen Sie mindestens einen erreichten Meilenstein.")]
    return [Finding("bills", "Nennen Sie mindestens eine Zahlung, für die Sie das Geld brauchen.")]


def bills_fit_the_mode(request: PaymentRequest, attempt: Attempt) -> list[Finding]:
    """Advance: due within the period of use. Otherwise: paid or reached already."""
    today, rules = localdate(attempt.at), request.award.rules
    advance = request.award.call_version.payment_mode == CallVersion.PaymentMode.ADVANCE
    last = today + timedelta(days=rules.use_days) if advance else today
    late = [bill for bill in request.bills.all() if bill.due_on > last]
    why = (
        f"Angefordert wird nur, was bis {day(last)} fällig ist ({rules.use_days} Tage)."
        if advance
        else "Gezahlt wird nur, was schon bezahlt oder erreicht ist."
    )
    return [Finding("bill_date", f"„{b.purpose}“ am {day(b.due_on)}: {why}") for b in late]


def asks_for_money(request: PaymentRequest, attempt: Attempt) -> list[Finding]:
    if request.amount > 0:
        return []
    return [Finding("amount", "Geben Sie an, wie viel Sie anfordern.", field="amount")]


def request_is_within_limits(request: PaymentRequest, attempt: Attempt) -> list[Finding]:
    return above(request, request.amount)


def approval_is_within_limits(request: PaymentRequest, attempt: Attempt) -> list[Finding]:
    if request.approved_amount <= 0:
        sentence = "Anerkannt sind 0 Euro. Geben Sie die Anforderung stattdessen zurück."
        return [Finding("approved", sentence, field="approved_amount")]
    return above(request, request.approved_amount)


def above(request: PaymentRequest, amount: Decimal) -> list[Finding]:
    most = drawable(request).amount
    if amount <= most:
        return []
    sentence = f"Höchstens {euro(most)} können zurzeit ausgezahlt werden."
    return [Finding("limit", sentence, field="amount")]


def cut_has_a_reason(request: PaymentRequest, attempt: Attempt) -> list[Finding]:
    if request.approved_amount == request.amount or request.cut_reason.strip():
        return []
    return [Finding("cut", "Begründen Sie die Kürzung.", field="cut_reason")]


GUARDS = (
    notices_are_final,
    payments_are_not_stopped,
    no_report_is_overdue,
    earlier_money_is_used,
    account_may_be_used,
    year_has_come,
)
SUBMISSION_CHECKS = (
    *GUARDS,
    bills_are_named,
    bills_fit_the_mode,
    milestones_are_reached,
    asks_for_money,
    request_is_within_limits,
)
APPROVAL_CHECKS = (*GUARDS, milestones_are_reached, cut_has_a_reason, approval_is_within_limits)
ORDER_CHECKS = (*GUARDS, milestones_are_reached, approval_is_within_limits)
