"""The final account of a proof of use: what is recognised, what the grant comes to, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from applications.models import Partner, PlanLine
from awards.partner_rates import own_rates_of
from core.snapshots import thaw
from core.templatetags.allmende import euro, percent
from rulebook.grants import Settlement, explain_final_grant, final_grant
from rulebook.mixed_rates import Part, cut_to, explain_parts, mean_rate
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
    parts = parts_of(check, content, declared - cuts)
    settlement = Settlement(declared - cuts, income, rate=mean_rate(parts) if parts else None)
    lines = [f"Abgerechnete zuwendungsfähige Ausgaben: {euro(declared)}."]
    lines += [f"Gekürzt nach Prüfung der Belege: {euro(by_voucher)}."]
    lines += [line_of(one) for one in breaches]
    return Account(
        declared=declared,
        cuts=cuts,
        income=income,
        final=final_grant(award.terms, settlement),
        paid=paid_to(award),
        lines=(*lines, *explain_parts(parts), *explain_final_grant(award.terms, settlement)),
    )


def parts_of(check: ProofCheck, content: Mapping[str, Any], recognised: Decimal) -> list[Part]:
    """Return who spent what at which rate; nothing where one rate counts for all.

    Cut vouchers lower the part of whom their line belongs to. Breaches of procurement law are the
    recipient's; what they exceed its own part by is taken from all alike.
    """
    award = check.report.award
    rates = own_rates_of(award)
    if not rates:
        return []
    spent = spent_by_partner(check, content)
    names = dict(Partner.objects.filter(pk__in=rates).values_list("pk", "name"))
    parts = [Part(names[pk], max(ZERO, spent.get(pk, ZERO)), rate) for pk, rate in rates.items()]
    own = recognised - sum((Decimal(part.eligible) for part in parts), ZERO)
    if own < 0:
        return cut_to(parts, recognised)
    return [Part(str(award.organisation), own, award.rate), *parts]


def spent_by_partner(check: ProofCheck, content: Mapping[str, Any]) -> dict[int | None, Decimal]:
    """Return the eligible expenses declared less vouchers cut, by partner of the finance line."""
    eligible = [one for one in content["lines"] if one["side"] == "expense" and one["eligible"]]
    declared = {one["plan_line"]: Decimal(one["declared"]) for one in eligible}
    partners = dict(PlanLine.objects.filter(pk__in=declared).values_list("pk", "partner"))
    spent: dict[int | None, Decimal] = {}
    cuts = cuts_by_line(check)
    for line, amount in declared.items():
        partner = partners.get(line)
        spent[partner] = spent.get(partner, ZERO) + amount - cuts.get(line, ZERO)
    return spent


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
    return sum((cut for line, cut in cuts_by_line(check).items() if line in eligible), ZERO)


def cuts_by_line(check: ProofCheck) -> dict[int | None, Decimal]:
    """Return what was cut from the vouchers of each finance line."""
    cuts: dict[int | None, Decimal] = {}
    for one in check.vouchers.filter(verdict="cut"):
        line = one.plan_line_id
        cuts[line] = cuts.get(line, ZERO) + one.amount - (one.accepted or ZERO)
    return cuts


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
