"""Virus scanning by clamd: at upload when it answers, later when it does not.

Without `ALLMENDE_CLAMD` nothing is scanned, and files say so. A file that waits for the scanner,
or in which it found something, is never handed out.
"""

import socket
import struct
from typing import IO, Any

from django.conf import settings

from core import clock
from core.jobs import enqueue
from core.models import StoredFile
from core.refusals import Finding, RuleViolation

SECONDS = 10
CHUNK = 256 * 1024
Scan = StoredFile.Scan
INFECTED = (
    "Die Virenprüfung hat in der Datei Schadsoftware gefunden. Sie wurde nicht gespeichert. "
    "Informieren Sie Ihre IT."
)


class ScannerDown(Exception):
    """clamd did not answer: nothing is known about the file."""


def scanned(upload: Any) -> dict[str, Any]:
    """Return state and time of the scan for a new file; refuse an infected one."""
    if not settings.ALLMENDE_CLAMD:
        return {"scan": Scan.NONE}
    try:
        clean = is_clean(upload)
    except ScannerDown:
        enqueue("core.scanning.jobs.scan_waiting")
        return {"scan": Scan.WAITING}
    if not clean:
        raise RuleViolation(Finding("upload", INFECTED, "documents", "file"))
    return {"scan": Scan.CLEAN, "scanned_at": clock.now()}


def is_clean(stream: IO[bytes]) -> bool:
    """Send the bytes by clamd's INSTREAM protocol and read its verdict."""
    host, _, port = settings.ALLMENDE_CLAMD.rpartition(":")
    stream.seek(0)
    try:
        with socket.create_connection((host, int(port)), SECONDS) as clamd:
            clamd.sendall(b"zINSTREAM\0")
            while block := stream.read(CHUNK):
                clamd.sendall(struct.pack("!L", len(block)) + block)
            clamd.sendall(struct.pack("!L", 0))
            answer = clamd.makefile("rb").read().rstrip(b"\0")
    except OSError as error:
        raise ScannerDown from error
    if answer.endswith(b" FOUND"):
        return False
    if not answer.endswith(b" OK"):
        raise ScannerDown
    return True
