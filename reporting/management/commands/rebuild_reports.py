"""Build stored evaluation reports again and compare: `manage.py rebuild_reports [key ...]`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reporting.models import ReportRun


class Command(BaseCommand):
    help = "Rebuilds evaluation reports from their stored inputs: figures and every file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("keys", nargs="*", help="only these; without a key all of them")

    def handle(self, *args: Any, **options: Any) -> None:
        from reporting.runs import differences

        wanted = set(options["keys"])
        built = ReportRun.objects.exclude(built_at=None).select_related("call_version__call")
        runs = [run for run in built if not wanted or run.key in wanted]
        if unknown := wanted - {run.key for run in runs}:
            raise CommandError(f"Unbekannt oder noch nicht gebaut: {', '.join(sorted(unknown))}")
        found = {run: differences(run) for run in runs}
        for run, sentences in found.items():
            self.stdout.write(f"{run.key}  {'ABWEICHUNG' if sentences else 'gleich'}  {run}")
            for sentence in sentences:
                self.stdout.write(f"    {sentence}")
        if any(found.values()):
            raise CommandError("Mindestens ein Bericht lässt sich nicht gleich wieder bauen.")
