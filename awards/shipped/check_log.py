"""Check an exported log: is every entry there, unchanged and in its chain?

    python check_log.py protokoll.jsonl

Needs Python 3.11 and nothing else. Each entry's digest is the SHA-256 of canonical JSON (RFC 8785)
of the entry and the digest before it; `payload_digest` covers the salted content. Prints one
sentence for each fault and ends with 1 when there is any.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

COVERED = ("actor", "at", "number", "organisation", "record", "role", "step")
Entry = dict[str, Any]


def canonical(value: Any) -> str:
    """Return the JSON text of RFC 8785; keys are sorted by UTF-16, as the standard asks."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(part) for part in value) + "]"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False)


def digest(value: Any) -> str:
    return sha256(canonical(value).encode()).hexdigest()


def faults(lines: Iterable[str]) -> Iterator[str]:
    """Yield one sentence for each fault."""
    heads: dict[str, Entry] = {}
    ends: dict[str, tuple[int, str | None]] = {}
    for line in lines:
        entry = json.loads(line)
        if "head" in entry:
            heads[entry["head"]] = entry
            continue
        record = entry["record"]
        number, previous = ends.get(record, (0, None))
        yield from faults_of(entry, number + 1, previous)
        ends[record] = (entry["number"], entry["digest"])
    for record, head in heads.items():
        end = ends.pop(record, (0, None))
        if end != (head["length"], head["digest"] or None):
            yield f"{record}: Die Kette endet bei {end[0]}, erwartet sind {head['length']}."
    yield from (f"{record}: Das Ende der Kette ist nicht verzeichnet." for record in ends)


def faults_of(entry: Entry, number: int, previous: str | None) -> Iterator[str]:
    place = f"{entry['record']}, Eintrag {entry['number']}"
    if entry["number"] != number:
        yield f"{place}: Eintrag {number} fehlt."
    content = {"payload": entry["payload"], "salt": entry["salt"]}
    if entry["payload"] and digest(content) != entry["payload_digest"]:
        yield f"{place}: Der Inhalt wurde verändert."
    covered = {name: entry[name] for name in COVERED} | {"payload": entry["payload_digest"]}
    if digest({"entry": covered, "previous": previous}) != entry["digest"]:
        yield f"{place}: Der Eintrag passt nicht zur Kette."


def main(path: str) -> int:
    with open(path, encoding="utf-8") as lines:
        found = list(faults(lines))
    sentences = found or ["Alle Ketten sind vollständig und unverändert."]
    sys.stdout.write("\n".join(sentences) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
