"""The check digits of an IBAN (ISO 13616: remainder 1 modulo 97)."""

import re

FORM = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
GERMAN_LENGTH = 22


def fault_of_iban(iban: str) -> str:
    """Return what is wrong with an IBAN without spaces; empty when it may exist.

    >>> fault_of_iban("DE89370400440532013000"), fault_of_iban("DE89370400440532013001")
    ('', 'Die Prüfziffer der IBAN stimmt nicht. Vergleichen Sie jede Stelle.')
    """
    if not FORM.fullmatch(iban) or (iban[:2] == "DE" and len(iban) != GERMAN_LENGTH):
        return "Das ist keine vollständige IBAN. Eine deutsche IBAN hat 22 Stellen."
    digits = "".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])
    if int(digits) % 97 != 1:
        return "Die Prüfziffer der IBAN stimmt nicht. Vergleichen Sie jede Stelle."
    return ""
