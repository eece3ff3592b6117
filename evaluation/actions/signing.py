"""Every signature is kept with the text it was given on; a changed text is never signed unseen."""

from __future__ import annotations

from accounts.models import Person, Role
from accounts.permissions import has_role, stood_in_for
from core.models import Snapshot
from core.refusals import Finding, RuleViolation
from core.snapshots import freeze
from evaluation.models import FundingDecision, Signature
from evaluation.signed_text import checksum_of, text_of

ROLES = {"propose": Role.OFFICER, "co_sign": Role.BUDGET_OFFICER, "approve": Role.HEAD_OF_UNIT}
CHANGED = (
    "Der Text wurde geändert, nachdem Sie ihn geöffnet haben. Es wurde nichts gezeichnet. "
    "Lesen Sie ihn bitte noch einmal."
)


def keep_signature(
    decision: FundingDecision, step: str, answer: str, *, by: Person, note: str = ""
) -> Signature:
    """Write the signature; a deputy's names for whom they sign."""
    role = ROLES[step]
    absent = None if has_role(by, role) else stood_in_for(by, role)
    return Signature.objects.create(
        decision=decision,
        step=step,
        answer=answer,
        note=note.strip(),
        text=frozen_text(decision),
        signed_by_key=by.actor_key,
        signed_for_key=absent.actor_key if absent else "",
    )


def frozen_text(decision: FundingDecision) -> Snapshot:
    """Return the snapshot of the decision's text, made by its first signature."""
    last = decision.signatures.order_by("pk").select_related("text").last()
    if last is not None and last.text.sha256 == checksum_of(decision):
        return last.text
    return freeze(decision, "decision_text", text_of(decision))


def refuse_unseen(decision: FundingDecision, seen: str) -> None:
    """Refuse when the page showed another text than the one that stands; empty: not from a page."""
    if seen and seen != checksum_of(decision):
        raise RuleViolation(Finding("text_changed", CHANGED))
