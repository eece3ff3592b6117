"""Show the jobs that need a look, and give dead ones another try."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count

from core import jobs
from core.jobs_model import Job


class Command(BaseCommand):
    help = "Count jobs by state and list the dead ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--revive", metavar="KEY", help="give this dead job another try")

    def handle(self, *, revive: str | None, **_options: Any) -> None:
        if revive:
            jobs.revive(Job.objects.dead().get(pk=revive))
        for row in Job.objects.order_by().values("state").annotate(number=Count("pk")):
            self.stdout.write(f"{row['state']:10} {row['number']}")
        for job in Job.objects.dead():
            last_line = job.error.strip().splitlines()[-1:] or [""]
            self.stdout.write(f"{job.key}  {job.function}  {last_line[0]}")
