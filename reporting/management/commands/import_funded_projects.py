"""Take over the funded projects of Modellprojekte Smart Cities 2019 to 2021."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from accounts.directory import read_edition, shipped_facts
from reporting.actions import import_history
from reporting.history import FACTS, PLACES, PROJECTS, read_facts, read_projects


class Command(BaseCommand):
    help = "Imports published facts about earlier funded projects; without options the shipped ones"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--projects", type=Path, default=PROJECTS)
        parser.add_argument("--facts", type=Path, default=FACTS)
        parser.add_argument("--directory", type=Path, help="GV100AD, when other places are named")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["directory"]
        directory = read_edition(path) if path else shipped_facts(PLACES)
        facts = read_facts(options["facts"])
        count = import_history(read_projects(options["projects"]), facts, directory)
        self.stdout.write(f"{count} geförderte Vorhaben, {len(facts)} veröffentlichte Angaben.")
