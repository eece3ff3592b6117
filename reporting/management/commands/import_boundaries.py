"""Make the shipped boundaries from an edition of the official ones."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from reporting.boundaries import read
from reporting.maps import FIELDS, SHIPPED, SOURCE


class Command(BaseCommand):
    help = "Writes the boundaries that maps are drawn from: TopoJSON (EPSG:25832) in, CSV out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("laender", type=Path)
        parser.add_argument("kreise", type=Path)
        parser.add_argument("--into", type=Path, default=SHIPPED)

    def handle(self, *args: Any, laender: Path, kreise: Path, into: Path, **options: Any) -> None:
        for name, path in (("laender.csv", laender), ("kreise.csv", kreise)):
            rows = read(path)
            with (into / name).open("w", encoding="utf-8", newline="") as text:
                text.write(f"# {SOURCE}\n")
                writer = csv.DictWriter(text, FIELDS, delimiter=";", lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
            self.stdout.write(f"{name}: {len(rows)} Gebiete.")
