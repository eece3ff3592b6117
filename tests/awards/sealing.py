"""A certificate for the seals of the tests, made when it is needed and never kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

PASSPHRASE = "nur-fuer-tests"


def certificate(folder: Path) -> dict[str, str]:
    """Write a PKCS #12 file and return the settings that name it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Programmstelle"),
            x509.NameAttribute(NameOID.COMMON_NAME, "Siegel der Programmstelle (Test)"),
        ]
    )
    path = folder / "siegel.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"siegel", key, signed(name, key), None, BestAvailableEncryption(PASSPHRASE.encode())
        )
    )
    return {"certificate": str(path), "passphrase": PASSPHRASE}


def signed(name: x509.Name, key: Any) -> x509.Certificate:
    """Return the self-signed certificate of the key, good for sealing."""
    now = datetime.now(UTC)
    usage = dict.fromkeys(
        (
            *("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign"),
            *("crl_sign", "encipher_only", "decipher_only"),
        ),
        False,
    )
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1))
    builder = builder.not_valid_after(now + timedelta(days=30))
    builder = builder.add_extension(
        x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
    )
    return builder.sign(key, hashes.SHA256())
