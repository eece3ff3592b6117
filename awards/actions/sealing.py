"""Seal a letter when it is issued: from then on its stored bytes are what is delivered."""

from __future__ import annotations

from hashlib import sha256

from awards import seal
from awards.models import SealedLetter
from core import clock, pdf
from core.models import Snapshot
from core.refusals import Finding, RuleViolation
from core.snapshots import thaw

SENTENCE = (
    "Das Schreiben konnte nicht gesiegelt werden, deshalb wurde nichts erlassen. Versuchen Sie es "
    "noch einmal; bleibt es dabei, wenden Sie sich an den Betrieb."
)


def seal_letter(template: str, snapshot: Snapshot, title: str) -> SealedLetter | None:
    """Render and seal a frozen letter; None where this installation has no seal.

    Called in the transaction that issues the letter: without its seal it is not issued.
    """
    if not seal.is_configured():
        return None
    try:
        made = pdf.render(template, thaw(snapshot), at=snapshot.created_at)
        sealed = seal.seal(made, title)
    except (pdf.PdfUnavailableError, seal.SealUnavailable) as failure:
        raise RuleViolation(Finding("seal", SENTENCE)) from failure
    return SealedLetter.objects.create(
        snapshot=snapshot,
        title=title,
        content=sealed.content,
        sha256=sha256(sealed.content).hexdigest(),
        sealed_by=sealed.subject,
        certificate_sha256=sealed.certificate_sha256,
        sealed_at=clock.now(),
    )
