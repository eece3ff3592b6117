"""What stands against a step of a confirmation."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from core.refusals import Finding
from core.workflow import Attempt

if TYPE_CHECKING:
    from accounts.models import Confirmation


def place_is_named(confirmation: Confirmation, attempt: Attempt) -> list[Finding]:
    """A code goes only to a published place, and it stays on record where it is published."""
    wanted = {
        "place": "Nennen Sie die Anschrift oder die Telefonnummer.",
        "source": "Nennen Sie, wo sie veröffentlicht ist.",
    }
    return [
        Finding(f"no_{name}", sentence, "confirmation", name)
        for name, sentence in wanted.items()
        if name in attempt.facts and not attempt.facts[name].strip()
    ]


def code_is_right(confirmation: Confirmation, attempt: Attempt) -> list[Finding]:
    """The code that arrived there; after five wrong ones the office sends a new one."""
    if "code_digest" not in attempt.facts:
        return []
    if confirmation.tries > confirmation.MOST_TRIES:
        sentence = "Der Code gilt nicht mehr: Er wurde zu oft falsch eingegeben. Bitte fordern Sie "
        sentence += "bei der Programmstelle einen neuen an."
        return [Finding("too_many_tries", sentence, "confirmation", "code")]
    if hmac.compare_digest(confirmation.code_digest, attempt.facts["code_digest"]):
        return []
    return [Finding("wrong_code", "Dieser Code stimmt nicht.", "confirmation", "code")]
