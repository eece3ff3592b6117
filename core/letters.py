"""Letters that decide something: frozen and sealed when they are issued, delivered ever the same.

The one place where a letter comes into being. A letter's kind is the name of its template.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db.models import Model

from core import clock, pdf, seal
from core.models import SealedLetter, Snapshot
from core.refusals import Finding, RuleViolation
from core.snapshots import freeze, thaw

SENTENCE = (
    "Das Schreiben konnte nicht gesiegelt werden, deshalb wurde nichts erlassen. Versuchen Sie es "
    "noch einmal; bleibt es dabei, wenden Sie sich an den Betrieb."
)


def issue(record: Model, kind: str, content: Mapping[str, Any], title: str) -> Snapshot:
    """Freeze a letter and seal it, where this installation has a seal.

    Called in the transaction that decides: what cannot be sealed is not issued.
    """
    snapshot = freeze(record, kind, content)
    if seal.is_configured():
        try:
            keep_sealed(snapshot, title)
        except (pdf.PdfUnavailableError, seal.SealUnavailable) as failure:
            raise RuleViolation(Finding("seal", SENTENCE)) from failure
    return snapshot


def keep_sealed(snapshot: Snapshot, title: str) -> SealedLetter:
    """Draw and seal a letter; from then on these bytes are what is delivered."""
    sealed = seal.seal(drawn(snapshot), title)
    return SealedLetter.objects.create(
        snapshot=snapshot,
        title=title,
        content=sealed.content,
        sha256=sha256(sealed.content).hexdigest(),
        sealed_by=sealed.subject,
        certificate_sha256=sealed.certificate_sha256,
        sealed_at=clock.now(),
    )


def delivered(snapshot: Snapshot) -> bytes:
    """Return the letter as PDF: its sealed bytes, or drawn from what is frozen."""
    kept = SealedLetter.objects.filter(snapshot=snapshot).first()
    return bytes(kept.content) if kept else drawn(snapshot)


def drawn(snapshot: Snapshot) -> bytes:
    return pdf.render(snapshot.kind, thaw(snapshot), at=snapshot.created_at)
