"""What is due for a recipient after the award: proofs, use of money, milestones, recoveries."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.agenda import Duty, end_of
from awards.models import Award, Milestone, Payment, Recovery, Report
from core import clock
from core.templatetags.allmende import euro

PROJECT = "decision__candidacy__application__project"


def agenda_of_awards(awards: QuerySet[Award]) -> list[Duty]:
    """Return what these awards ask of their recipients, soonest first."""
    known = {award.pk: award for award in awards.select_related(PROJECT)}
    duties = [*to_report(known), *to_use(known), *to_reach(known), *to_pay_back(known)]
    return sorted(duties, key=lambda duty: duty.due_at)


def to_report(known: dict[int, Award]) -> Iterator[Duty]:
    """Reports that are open for writing, and those the office wants completed."""
    open_ones = Report.objects.filter(duty__award__in=known, status__in=Report.IN_WORK)
    for report in open_ones.select_related("duty"):
        asked = report.status == Report.Status.SUPPLEMENT_REQUESTED and report.supplement_until
        label = _("%s ergänzen") if asked else _("%s einreichen")
        url = reverse("report_of_award", args=[report.key])
        award = known[report.duty.award_id]
        yield due_on(asked or report.duty.due_on, award, label % report, url)


def to_use(known: dict[int, Award]) -> Iterator[Duty]:
    """Money that was paid and whose use is not proven yet; the final notice ends the question."""
    paid = Payment.objects.filter(
        request__award__in=known,
        request__award__final_notice=None,
        paid_on__isnull=False,
        failed_because="",
    )
    parts = "decision__candidacy__application__call_version__guideline_version"
    for payment in paid.select_related(f"request__award__{parts}").prefetch_related("uses"):
        if payment.unused > 0:
            label = _("Verwendung belegen: %s") % euro(payment.unused)
            url = reverse("record_use", args=[payment.key])
            yield due_on(payment.use_until, known[payment.request.award_id], label, url)


def to_reach(known: dict[int, Award]) -> Iterator[Duty]:
    """Milestones that are late, and of each award the next one."""
    told: set[int] = set()
    planned = Milestone.objects.filter(award__in=known, status=Milestone.Status.PLANNED)
    for milestone in planned.order_by("due_on", "pk"):
        if milestone.award_id in told:
            continue
        if not milestone.is_late:
            told.add(milestone.award_id)
        label = _("Meilenstein erreichen: %s") % milestone.name
        url = reverse("milestone", args=[milestone.key])
        yield due_on(milestone.due_on, known[milestone.award_id], label, url)


def to_pay_back(known: dict[int, Award]) -> Iterator[Duty]:
    """Hearings without a statement, and recoveries to be paid."""
    status = Recovery.Status
    heard = Recovery.objects.filter(award__in=known, status=status.HEARING, statement="")
    owed = Recovery.objects.filter(award__in=known, status=status.DUE, due_on__isnull=False)
    for recovery in heard.filter(heard_until__gte=clock.today()):
        yield of_recovery(recovery, recovery.heard_until, _("Zur Rückforderung äußern"), known)
    for recovery in owed:
        label = _("Erstattung zahlen: %s") % euro(recovery.open_amount)
        yield of_recovery(recovery, recovery.due_on, label, known)


def of_recovery(recovery: Recovery, on: date, label: str, known: dict[int, Award]) -> Duty:
    url = reverse("recovery", args=[recovery.key])
    return due_on(on, known[recovery.award_id], label, url)


def due_on(on: date, award: Award, label: str, url: str) -> Duty:
    """A duty of a whole day: it may be done until midnight."""
    title = award.decision.candidacy.application.project.title
    return Duty(label, url, f"{title}, {award.funding_code}", end_of(on), is_day=True)
