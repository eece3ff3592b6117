"""Read every stored file and compare size and SHA-256 with what was noted at the upload."""

from hashlib import sha256
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.files import storage_faults
from core.models import StoredFile


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        faults = [fault for stored in StoredFile.objects.iterator() if (fault := fault_of(stored))]
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} Dateien stimmen nicht.")
        self.stdout.write(f"{StoredFile.objects.count()} Dateien geprüft: alle unverändert.")


def fault_of(stored: StoredFile) -> str:
    """Return what is wrong with one file; empty when nothing is."""
    digest, size = sha256(), 0
    try:
        with stored.blob.open("rb") as content:
            while block := content.read(1024 * 1024):
                digest.update(block)
                size += len(block)
    except storage_faults():
        return f"{stored.key}: nicht lesbar."
    if (size, digest.hexdigest()) != (stored.size, stored.sha256):
        return f"{stored.key}: Inhalt weicht von der Prüfsumme ab."
    return ""
