"""Grants: what a grant comes to in the end, and what may be paid out now.

Source: VV Nr. 2 zu § 44 BHO (kinds of financing), ANBest-Gk and ANBest-P Nr. 1.2 (drawing) and
Nr. 2 (reduction). All amounts are euros; results are rounded once, to the cent. Expenses that
rise together with income reduce nothing (VG Hannover, 25 June 2003, 6 A 3946/01), and higher
expenses never raise a grant.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from rulebook.money import to_the_cent
from rulebook.numbers import Number, as_decimal, exact, exact_from_zero


class FinancingType(Enum):
    """The four kinds of financing (VV Nr. 2 zu § 44 BHO)."""

    SHARE = "Anteilfinanzierung"
    GAP = "Fehlbedarfsfinanzierung"
    FIXED = "Festbetragsfinanzierung"
    FULL = "Vollfinanzierung"


@dataclass(frozen=True)
class AwardTerms:
    """What the award notice fixed.

    ``awarded`` is the most that can be paid (Z0), ``eligible`` the expenses it was based on (A0),
    ``rate`` the notice's own funding rate from 0 to 1 (q), ``income`` the planned income and
    grants of others (D0), ``own_funds`` the recipient's own money (E0), ``triviality`` the fall
    in need that is still ignored (B). ``unit_amount`` makes a fixed grant one by units reached.
    """

    financing: FinancingType
    awarded: Number
    eligible: Number
    rate: Number | None = None
    income: Number = 0
    own_funds: Number = 0
    triviality: Number = Decimal("500")
    unit_amount: Number | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.financing, FinancingType):
            raise TypeError("the financing must be a FinancingType")
        for name in ("awarded", "eligible", "income", "own_funds", "triviality"):
            exact_from_zero(getattr(self, name), name)
        if (exact(self.awarded) * 100).denominator != 1:
            raise ValueError(f"awarded must be whole cents, but is {self.awarded}")
        self._check_rate()
        self._check_unit_amount()

    def _check_rate(self) -> None:
        if self.rate is None:
            if self.financing is FinancingType.SHARE:
                raise ValueError("a share of the expenses needs the rate of the notice")
        elif not 0 <= exact(self.rate, "rate") <= 1:
            raise ValueError(f"rate must lie between 0 and 1, but is {self.rate}")

    def _check_unit_amount(self) -> None:
        if self.unit_amount is None:
            return
        exact_from_zero(self.unit_amount, "unit_amount")
        if self.financing is not FinancingType.FIXED:
            raise ValueError("only a fixed grant can go by units")


@dataclass(frozen=True)
class Settlement:
    """What the proof of use showed: expenses recognised (A1), income (D1), units reached.

    ``rate`` stands for the rates of several partners (``mixed_rates.mean_rate``); without it the
    notice's own rate counts.
    """

    eligible: Number
    income: Number = 0
    units: Number | None = None
    rate: Fraction | None = None

    def __post_init__(self) -> None:
        exact_from_zero(self.eligible, "eligible")
        exact_from_zero(self.income, "income")
        if self.units is not None:
            exact_from_zero(self.units, "units")


@dataclass(frozen=True)
class Drawdown:
    """Where the drawing stands.

    ``received`` so far; ``spent``: all bills paid so far; ``due``: bills that fall due in the
    period of use; ``year_left`` of the year's tranche; ``extra_income`` above plan.
    """

    received: Number
    spent: Number
    due: Number
    year_left: Number
    extra_income: Number = 0

    def __post_init__(self) -> None:
        for name in ("received", "spent", "due", "extra_income"):
            exact_from_zero(getattr(self, name), name)
        exact(self.year_left, "year_left")


def final_grant(terms: AwardTerms, settlement: Settlement) -> Decimal:
    """Return the grant that remains after the final account, in euros (Z1).

    A share of 65 percent: expenses fell, income came up, expenses and income rose together, and
    a fall of 400 euros is too small to count:

    >>> terms = AwardTerms(FinancingType.SHARE, 650_000, 1_000_000, rate=Decimal("0.65"))
    >>> final_grant(terms, Settlement(900_000))
    Decimal('585000.00')
    >>> final_grant(terms, Settlement(1_000_000, income=50_000))
    Decimal('617500.00')
    >>> final_grant(terms, Settlement(1_050_000, income=30_000))
    Decimal('650000.00')
    >>> final_grant(terms, Settlement(999_600))
    Decimal('650000.00')

    A gap, a fixed amount and the full cost:

    >>> gap = AwardTerms(FinancingType.GAP, 650_000, 1_000_000, income=50_000, own_funds=300_000)
    >>> final_grant(gap, Settlement(900_000, income=60_000))
    Decimal('540000.00')
    >>> final_grant(AwardTerms(FinancingType.FIXED, 400_000, 500_000), Settlement(380_000))
    Decimal('380000.00')
    >>> full = AwardTerms(FinancingType.FULL, 1_000_000, 1_000_000)
    >>> final_grant(full, Settlement(900_000, income=20_000))
    Decimal('880000.00')
    """
    awarded = exact(terms.awarded)
    if _is_trivial(terms, settlement):
        return to_the_cent(awarded)
    entitled = _entitled_in_the_end(terms, settlement)
    return to_the_cent(max(Fraction(0), min(awarded, entitled)))


def explain_final_grant(terms: AwardTerms, settlement: Settlement) -> list[str]:
    """Return the calculation line by line in German; the last line is the result.

    >>> terms = AwardTerms(FinancingType.SHARE, 650_000, 1_000_000, rate=Decimal("0.65"))
    >>> for line in explain_final_grant(terms, Settlement(900_000)):
    ...     print(line)
    Finanzierungsart: Anteilfinanzierung.
    Bewilligt sind höchstens 650.000,00 Euro.
    Zuwendungsfähige Ausgaben: 1.000.000,00 Euro bewilligt, 900.000,00 Euro anerkannt.
    Einnahmen und Mittel Dritter: 0,00 Euro geplant, 0,00 Euro erzielt.
    Der Bedarf ist um 100.000,00 Euro gesunken, das ist mehr als die Bagatellgrenze von 500,00 Euro.
    65 % x (900.000,00 Euro - 0,00 Euro) = 585.000,00 Euro.
    Endgültige Zuwendung: 585.000,00 Euro.
    """
    lines = [
        f"Finanzierungsart: {terms.financing.value}.",
        f"Bewilligt sind höchstens {_german(terms.awarded)}.",
        f"Zuwendungsfähige Ausgaben: {_german(terms.eligible)} bewilligt,"
        f" {_german(settlement.eligible)} anerkannt.",
        f"Einnahmen und Mittel Dritter: {_german(terms.income)} geplant,"
        f" {_german(settlement.income)} erzielt.",
        *_explain_triviality(terms, settlement),
    ]
    if not _is_trivial(terms, settlement):
        entitled = _entitled_in_the_end(terms, settlement)
        lines.append(f"{_formula(terms, settlement)} = {_german(entitled)}.")
        if entitled > exact(terms.awarded):
            lines.append("Das ist mehr als bewilligt; es bleibt bei der bewilligten Zuwendung.")
        if entitled < 0:
            lines.append("Das ist weniger als null; es bleibt keine Zuwendung.")
    return [*lines, f"Endgültige Zuwendung: {_german(final_grant(terms, settlement))}."]


def payable_now(terms: AwardTerms, drawdown: Drawdown) -> Decimal:
    """Return what may be paid out now, in euros: never more than the award or the year allows.

    Shares and fixed amounts are drawn in step with the other money, a gap only after the own and
    the other funds are used up (ANBest Nr. 1.2).

    >>> terms = AwardTerms(FinancingType.SHARE, 650_000, 1_000_000, rate=Decimal("0.65"))
    >>> payable_now(terms, Drawdown(received=65_000, spent=100_000, due=80_000, year_left=200_000))
    Decimal('52000.00')
    >>> payable_now(terms, Drawdown(received=65_000, spent=100_000, due=80_000, year_left=40_000))
    Decimal('40000.00')
    """
    received = exact(drawdown.received)
    payable = min(
        exact(terms.awarded) - received,
        exact(drawdown.year_left),
        _entitled_so_far(terms, drawdown) - received,
    )
    return to_the_cent(max(Fraction(0), payable))


def _entitled_so_far(terms: AwardTerms, drawdown: Drawdown) -> Fraction:
    """Return what the bills so far entitle to, before the limits of award and year."""
    bills = exact(drawdown.spent) + exact(drawdown.due)
    net = bills - exact(drawdown.extra_income)
    match terms.financing:
        case FinancingType.SHARE:
            return _rate(terms) * net
        case FinancingType.FIXED:
            if not terms.eligible:
                raise ValueError("a fixed grant without eligible expenses cannot be drawn in step")
            return exact(terms.awarded) / exact(terms.eligible) * bills
        case FinancingType.GAP:
            return net - exact(terms.own_funds) - exact(terms.income)
        case FinancingType.FULL:
            return net - exact(terms.income)


def _entitled_in_the_end(terms: AwardTerms, settlement: Settlement) -> Fraction:
    """Return what the final account entitles to, before the limits 0 and Z0."""
    expenses, income = exact(settlement.eligible), exact(settlement.income)
    match terms.financing:
        case FinancingType.SHARE:
            rate = _rate(terms) if settlement.rate is None else settlement.rate
            return rate * (expenses - _extra_income(terms, settlement))
        case FinancingType.GAP:
            return expenses - exact(terms.own_funds) - income
        case FinancingType.FULL:
            return expenses - income
    if terms.unit_amount is None:
        return expenses
    if settlement.units is None:
        raise ValueError("a grant by units needs the units reached")
    return min(expenses, exact(terms.unit_amount) * exact(settlement.units))


def _need_fall(terms: AwardTerms, settlement: Settlement) -> Fraction | None:
    """Return by how much the need fell; None where no fall is trivial (fixed and full)."""
    less_expenses = exact(terms.eligible) - exact(settlement.eligible)
    if terms.financing is FinancingType.SHARE:
        return less_expenses + _extra_income(terms, settlement)
    if terms.financing is FinancingType.GAP:
        return less_expenses + exact(settlement.income) - exact(terms.income)
    return None


def _is_trivial(terms: AwardTerms, settlement: Settlement) -> bool:
    need_fall = _need_fall(terms, settlement)
    return need_fall is not None and need_fall <= exact(terms.triviality)


def _explain_triviality(terms: AwardTerms, settlement: Settlement) -> list[str]:
    need_fall = _need_fall(terms, settlement)
    if need_fall is None:
        return []
    if need_fall <= 0:
        return ["Der Bedarf ist nicht gesunken; die Zuwendung wird nicht gekürzt."]
    fallen, limit = f"Der Bedarf ist um {_german(need_fall)} gesunken", _german(terms.triviality)
    if _is_trivial(terms, settlement):
        return [f"{fallen}, nicht mehr als die Bagatellgrenze von {limit}: keine Kürzung."]
    return [f"{fallen}, das ist mehr als die Bagatellgrenze von {limit}."]


def _formula(terms: AwardTerms, settlement: Settlement) -> str:
    """Return the calculation of ``_entitled_in_the_end`` in German."""
    expenses, income = _german(settlement.eligible), _german(settlement.income)
    match terms.financing:
        case FinancingType.SHARE if settlement.rate is not None:
            return _formula_of_several(settlement, _extra_income(terms, settlement))
        case FinancingType.SHARE:
            percent = f"{as_decimal(_rate(terms) * 100):f}".replace(".", ",")
            return f"{percent} % x ({expenses} - {_german(_extra_income(terms, settlement))})"
        case FinancingType.GAP:
            return f"{expenses} - {_german(terms.own_funds)} Eigenmittel - {income} Einnahmen"
        case FinancingType.FULL:
            return f"{expenses} - {income} Einnahmen"
    if terms.unit_amount is None:
        return "Höchstens die anerkannten Ausgaben"
    by_units = f"{_german(terms.unit_amount)} x {settlement.units} Einheiten"
    return f"Höchstens die anerkannten Ausgaben und {by_units}"


def _formula_of_several(settlement: Settlement, extra: Fraction) -> str:
    """Return the calculation where partners have rates of their own."""
    expenses = exact(settlement.eligible)
    together = _german((settlement.rate or 0) * expenses)
    if not extra or not expenses:
        return "Summe nach Sätzen"
    return f"{together} x ({_german(expenses)} - {_german(extra)}) / {_german(expenses)}"


def _rate(terms: AwardTerms) -> Fraction:
    return exact(terms.rate if terms.rate is not None else 0)


def _extra_income(terms: AwardTerms, settlement: Settlement) -> Fraction:
    return max(Fraction(0), exact(settlement.income) - exact(terms.income))


def _german(amount: Number | Fraction) -> str:
    """Return an amount as German letters write it: 1.234,50 Euro."""
    euros = to_the_cent(Fraction(amount))
    return f"{euros:,.2f} Euro".translate(str.maketrans(",.", ".,"))
