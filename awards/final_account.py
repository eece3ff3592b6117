"""The final account of a proof of use: what is recognised, what the grant comes to, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.snapshots import thaw
from core.templatetags.allmende import euro, percent
from rulebook.grants import Settlement, explain_final_grant, final_grant
from rulebook.sampling import Projection, project

if TYPE_CHECKING:
    from awards.models import Award, ProcurementFinding, ProofCheck

ZERO = Decimal("0.00")
OTHERS = frozenset({"land", "eu", "private", "income"})


@dataclass(frozen=True)
class Account:
    """Euros declared, cut and recognised, and the grant that follows, line by line."""

    declared: Decimal
    cuts: Decimal
    income: Decimal
    final: Decimal
    paid: Decimal
    lines: tuple[str, ...]

    @property
    def recognised(self) -> Decimal:
        return self.declared - self.cuts

    @property
    def balance(self) -> Decimal:
        """Above zero the recipient gets more, below zero it pays back."""
        return self.final - self.paid


def account_of(check: ProofCheck) -> Account:
    """Return the account as the verdicts stand now, from the frozen submission."""
    content, award = thaw(check.submission.snapshot), check.report.award
    declared, by_voucher = declared_expenses(content), cuts_of(check, content)
    breaches = standing_findings(award)
    cuts = min(declared, by_voucher + sum((one.cut for one in breaches), ZERO))
    income = sum_of(content, lambda line: line["kind"] in OTHERS)
    settlement = Settlement(declared - cuts, income)
    lines = [f"Abgerechnete zuwendungsfähige Ausgaben: {euro(declared)}."]
    lines += [f"Gekürzt nach Prüfung der Belege: {euro(by_voucher)}."]
    lines += [line_of(one) for one in breaches]
    return Account(
        declared=declared,
        cuts=cuts,
        income=income,
        final=final_grant(award.terms, settlement),
        paid=paid_to(award),
        lines=(*lines, *explain_final_grant(award.terms, settlement)),
    )


def standing_findings(award: Award) -> list[ProcurementFinding]:
    """Return the breaches of procurement law that cut the account, each contract once."""
    from awards.models import ProcurementFinding

    found = ProcurementFinding.objects.filter(procurement__award=award, dropped_because="")
    return list(found.select_related("procurement"))


def line_of(finding: ProcurementFinding) -> str:
    """Say what one breach costs and how that comes about."""
    return (
        f"Vergabe „{finding.procurement}“, {finding.label}: {percent(finding.rate)} von "
        f"{euro(finding.basis_amount)} = {euro(finding.cut)}."
    )


def declared_expenses(content: Mapping[str, Any]) -> Decimal:
    """Return the sum of the eligible lines of expenses."""
    return sum_of(content, lambda line: line["side"] == "expense" and line["eligible"])


def sum_of(content: Mapping[str, Any], wanted: Any) -> Decimal:
    return sum((Decimal(line["declared"]) for line in content["lines"] if wanted(line)), ZERO)


def cuts_of(check: ProofCheck, content: Mapping[str, Any]) -> Decimal:
    """Return what was cut from eligible lines; cuts of other lines change nothing."""
    eligible = {line["plan_line"] for line in content["lines"] if line["eligible"]}
    return sum(
        (
            one.amount - (one.accepted or ZERO)
            for one in check.vouchers.filter(verdict="cut")
            if one.plan_line_id in eligible
        ),
        ZERO,
    )


def paid_to(award: Award) -> Decimal:
    """Return what was paid out and not returned."""
    return sum((tranche.paid for tranche in award.tranches.all()), ZERO)


def projection_of(check: ProofCheck) -> Projection | None:
    """Return what the errors of the drawn vouchers say about all; None while some are open."""
    drawn = list(check.vouchers.filter(drawn=True))
    if not drawn or any(one.accepted is None for one in drawn):
        return None
    found = [(one.amount, one.accepted or ZERO) for one in drawn]
    return project(found, check.interval or ZERO)
