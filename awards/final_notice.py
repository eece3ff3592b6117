"""What the final notice says: amount, calculation, every cut with its reason, remedies."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from awards.final_account import standing_findings
from core.templatetags.allmende import percent
from evaluation.letters import heading

if TYPE_CHECKING:
    from awards.final_account import Account
    from awards.models import CheckedVoucher, ProcurementFinding, ProofCheck


def notice_content(check: ProofCheck, account: Account, sent_on: date) -> dict[str, Any]:
    """Return the content of the final notice."""
    award = check.report.award
    return {
        **heading(award.decision.candidacy, sent_on),
        "funding_code": award.funding_code,
        "file_reference": award.file_reference,
        "receipt": check.submission.receipt_number,
        "received_at": check.submission.received_at.date(),
        "purpose_reached": bool(check.purpose_reached),
        "final_amount": account.final,
        "paid_amount": account.paid,
        "balance": account.balance,
        "difference": abs(account.balance),
        "explanation": list(account.lines),
        "cuts": [
            *(cut_part(one) for one in check.vouchers.filter(verdict="cut")),
            *(breach_part(one) for one in standing_findings(award)),
        ],
        "legal_basis": award.rules.legal_basis,
        "general_conditions": award.general_conditions,
        "remedies": award.rules.remedies,
    }


def breach_part(finding: ProcurementFinding) -> dict[str, Any]:
    """Return the flat cut of one contract like a voucher's, with rate and reason."""
    contract = finding.procurement
    return {
        "number": contract.subject,
        "payee": contract.winner,
        "amount": finding.basis_amount,
        "accepted": finding.basis_amount - finding.cut,
        "error": f"{finding.label} ({percent(finding.rate)})",
        "reason": finding.reason,
    }


def cut_part(voucher: CheckedVoucher) -> dict[str, Any]:
    """Return one cut with its reason."""
    return {
        "number": voucher.number,
        "payee": voucher.payee,
        "amount": voucher.amount,
        "accepted": voucher.accepted,
        "error": voucher.get_error_display(),
        "reason": voucher.reason,
    }
