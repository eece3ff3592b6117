"""Scan what waits in quarantine."""

from datetime import timedelta

from core import clock
from core.jobs import enqueue
from core.models import StoredFile
from core.scanning import ScannerDown, is_clean

PAUSE = timedelta(minutes=1)
Scan = StoredFile.Scan


def scan_waiting() -> None:
    """Scan every waiting file, oldest first; while the scanner is down, come back in a minute."""
    try:
        for stored in StoredFile.objects.filter(scan=Scan.WAITING).order_by("uploaded_at"):
            with stored.blob.open("rb") as stream:
                stored.scan = Scan.CLEAN if is_clean(stream) else Scan.INFECTED
            stored.scanned_at = clock.now()
            stored.save(update_fields=["scan", "scanned_at"])
    except ScannerDown:
        again = enqueue("core.scanning.jobs.scan_waiting")
        again.due_at = clock.now() + PAUSE
        again.save(update_fields=["due_at"])
