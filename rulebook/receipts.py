"""Receipts: proving what was handed in, when nothing may be added, changed or taken away.

Sources: RFC 8785 (canonical JSON), FIPS 180-4 (SHA-256), RFC 9162 section 2.1 (Merkle trees).
"""

import json
import math
from collections.abc import Mapping, Sequence
from hashlib import sha256

LARGEST_INTEGER = 2**53 - 1

# Escapes as RFC 8785 asks: the short forms where JSON has them, \u00xx for other controls only.
_STRINGS = json.JSONEncoder(ensure_ascii=False)


def canonical_json(value: object) -> bytes:
    """Return the one JSON text of a value that RFC 8785 allows, as UTF-8.

    >>> canonical_json({"b": [1.0, 1e21, None], "a": "€"}).decode()
    '{"a":"€","b":[1,1e+21,null]}'
    """
    try:
        return _text(value).encode()
    except UnicodeEncodeError as error:
        raise ValueError("text with a lone surrogate has no UTF-8 form") from error
    except RecursionError as error:
        raise ValueError("the value is nested too deeply or contains itself") from error


def fingerprint(value: object) -> str:
    """Return the SHA-256 of the canonical JSON in lower-case hexadecimal digits.

    >>> fingerprint({})
    '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    """
    return sha256(canonical_json(value)).hexdigest()


def chain(previous: str | None, entry: object) -> str:
    """Return the fingerprint of an entry tied to the fingerprint of the one before it.

    >>> chain(None, "first") == fingerprint({"previous": None, "entry": "first"})
    True
    """
    return fingerprint({"entry": entry, "previous": previous})


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle tree hash of the leaves (RFC 9162, 2.1.1).

    >>> merkle_root([]).hex()
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    return _root([_leaf_hash(leaf) for leaf in leaves])


def merkle_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the inclusion proof of one leaf, from the leaf upwards (RFC 9162, 2.1.3.1).

    >>> leaves = [b"a", b"b", b"c"]
    >>> verify_proof(b"c", 2, 3, merkle_proof(leaves, 2), merkle_root(leaves))
    True
    """
    hashes = [_leaf_hash(leaf) for leaf in leaves]
    if not 0 <= index < len(hashes):
        raise IndexError(f"there is no leaf {index} among {len(hashes)}")
    path: list[bytes] = []
    while len(hashes) > 1:
        middle = _largest_power_of_two_below(len(hashes))
        left, right = hashes[:middle], hashes[middle:]
        if index < middle:
            hashes, sibling = left, right
        else:
            hashes, sibling, index = right, left, index - middle
        path.append(_root(sibling))
    return path[::-1]


def verify_proof(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether a leaf is number ``index`` of ``size`` under the root (RFC 9162, 2.1.3.2).

    >>> verify_proof(b"a", 0, 1, [], merkle_root([b"a"]))
    True
    >>> verify_proof(b"b", 0, 1, [], merkle_root([b"a"]))
    False
    """
    if not 0 <= index < size or not all(isinstance(step, bytes) for step in proof):
        return False
    place, last, current = index, size - 1, _leaf_hash(leaf)
    for sibling in proof:
        if last == 0:
            return False
        if place % 2 == 0 and place != last:
            current = _node_hash(current, sibling)
        else:
            current = _node_hash(sibling, current)
            # A last node without a partner moves up unchanged until it has one.
            while place % 2 == 0 and place != 0:
                place, last = place // 2, last // 2
        place, last = place // 2, last // 2
    return last == 0 and current == root


def _leaf_hash(leaf: bytes) -> bytes:
    if not isinstance(leaf, bytes):
        raise TypeError(f"a leaf must be bytes, not {type(leaf).__name__}")
    return sha256(b"\x00" + leaf).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _root(hashes: list[bytes]) -> bytes:
    if not hashes:
        return sha256().digest()
    if len(hashes) == 1:
        return hashes[0]
    middle = _largest_power_of_two_below(len(hashes))
    return _node_hash(_root(hashes[:middle]), _root(hashes[middle:]))


def _largest_power_of_two_below(count: int) -> int:
    return 1 << (count - 1).bit_length() - 1


def _text(value: object) -> str:
    """Return the canonical text of a value."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, float):
        return _number(value)
    return _compound(value)


def _compound(value: object) -> str:
    """Return the text of an array or an object."""
    if isinstance(value, list | tuple):
        return f"[{','.join([_text(part) for part in value])}]"
    if isinstance(value, Mapping):
        members = [f"{_string(name)}:{_text(value[name])}" for name in _names(value)]
        return f"{{{','.join(members)}}}"
    raise TypeError(f"canonical JSON has no form for {type(value).__name__}")


def _names(members: Mapping[str, object]) -> list[str]:
    """Return the names in the order of their UTF-16 code units (RFC 8785, 3.2.3)."""
    for name in members:
        if not isinstance(name, str):
            raise TypeError(f"a name in JSON must be a str, not {type(name).__name__}")
    if "".join(members).isascii():  # nearly always: the order of code points is the same
        return sorted(members)
    return sorted(members, key=lambda name: name.encode("utf-16-be"))


def _string(text: str) -> str:
    return _STRINGS.encode(text)


def _integer(value: int) -> str:
    if abs(value) > LARGEST_INTEGER:
        raise ValueError(f"the integer {value} is beyond 2^53 - 1, where JSON loses digits")
    return int.__repr__(value)


def _number(value: float) -> str:
    """Return a float as ECMAScript's Number::toString writes it (ECMA-262, 6.1.6.1.20)."""
    if not math.isfinite(value):
        raise ValueError(f"JSON has no form for {value}")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    # Python's repr finds the same shortest digits, only the layout differs.
    mantissa, _, exponent = float.__repr__(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    point = len(whole) + int(exponent or 0)
    digits = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(digits)
    return sign + _lay_out(digits.rstrip("0"), point)


def _lay_out(digits: str, point: int) -> str:
    """Return 0.DIGITS x 10^point the way ECMAScript lays it out."""
    if len(digits) <= point <= 21:
        return digits.ljust(point, "0")
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{fraction}e{point - 1:+d}"
