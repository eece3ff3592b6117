"""Check an exported log: is every entry there, unchanged, in its chain and under its root?

    python check_log.py protokoll.jsonl                  the whole log
    python check_log.py protokoll.jsonl wurzeln.jsonl    and against roots that you kept yourself
    python check_log.py nachweis.json wurzeln.jsonl      one chain under a root that you kept

Needs Python 3.11 and nothing else. Each entry's digest is the SHA-256 of canonical JSON (RFC 8785)
of the entry and the digest before it; `payload_digest` covers the salted content. Each day's root
is the Merkle tree hash (RFC 9162) over [record, length, digest] of every chain. Prints one sentence
for each fault and ends with 1 when there is any.
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


def leaf_hash(end: list[Any]) -> bytes:
    return sha256(b"\x00" + canonical(end).encode()).digest()


def tree_hash(hashes: list[bytes]) -> bytes:
    """Return the Merkle tree hash: the left half is the largest power of two that fits below."""
    if not hashes:
        return sha256().digest()
    if len(hashes) == 1:
        return hashes[0]
    middle = 1 << (len(hashes) - 1).bit_length() - 1
    left, right = tree_hash(hashes[:middle]), tree_hash(hashes[middle:])
    return sha256(b"\x01" + left + right).digest()


def faults(lines: Iterable[str], kept: Iterable[str] = ()) -> Iterator[str]:
    """Yield one sentence for each fault of a log; `kept` are roots from outside."""
    heads: dict[str, Entry] = {}
    chains: dict[str, list[str]] = {}
    roots: list[Entry] = []
    for line in lines:
        entry = json.loads(line)
        if "head" in entry:
            heads[entry["head"]] = entry
        elif "root" in entry:
            roots.append(entry)
        else:
            chain = chains.setdefault(entry["record"], [])
            yield from faults_of(entry, len(chain) + 1, chain[-1] if chain else None)
            chain.append(entry["digest"])
    yield from faults_of_ends(heads, chains)
    yield from faults_of_roots(roots, chains)
    yield from faults_against(kept, roots)


def faults_of_ends(heads: dict[str, Entry], chains: dict[str, list[str]]) -> Iterator[str]:
    for record, head in heads.items():
        chain = chains.get(record, [])
        if (len(chain), chain[-1] if chain else None) != (head["length"], head["digest"] or None):
            yield f"{record}: Die Kette endet bei {len(chain)}, erwartet sind {head['length']}."
    unknown = (record for record in chains if record not in heads)
    yield from (f"{record}: Das Ende der Kette ist nicht verzeichnet." for record in unknown)


def faults_of_roots(roots: list[Entry], chains: dict[str, list[str]]) -> Iterator[str]:
    """Yield what does not fit between each day's root and the chains as they are now."""
    ends: dict[str, list[Any]] = {}
    for root in roots:
        day = root["root"]
        for record, length, digest in root["changed"]:
            ends[record] = [record, length, digest]
            yield from faults_of_end(day, record, length, digest, chains.get(record, []))
        hashes = [leaf_hash(ends[record]) for record in sorted(ends)]
        found = (tree_hash(hashes).hex(), len(ends), sum(end[1] for end in ends.values()))
        if found != (root["value"], root["chains"], root["entries"]):
            yield f"Die Wurzel vom {day} passt nicht zu den Ketten, die sie nennt."


def faults_of_end(day: str, record: str, length: int, end: str, chain: list[str]) -> Iterator[str]:
    if len(chain) < length:
        yield f"{record}: Am {day} waren es {length} Einträge, jetzt sind es {len(chain)}."
    elif chain[length - 1] != end:
        yield f"{record}: Eintrag {length} ist nicht der, den die Wurzel vom {day} kennt."


def faults_against(kept: Iterable[str], roots: list[Entry]) -> Iterator[str]:
    """Yield every kept root that the log does not have, or has otherwise."""
    known = {root["root"]: root["value"] for root in roots}
    for line in kept:
        root = json.loads(line)
        if root["root"] not in known:
            yield f"Die aufbewahrte Wurzel vom {root['root']} fehlt im Protokoll."
        elif known[root["root"]] != root["value"]:
            yield f"Die Wurzel vom {root['root']} ist nicht die aufbewahrte."


def faults_of_proof(proof: Entry, kept: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong with the proof that one chain stood under a kept root."""
    values = {root["root"]: root["value"] for root in map(json.loads, kept)}
    if values.get(proof["day"]) != proof["root"]:
        yield f"Die Wurzel vom {proof['day']} ist nicht die aufbewahrte."
    if not is_included(proof):
        yield f"{proof['record']}: Die Kette steht nicht unter der Wurzel vom {proof['day']}."


def is_included(proof: Entry) -> bool:
    """Verify an inclusion proof (RFC 9162, 2.1.3.2)."""
    place, last = proof["index"], proof["size"] - 1
    current = leaf_hash([proof["record"], proof["length"], proof["digest"]])
    for step in proof["proof"]:
        if last == 0:
            return False
        sibling = bytes.fromhex(step)
        is_left = place % 2 == 0 and place != last
        pair = current + sibling if is_left else sibling + current
        current = sha256(b"\x01" + pair).digest()
        while not is_left and place % 2 == 0 and place != 0:
            place, last = place // 2, last // 2
        place, last = place // 2, last // 2
    return last == 0 and current.hex() == proof["root"]


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


def main(path: str, roots: str = "") -> int:
    kept: list[str] = []
    if roots:
        with open(roots, encoding="utf-8") as lines:
            kept = list(lines)
    with open(path, encoding="utf-8") as lines:
        if path.endswith(".json"):
            found = list(faults_of_proof(json.load(lines), kept))
        else:
            found = list(faults(lines, kept))
    sentences = found or ["Alles ist vollständig und unverändert."]
    sys.stdout.write("\n".join(sentences) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
