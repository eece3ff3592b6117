"""Take over a version of the funding guideline from JSON files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.actors import SYSTEM
from programmes.actions import import_guideline
from programmes.guideline_files import BrokenGuideline, read_guideline


class Command(BaseCommand):
    help = "Stores the next version of a guideline; demo/guideline.json is an example."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            version = import_guideline(read_guideline(options["files"]), by=SYSTEM)
        except (BrokenGuideline, KeyError, TypeError, ValidationError) as error:
            raise CommandError(f"{error} Es wurde nichts übernommen.") from error
        self.stdout.write(f"{version.programme}: {version}.")
