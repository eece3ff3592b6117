"""The receipt number: programme, year, serial, and two characters that catch typing errors."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MODULUS = 1271


def receipt_number(programme: str, year: int, serial: int) -> str:
    """Return for instance DSR-2027-0143-2W.

    >>> is_receipt_number(receipt_number("DSR", 2027, 143))
    True
    """
    body = f"{programme}-{year}-{serial:04d}".upper()
    return f"{body}-{check_characters(body)}"


def is_receipt_number(text: str) -> bool:
    """Say whether the check characters fit: one wrong or two swapped characters never do."""
    body, _, check = text.strip().upper().rpartition("-")
    return bool(body) and check == check_characters(body)


def check_characters(text: str) -> str:
    """Return the two check characters of ISO/IEC 7064, MOD 1271-36; signs between do not count.

    >>> check_characters("ISO 79")
    '3W'
    """
    remainder = 0
    for character in text:
        if character in ALPHABET:
            remainder = (remainder * len(ALPHABET) + ALPHABET.index(character)) % MODULUS
    check = (1 - remainder * len(ALPHABET) ** 2) % MODULUS
    return ALPHABET[check // len(ALPHABET)] + ALPHABET[check % len(ALPHABET)]
