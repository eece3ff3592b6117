"""Fill an empty database with the demonstration programme."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.loading import MOST_BY_HAND, USUAL_NUMBER, USUAL_SEED, load
from programmes.models import Call

FEWEST, MOST = 12, 20_000


class Command(BaseCommand):
    help = "Loads the demonstration: three calls with invented applications of real municipalities."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--applications", type=int, default=USUAL_NUMBER)
        parser.add_argument("--seed", type=int, default=USUAL_SEED)

    def handle(self, *args: Any, applications: int, seed: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Vorführdaten haben öffentliche Passwörter. Es gibt sie nur mit ALLMENDE_MODE=demo."
            )
        if not FEWEST <= applications <= MOST:
            raise CommandError(f"Möglich sind {FEWEST} bis {MOST} Anträge.")
        if Call.objects.exists():
            raise CommandError("Es gibt schon Förderaufrufe. Es wurde nichts geladen.")
        begun = time.monotonic()
        load(applications, seed, in_bulk=applications > MOST_BY_HAND)
        seconds = time.monotonic() - begun
        self.stdout.write(f"{applications} Anträge in mehreren Aufrufen ({seconds:.0f} Sekunden).")
