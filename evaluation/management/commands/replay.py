"""Compute frozen rankings and calculations again and compare: `manage.py replay [key ...]`."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluation import calculating, frozen
from evaluation.models import Calculation, Ranking


class Command(BaseCommand):
    help = "Rebuilds rankings and calculations from their frozen inputs, seed and rules."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("keys", nargs="*", help="only these; without a key all of them")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = set(options["keys"])
        replayed = [one for one in replays() if not wanted or one[0] in wanted]
        for key, name, same in replayed:
            self.stdout.write(f"{key}  {'gleich    ' if same else 'ABWEICHUNG'}  {name}")
        if unknown := wanted - {key for key, _, _ in replayed}:
            raise CommandError(f"Unbekannt oder noch nicht berechnet: {', '.join(sorted(unknown))}")
        if not all(same for _, _, same in replayed):
            raise CommandError("Mindestens ein Ergebnis lässt sich nicht wiederholen.")


def replays() -> Iterator[tuple[str, str, bool]]:
    """Yield key, name and whether the result is the same."""
    for ranking in Ranking.objects.select_related("snapshot", "call_version__call"):
        name = f"Rangfolge {ranking.number}, {ranking.call_version.call}"
        yield ranking.key, name, frozen.is_reproducible(ranking)
    finished = Calculation.objects.exclude(snapshot=None)
    for one in finished.select_related("snapshot", "call_version__call"):
        name = f"{one.get_kind_display()}, {one.call_version.call}"
        yield one.key, name, calculating.is_reproducible(one)
