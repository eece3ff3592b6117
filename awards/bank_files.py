"""Files to and from the bank: SEPA pain.001 and CSV out, pain.002 back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from sepaxml import SepaTransfer

UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
)
EXECUTED, REFUSED = frozenset({"ACSC", "ACCC"}), "RJCT"
SCHEMA = "pain.001.001.03"


@dataclass(frozen=True)
class Order:
    """One transfer as it goes to the bank."""

    reference: str
    holder: str
    iban: str
    bic: str
    amount: Decimal
    execution_on: date


@dataclass(frozen=True)
class Answer:
    """What the bank says about one transfer; `refused` is empty when it was executed."""

    reference: str
    on: date
    refused: str = ""


class UnreadableAnswer(ValueError):
    """The file is not a pain.002 that can be read."""


def sepa_xml(payer: Mapping[str, str], orders: Iterable[Order]) -> bytes:
    """Return a pain.001 of these transfers, checked against the schema of ISO 20022."""
    config = {"name": payer["name"].translate(UMLAUTS), "IBAN": payer["iban"], "batch": True}
    config |= {"currency": "EUR"} | ({"BIC": payer["bic"]} if payer.get("bic") else {})
    transfer = SepaTransfer(config, schema=SCHEMA, clean=True)
    for order in orders:
        payment = {
            "name": order.holder.translate(UMLAUTS),
            "IBAN": order.iban,
            "amount": int(order.amount * 100),
            "execution_date": order.execution_on,
            "description": f"Zuwendung {order.reference}",
            "endtoend_id": order.reference,
        }
        transfer.add_payment(payment | ({"BIC": order.bic} if order.bic else {}))
    content: bytes = transfer.export(validate=True)
    return content


def answers_in(content: bytes) -> list[Answer]:
    """Read a pain.002: every transfer that was executed or refused.

    >>> answers_in(b"<Document/>")
    []
    """
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as fault:
        raise UnreadableAnswer(str(fault)) from fault
    found = [answer_of(node, root) for node in root.iter() if named(node, "TxInfAndSts")]
    return [answer for answer in found if answer is not None]


def answer_of(node: Element, root: Element) -> Answer | None:
    """Return the answer of one transaction; None while it is still on its way."""
    status, reference = text_of(node, "TxSts"), text_of(node, "OrgnlEndToEndId")
    when = text_of(node, "AccptncDtTm") or text_of(root, "CreDtTm")
    if not reference or status not in {*EXECUTED, REFUSED}:
        return None
    try:
        day = date.fromisoformat(when[:10])
    except ValueError as fault:
        raise UnreadableAnswer(f"no date for {reference}") from fault
    reason = text_of(node, "AddtlInf") or text_of(node, "Cd") or "ohne Angabe"
    return Answer(reference, day, reason[:200] if status == REFUSED else "")


def named(node: Any, name: str) -> bool:
    """Does the element bear the name, in whatever namespace?"""
    return str(node.tag).rpartition("}")[2] == name


def text_of(node: Element, name: str) -> str:
    """Return the text of the first element of that name below."""
    return next(((part.text or "").strip() for part in node.iter() if named(part, name)), "")
