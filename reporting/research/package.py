"""A data set as one file: Frictionless Data Package with codebook and a script to begin with.

The same data set and the same rows give the same bytes: times and order are fixed.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from reporting.models import DataSet
from reporting.research.protection import QUASI_IDENTIFIERS, Row
from reporting.research.shape import Tidy
from reporting.research.tables import least_class, tables_of
from rulebook.disclosure import k_anonymity

SCRIPT = Path(__file__).parents[1] / "shipped" / "analyse.py"
STAMP = (1980, 1, 1, 0, 0, 0)
PATTERNS = {
    "string": "",
    "integer": r"^(-?\d+)?$",
    "number": r"^(-?\d+(\.\d+)?(E[+-]?\d+)?)?$",
    "boolean": "^(true|false)?$",
    "date": r"^(\d{4}-\d{2}-\d{2})?$",
}
CODEBOOK = (
    *("table", "variable", "label", "type", "unit", "source", "missing"),
    *("values", "missing_values"),
)


def build(data_set: DataSet, said: Callable[[int, str], None]) -> tuple[bytes, dict[str, Any]]:
    """Return the package, and its rows by table with k; `said` hears how far it is."""
    tables = []
    for number, table in enumerate(tables_of(data_set), start=1):
        tables.append(table)
        said(6 * number, f"{table.title}: {len(table.rows)} Zeilen.")
    files = {f"data/{table.name}.csv": csv_of(table) for table in tables}
    files |= {f"schema/{table.name}.json": schema_of(table) for table in tables}
    files["codebook.csv"] = codebook(tables)
    files["analyse.py"] = SCRIPT.read_bytes()
    k = k_anonymity(tables[0].rows, QUASI_IDENTIFIERS)
    files["README.md"] = readme(data_set, k).encode()
    files["datapackage.json"] = described(data_set, tables, files)
    return zipped(files), {"rows": {t.name: len(t.rows) for t in tables}, "k": k}


def csv_of(table: Tidy) -> bytes:
    """Return the table with English numbers and ISO dates, for programs."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    names = [variable.name for variable in table.variables]
    writer.writerow(names)
    writer.writerows([plain(row[name]) for name in names] for row in table.rows)
    return text.getvalue().encode()


def plain(value: Any) -> str:
    """Return a value as Table Schema writes it.

    >>> plain(True), plain(None), plain(date(2027, 3, 31))
    ('true', '', '2027-03-31')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def codebook(tables: list[Tidy]) -> bytes:
    """Return every variable with label, type, unit, source, missing code and counts."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CODEBOOK)
    for table in tables:
        for one in table.variables:
            missing = sum(plain(row[one.name]) == "" for row in table.rows)
            counts = (len(table.rows) - missing, missing)
            about = (one.name, one.label, one.kind, one.unit, one.source, one.missing)
            writer.writerow((table.name, *about, *counts))
    return text.getvalue().encode()


def described(data_set: DataSet, tables: list[Tidy], files: Mapping[str, bytes]) -> bytes:
    """Return datapackage.json (Frictionless Data Package 1)."""
    package = {
        "profile": "tabular-data-package",
        "name": f"{data_set.call_version.call.slug}-v{data_set.number}",
        "title": f"{data_set.call_version.call.title}, Datensatz {data_set.number}",
        "version": f"{data_set.number}.0.0",
        "fundable_total": str(data_set.call_version.fundable_total),
        "created": data_set.requested_at.isoformat(),
        "licenses": [{"name": "data-use-agreement", "title": "Nutzungsvereinbarung"}],
        "resources": [resource(table, files[f"data/{table.name}.csv"]) for table in tables],
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode()


def resource(table: Tidy, content: bytes) -> Row:
    """Describe one table: path, hash and Table Schema."""
    fields = [{"name": one.name, "title": one.label, "type": one.kind} for one in table.variables]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "path": f"data/{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def schema_of(table: Tidy) -> bytes:
    """Return the JSON Schema of one row, as a program reads it from the CSV: every value is text.

    Blank means missing; numbers and days keep the form that Table Schema names.
    """
    fields = {
        one.name: {"type": "string", "title": one.label, "pattern": PATTERNS[one.kind]}
        for one in table.variables
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.title,
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
    return json.dumps(schema, ensure_ascii=False, indent=1).encode()


def readme(data_set: DataSet, k: int) -> str:
    return (
        f"# {data_set.call_version.call.title}, Datensatz {data_set.number}\n\n"
        "Tabellen: data/*.csv; Beschreibung: datapackage.json und codebook.csv.\n"
        "`python analyse.py` rechnet Tabellen des Auswertungsberichts aus diesem Paket nach.\n\n"
        f"Anträge, die in Land und Größenklasse gleich sind: mindestens {k} "
        f"(Schwelle {least_class(data_set.call_version)}). "
        "Pseudonyme gelten nur in diesem Datensatz, außer applicant.\n"
        "decisions nennt Rang, Förderlinie und Abweichungen; places nennt geförderte Orte ohne "
        "Verbindung zu den Anträgen; cohorts gilt für alle Aufrufe des Programms.\n"
        "survey_questions ist das Codebuch der Befragungen. schema/*.json beschreibt eine Zeile "
        "jeder Tabelle als JSON Schema.\n"
        "published_unfunded darf veröffentlicht werden, die übrigen Tabellen nicht.\n"
    )


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return the files as ZIP with a fixed time, in order of their names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return stream.getvalue()
