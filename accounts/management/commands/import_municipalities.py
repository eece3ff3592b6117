"""Import an edition of the official directory of municipalities (GV100AD)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actions import import_directory
from accounts.directory import BrokenDirectory, read_edition


class Command(BaseCommand):
    help = "Reads a GV100AD file of Destatis: municipalities, Kreise and unions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        if not path.is_file():
            raise CommandError(f"Die Datei {path} gibt es nicht.")
        try:
            edition, entries = read_edition(path)
            result = import_directory(edition, entries)
        except BrokenDirectory as error:
            raise CommandError(f"{error} Es wurde nichts übernommen.") from error
        self.stdout.write(
            f"Stand {edition:%d.%m.%Y}: {result.added} neu, {result.changed} geändert, "
            f"{result.closed} beendet, {len(entries)} Einträge gelesen."
        )
