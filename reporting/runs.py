"""The files of an evaluation report, and whether an old one can be built again. Jobs only."""

from __future__ import annotations

import io
import platform
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from importlib.metadata import version as version_of
from typing import Any

from core.snapshots import thaw as thaw_snapshot
from core.text import plain
from reporting.figures.catalogue import compute
from reporting.inputs import thaw
from reporting.models import ReportRun
from reporting.parliament import pack_of
from reporting.pictures import pictures
from reporting.report_pdf import build
from reporting.workbook import workbook
from rulebook.receipts import canonical_json

PDF, ZIP = "application/pdf", "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONG = frozenset({"H3"})  # lists for the pack and the workbook, too long for the report
STAMP = (1980, 1, 1, 0, 0, 0)
LIBRARIES = ("pandas", "numpy", "scipy", "reportlab", "xlsxwriter", "typst")
Contents = list[dict[str, Any]]
File = tuple[str, str, bytes]


def documents(facts: Mapping[str, str], contents: Contents) -> Iterator[File]:
    """Yield name, type and bytes of every file of a report; the same inputs give the same bytes."""
    report = [content for content in contents if content["code"] not in LONG]
    yield "bericht.pdf", PDF, build(facts, report)
    yield "kennzahlen.xlsx", XLSX, workbook(contents, facts["computed_at"])
    pack = pack_of(contents)
    answers = {"title": "Antworten für Anfragen", "address": f"{facts['address']}parlament/"}
    yield "parlament.pdf", PDF, build({**facts, **answers}, pack, listed=False)
    yield "parlament.xlsx", XLSX, workbook(pack, facts["computed_at"])
    drawn = pictures(contents, f"{facts['call']}, Stand {facts['computed_at']}")
    yield "diagramme.zip", ZIP, zipped((name, content) for name, _, content in drawn)


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the files as ZIP with a fixed time, in order of their names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files):
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return stream.getvalue()


def versions() -> dict[str, str]:
    """Return with what a report was built."""
    found = {name: version_of(name) for name in LIBRARIES}
    return {"python": platform.python_version(), **found}


def differences(run: ReportRun) -> list[str]:
    """Build a stored report again from its inputs and name what is not the same."""
    if run.snapshot is None or run.inputs is None:
        return ["Der Bericht ist nicht fertig gebaut."]
    kept = thaw_snapshot(run.snapshot)
    with run.inputs.blob.open("rb") as stream:
        frozen = stream.read()
    found = []
    if sha256(frozen).hexdigest() != kept["inputs_sha256"]:
        found.append("Die gespeicherten Eingaben sind verändert.")
    contents = compute(thaw(frozen))
    stored = {content["code"]: content for content in kept["figures"]}
    for content in contents:
        if canonical_json(plain(content)) != canonical_json(stored.pop(content["code"], None)):
            found.append(f"Kennzahl {content['code']} hat andere Werte.")
    found += [f"Kennzahl {code} gibt es nicht mehr." for code in stored]
    for name, _, made in documents(kept["facts"], contents):
        if sha256(made).hexdigest() != kept["files"].get(name):
            found.append(f"Datei {name} hat anderen Inhalt.")
    changed = [name for name, number in versions().items() if kept["versions"].get(name) != number]
    return [*found, f"Andere Fassungen: {', '.join(changed)}."] if found and changed else found
