"""Fira Sans for PDF: unpacked once from the web fonts that the pages use.

typst reads TrueType and OpenType only. A WOFF file (version 1) is such a font with its tables
packed by zlib: unpacking it needs no font library. The web fonts come in one file for each
script, all with the same family name, of which typst would use only one; so each gets its own.
"""

import os
import struct
import tempfile
import zlib
from functools import cache
from pathlib import Path

from django.conf import settings

WEIGHTS = ("400", "600", "700")
FAMILY = "Fira Sans"
# The family name for each script, as long as the original; templates/typst/base.typ lists them.
FAMILIES = {
    "latin": FAMILY,
    "latin-ext": "Fira SanE",
    "greek": "Fira SanG",
    "cyrillic": "Fira SanC",
}


@cache
def font_folder() -> Path | None:
    """Return a folder with Fira Sans as TrueType; None where the web fonts are not installed."""
    source = Path(settings.NODE_MODULES) / "@fontsource" / "fira-sans" / "files"
    folder = Path(settings.VAR_DIR) / "fonts"
    for script, family in FAMILIES.items():
        for weight in WEIGHTS:
            packed = source / f"fira-sans-{script}-{weight}-normal.woff"
            if not packed.exists():
                return None
            unpack(packed, folder / f"{packed.stem}.ttf", family)
    return folder


def unpack(packed: Path, target: Path, family: str) -> None:
    """Write the font aside and move it into place, so that no process reads half a font."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, fresh = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(truetype(packed.read_bytes(), family))
    os.replace(fresh, target)


def truetype(woff: bytes, family: str) -> bytes:
    """Return the font inside a WOFF 1.0 file (W3C recommendation, sections 4 and 5), renamed."""
    flavour = woff[4:8]
    (count,) = struct.unpack(">H", woff[12:14])
    power = 1 << (count.bit_length() - 1)
    directory = struct.pack(
        ">4sHHHH", flavour, count, power * 16, power.bit_length() - 1, (count - power) * 16
    )
    start, tables = 12 + 16 * count, b""
    for place in range(count):
        entry = woff[44 + 20 * place : 64 + 20 * place]
        tag, offset, packed, size, checksum = struct.unpack(">4s4I", entry)
        table = woff[offset : offset + packed]
        table = zlib.decompress(table) if packed < size else table
        if tag == b"name":
            for encoding in ("utf-16-be", "ascii"):
                table = table.replace(FAMILY.encode(encoding), family.encode(encoding))
        directory += struct.pack(">4s3I", tag, checksum, start + len(tables), size)
        tables += table + b"\0" * (-size % 4)
    return directory + tables
