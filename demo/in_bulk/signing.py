"""The signatures of decisions stored in bulk, each on the frozen text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from core.models import Snapshot
from core.snapshots import frozen
from demo.outcomes import RETURN_NOTE
from demo.play import Play
from evaluation.models import DecisionShare, FundingDecision, Signature
from evaluation.signed_text import text_with


def store_signatures(
    play: Play, decisions: Sequence[FundingDecision], shares: Sequence[DecisionShare]
) -> None:
    """Store the signatures that each decision has by now."""
    years: dict[int, dict[int, Decimal]] = {}
    for share in shares:
        if share.amount:
            mine = years.setdefault(share.decision_id, {})
            mine[share.budget_year.year] = share.amount
    signatures = [
        signature
        for decision in decisions
        for signature in signatures_of(play, decision, years.get(decision.pk, {}))
    ]
    texts = {id(signature.text): signature.text for signature in signatures}
    Snapshot.objects.bulk_create(texts.values())
    for signature in signatures:
        signature.text_id = signature.text.pk
    Signature.objects.bulk_create(signatures)


def signatures_of(
    play: Play, decision: FundingDecision, years: dict[int, Decimal]
) -> Iterator[Signature]:
    text = frozen(decision, "decision_text", text_with(decision, years))
    fixed = {"decision": decision, "text": text, "signed_at": decision.proposed_at}
    office = play.office
    budget, head = office.budget_officer.actor_key, office.head_of_unit.actor_key
    proposed = {"step": "propose", "answer": "signed"}
    yield Signature(**fixed, **proposed, signed_by_key=office.officer.actor_key)
    if decision.status == FundingDecision.Status.RETURNED:
        refused = {"step": "co_sign", "answer": "refused", "note": RETURN_NOTE}
        yield Signature(**fixed, **refused, signed_by_key=budget)
    if decision.co_signed_at:
        yield Signature(**fixed, step="co_sign", answer="signed", signed_by_key=budget)
    if decision.approved_at:
        yield Signature(**fixed, step="approve", answer="signed", signed_by_key=head)
