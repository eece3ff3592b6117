"""Work done each day: reports are opened, reminders sent. Every function may run again."""

from __future__ import annotations

from datetime import timedelta

from awards.actions.auditing import make_daily_root
from awards.actions.reports import open_due_reports, remind_of_report
from awards.actions.sending import send_run
from awards.actions.timers import remind_by_date
from awards.actions.using import remind_of_unused_money
from awards.mails_follow_up import STAGES
from awards.models import LetterRun, Report
from core import clock, jobs


def follow_up() -> None:
    """Open the reports whose period is over, and remind of those that are due."""
    remind_of_unused_money()
    remind_by_date(clock.today())
    open_due_reports(clock.today())
    make_daily_root(clock.today())
    for stage, days in reversed(list(enumerate(STAGES, start=1))):  # missed days: one mail only
        day = clock.today() - timedelta(days=days)
        waiting = Report.objects.filter(
            status__in=Report.IN_WORK, reminders__lt=stage, duty__due_on__lte=day
        )
        for pk in list(waiting.values_list("pk", flat=True)):
            remind_of_report(pk, stage)


def send_letters(run: str) -> None:
    """Send the letters of a run that are not sent yet."""
    found = LetterRun.objects.select_related("call").filter(key=run).first()
    if found is not None:
        send_run(found, jobs.report)
