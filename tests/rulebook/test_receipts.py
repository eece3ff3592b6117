"""Receipts: canonical JSON by RFC 8785, fingerprints and Merkle proofs by RFC 9162."""

import json
import struct
from collections import OrderedDict
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.receipts import (
    canonical_json,
    chain,
    fingerprint,
    merkle_proof,
    merkle_root,
    verify_proof,
)

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=20,
)
leaf_lists = st.lists(st.binary(max_size=4), min_size=1, max_size=40)


def double(bits):
    return struct.unpack(">d", bytes.fromhex(bits))[0]


# RFC 8785, appendix B, and limits of the layouts in ECMA-262.
@pytest.mark.parametrize(
    ("bits", "text"),
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("ffefffffffffffff", "-1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("c340000000000000", "-9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("41b3de4355555554", "333333333.33333325"),
        ("41b3de4355555555", "333333333.3333333"),
        ("41b3de4355555556", "333333333.3333334"),
        ("41b3de4355555557", "333333333.33333343"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_are_written_as_ecmascript_writes_them(bits, text):
    assert canonical_json(double(bits)) == text.encode()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (333333333.33333329, "333333333.3333333"),
        (1e30, "1e+30"),
        (4.50, "4.5"),
        (2e-3, "0.002"),
        (1e-27, "1e-27"),
        (100.0, "100"),
        (1.5e300, "1.5e+300"),
        (2**53 - 1, "9007199254740991"),
        (-(2**53) + 1, "-9007199254740991"),
        (True, "true"),
        (None, "null"),
    ],
)
def test_simple_values(value, text):
    assert canonical_json(value) == text.encode()


def test_the_example_of_rfc_8785():
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\u002f",
        "literals": [None, True, False],
    }
    expected = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonical_json(value) == expected.encode()


def test_names_are_sorted_by_utf_16_code_units():
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    expected = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical_json(dict.fromkeys(names)))) == expected


def test_control_characters_are_escaped_and_others_are_not():
    assert canonical_json("\b\t\n\f\r\x00\x1f\x7f/\u2028ß") == (
        '"\\b\\t\\n\\f\\r\\u0000\\u001f\x7f/\u2028ß"'.encode()
    )


def test_enums_tuples_and_ordered_mappings_have_their_plain_form():
    kind = StrEnum("kind", {"A": "a"})
    level = IntEnum("level", {"ONE": 1})
    assert canonical_json(OrderedDict(z=(kind.A, level.ONE), a=[])) == b'{"a":[],"z":["a",1]}'


circle: list = []
circle.append(circle)


@pytest.mark.parametrize(
    "wrong",
    [
        float("nan"),
        float("inf"),
        -float("inf"),
        2**53,
        -(2**53),
        "\ud800",
        {"\udfff": 1},
        ["a\udc00b"],
        circle,
    ],
)
def test_what_json_cannot_hold_is_a_value_error(wrong):
    with pytest.raises(ValueError):
        canonical_json(wrong)


@pytest.mark.parametrize(
    "wrong",
    [Decimal(1), {1}, frozenset(), b"", bytearray(), {1: 2}, {None: 1}, {b"a": 1}, date.max, 1j],
)
def test_what_has_no_json_form_is_a_type_error(wrong):
    for value in (wrong, [wrong], {"a": wrong}):
        with pytest.raises(TypeError):
            canonical_json(value)


@given(json_values)
def test_canonical_json_is_read_back_as_the_same_value(value):
    # ECMAScript knows one kind of number, so a float beyond 2^53 may look like an integer.
    read_back = json.loads(canonical_json(value), parse_int=float)
    assert read_back == value
    assert canonical_json(read_back) == canonical_json(value)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers(0, 9)))
def test_the_order_of_members_plays_no_part(members):
    backwards = dict(reversed(members.items()))
    assert fingerprint(backwards) == fingerprint(members)


def test_a_chain_ties_each_entry_to_all_before_it():
    first = chain(None, {"step": "submit"})
    assert first == sha256(b'{"entry":{"step":"submit"},"previous":null}').hexdigest()
    assert chain(first, 1) == sha256(f'{{"entry":1,"previous":"{first}"}}'.encode()).hexdigest()
    assert chain(chain(None, 0), 1) != chain(chain(None, 2), 1)


# The known roots of the Certificate Transparency test leaves, sizes 0 to 8.
CT_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size):
    assert merkle_root(CT_LEAVES[:size]).hex() == CT_ROOTS[size]


@given(leaf_lists)
def test_every_leaf_is_proved_in_its_place_and_in_no_other(leaves):
    root, size = merkle_root(leaves), len(leaves)
    for index, leaf in enumerate(leaves):
        proof = merkle_proof(leaves, index)
        assert verify_proof(leaf, index, size, proof, root)
        assert not verify_proof(leaf + b"x", index, size, proof, root)
        assert not verify_proof(leaf, index, size, [*proof, root], root)
        assert not verify_proof(leaf, index, size, proof, root[:-1])
        if proof:
            assert not verify_proof(leaf, index, size, proof[:-1], root)
        for other in range(size):
            wanted = leaves[other] == leaf and merkle_proof(leaves, other) == proof
            assert verify_proof(leaf, other, size, proof, root) <= (wanted or other == index)


@pytest.mark.parametrize("index", [-1, 3, 99])
def test_there_is_no_proof_for_a_leaf_outside(index):
    with pytest.raises(IndexError):
        merkle_proof([b"a", b"b", b"c"], index)


def test_checking_nonsense_says_no_and_does_not_raise():
    root = merkle_root([b"a", b"b"])
    proof = merkle_proof([b"a", b"b"], 0)
    for index, size in ((-1, 2), (2, 2), (0, 0), (0, -1), (5, 2**70)):
        assert not verify_proof(b"a", index, size, proof, root)
    for nonsense in ([b""], ["ab"], [None], [b"x"] * 500, [root.hex()], []):
        assert not verify_proof(b"a", 0, 2, nonsense, root)
    assert not verify_proof(b"a", 0, 2, proof, b"")


def test_leaves_are_bytes():
    with pytest.raises(TypeError):
        merkle_root(["text"])
