"""What hides in files: two formats in one, bombs, macros, pictures too large to open.

Each function returns the one German sentence that says what is wrong, empty when nothing is.
"""

import re
import zipfile
from typing import IO, Any

from core.text import FORBIDDEN

MEGABYTE = 1024 * 1024
MOST_ZIP_ENTRIES = 5000
MOST_UNPACKED = 300 * MEGABYTE
MOST_RATIO = 200
SMALL = 1 * MEGABYTE  # small parts may be packed as tightly as they like
MOST_PIXELS = 50_000_000
EDGE = 64 * 1024
PROGRAMS = frozenset(
    "bat cmd com cpl dll exe hta html htm jar js jse lnk msi php ps1 scr sh svg vbe vbs wsf".split()
)
DECLARED = [
    word.encode(code)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for code in ("utf-8", "utf-16-le", "utf-16-be")
]
TOO_MANY_PIXELS = "Das Bild hat zu viele Bildpunkte. Verkleinern Sie es bitte."
DAMAGED = "Die Datei ist beschädigt und lässt sich nicht öffnen."


def name_fault(name: str) -> str:
    """Names that pretend: control characters, reversed text, a program's ending inside."""
    if FORBIDDEN.search(name) or "\n" in name or "\r" in name:
        return "Der Dateiname enthält unsichtbare Zeichen. Benennen Sie die Datei um."
    inner = {part.lower() for part in name.split(".")[1:-1]}
    if found := sorted(inner & PROGRAMS):
        return f"Der Dateiname hat zwei Endungen („.{found[0]}“). Benennen Sie die Datei um."
    return ""


def disguise_fault(stream: IO[bytes], ending: str) -> str:
    """A second format before or behind the first: what one program shows, another runs."""
    stream.seek(0)
    head = stream.read(1024)
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - EDGE))
    tail = stream.read()
    is_zip = ending in ("xlsx", "docx")
    if ending == "pdf" and not head.startswith(b"%PDF-"):
        return DISGUISED
    if not is_zip and b"PK\x05\x06" in tail:
        return DISGUISED
    if is_zip and not tail[tail.rfind(b"PK\x05\x06") :][20:22] == trailing(tail):
        return DISGUISED
    return DISGUISED if re.search(rb"<(script|html)\b", head, re.IGNORECASE) else ""


DISGUISED = "Die Datei enthält ein zweites Dateiformat. Speichern Sie sie neu und ohne Anhängsel."


def trailing(tail: bytes) -> bytes:
    """Return the length of what follows the end record of a ZIP, as the record itself says it."""
    behind = len(tail) - tail.rfind(b"PK\x05\x06") - 22
    return max(0, behind).to_bytes(2, "little") if behind < EDGE else b""


def office_fault(stream: IO[bytes]) -> str:
    """Bombs, macros, embedded programs and entities of a workbook or text."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            return archive_fault(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return DAMAGED


def archive_fault(archive: zipfile.ZipFile) -> str:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ZIP_ENTRIES or unpacked > MOST_UNPACKED or any(map(is_bomb, entries)):
        return "Die Datei ist ungewöhnlich stark gepackt. Speichern Sie sie bitte neu."
    names = [entry.filename.lower() for entry in entries]
    if any(".." in name.split("/") or name.startswith("/") for name in names):
        return "Die Datei enthält Pfade, die nach außen zeigen. Speichern Sie sie bitte neu."
    if any(name.endswith("vbaproject.bin") for name in names) or has_macros(archive):
        return "Die Datei enthält Makros. Speichern Sie sie bitte ohne Makros."
    if any("/embeddings/" in name or "/activex/" in name for name in names):
        return "Die Datei enthält eingebettete Objekte. Entfernen Sie sie bitte."
    if any(
        declares_entities(archive, e) for e in entries if e.filename.endswith((".xml", ".rels"))
    ):
        return "Die Datei enthält unzulässige XML-Anweisungen. Speichern Sie sie bitte neu."
    return ""


def is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)


def has_macros(archive: zipfile.ZipFile) -> bool:
    with archive.open("[Content_Types].xml") as part:
        contents = part.read(MEGABYTE)
    return b"macroEnabled" in contents or b"vbaProject" in contents


def declares_entities(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """A part of an Office document never declares anything of its own."""
    with archive.open(entry) as part:
        before = b""
        while block := part.read(MEGABYTE):
            if any(word in before + block for word in DECLARED):
                return True
            before = block[-32:]
    return False


def image_fault(stream: Any) -> str:
    """A picture must open, and must not fill the memory of whoever opens it."""
    from PIL import Image, UnidentifiedImageError

    stream.seek(0)
    try:
        with Image.open(stream, formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return TOO_MANY_PIXELS
            picture.load()
    except Image.DecompressionBombError:
        return TOO_MANY_PIXELS
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return DAMAGED
    return ""


def without_metadata(stream: Any) -> bytes:
    """Return the picture alone: no place, no camera, no names, nothing behind its end."""
    from io import BytesIO

    from PIL import Image, ImageOps

    stream.seek(0)
    with Image.open(stream, formats=("PNG", "JPEG")) as picture:
        kind = str(picture.format)
        upright = ImageOps.exif_transpose(picture)
        upright.info = {}
        clean = BytesIO()
        upright.save(clean, kind, **({"quality": 92} if kind == "JPEG" else {}))
    return clean.getvalue()
