"""The electronic seal of a letter (PAdES), by pyHanko with the configured certificate.

The seal is added behind the finished PDF, so that its tags and its text stay as they were.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

FIELD = "Siegel"
RESERVED = 32 * 1024  # room for signature and certificates; pyHanko would sign twice to measure it


class SealUnavailable(Exception):
    """The certificate cannot be used: missing, unreadable, or the wrong passphrase."""


@dataclass(frozen=True)
class Sealed:
    """The sealed bytes, whose certificate sealed them, and that certificate's SHA-256."""

    content: bytes
    subject: str
    certificate_sha256: str


def is_configured() -> bool:
    """Does this installation seal its letters?"""
    return bool(settings.ALLMENDE_SEAL["certificate"])


def seal(pdf: bytes, reason: str) -> Sealed:
    """Return the PDF with the seal of the office."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter

    signer = loaded_signer()
    about = signers.PdfSignatureMetadata(
        field_name=FIELD,
        reason=reason,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
    )
    sealed = signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)), about, signer=signer, bytes_reserved=RESERVED
    )
    certificate = signer.signing_cert
    return Sealed(
        sealed.getvalue(),
        certificate.subject.human_friendly[:300],
        sha256(certificate.dump()).hexdigest(),
    )


def loaded_signer() -> Any:
    """Return the signer of the configured PKCS #12 file."""
    chosen = settings.ALLMENDE_SEAL
    file = Path(chosen["certificate"])
    if not file.is_file():
        raise SealUnavailable("the file of the certificate is missing")
    return opened(str(file), chosen["passphrase"], file.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def opened(file: str, passphrase: str, _changed: int) -> Any:
    """Decrypt the key once, not for each of five hundred letters; a renewed file is read anew."""
    from pyhanko.sign import signers

    signer = signers.SimpleSigner.load_pkcs12(file, passphrase=passphrase.encode() or None)
    if signer is None:
        raise SealUnavailable("the certificate cannot be read with this passphrase")
    return signer
