"""A share of the expenses where partners of a consortium have rates of their own.

Each partner's recognised expenses get the rate confirmed for that partner. Their sum stands for
one rate of all recognised expenses, the mean of the rates weighted by the expenses:

    q1 = sum(A1i x qi) / sum(A1i)

With it the formula of the law holds unchanged, Z1 = min(Z0, q1 x (A1 - dD)): without additional
income the grant is the sum of the partners' shares, and additional income lowers all alike. The
mean is of what was spent, not of what was planned: money that moved to a partner with a higher
rate is granted at that rate, but never above the award.

Source: VV Nr. 2.2.1 zu § 44 BHO (share of the eligible expenses); the weighting is the plain
reading of several rates in one notice and is to be confirmed by a lawyer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rulebook.money import share, split
from rulebook.numbers import Number, as_decimal, exact, exact_from_zero


@dataclass(frozen=True)
class Part:
    """Who spent how many recognised euros, and the rate from 0 to 1 confirmed for them."""

    name: str
    eligible: Number
    rate: Number

    def __post_init__(self) -> None:
        exact_from_zero(self.eligible, "eligible")
        if not 0 <= exact(self.rate, "rate") <= 1:
            raise ValueError(f"rate must lie between 0 and 1, but is {self.rate}")


def mean_rate(parts: Sequence[Part]) -> Fraction:
    """Return the rate that stands for all parts, exactly; 0 without expenses.

    >>> town = Part("Stadt", 800_000, Decimal("0.65"))
    >>> works = Part("Stadtwerke", 100_000, Decimal("0.90"))
    >>> mean_rate([town, works])
    Fraction(61, 90)
    """
    expenses = sum((exact(part.eligible) for part in parts), Fraction(0))
    entitled = sum((exact(part.eligible) * exact(part.rate) for part in parts), Fraction(0))
    return entitled / expenses if expenses else Fraction(0)


def cut_to(parts: Sequence[Part], eligible: Decimal) -> list[Part]:
    """Return the parts with together so many euros, in whole cents: less is taken from all alike.

    >>> parts = [Part("Stadt", 600, Decimal("0.65")), Part("Stadtwerke", 300, Decimal("0.90"))]
    >>> [part.eligible for part in cut_to(parts, Decimal(90))]
    [Decimal('60.00'), Decimal('30.00')]
    """
    if not any(part.eligible for part in parts):
        return list(parts)
    amounts = split(eligible, [part.eligible for part in parts])
    return [Part(one.name, amount, one.rate) for one, amount in zip(parts, amounts, strict=True)]


def explain_parts(parts: Sequence[Part]) -> list[str]:
    """Return one German line for each part.

    >>> explain_parts([Part("Stadtwerke", 100_000, Decimal("0.90"))])
    ['Stadtwerke: 90 % von 100.000,00 Euro = 90.000,00 Euro.']
    """
    return [
        f"{part.name}: {in_percent(part.rate)} % von {german(part.eligible)} = "
        f"{german(share(part.eligible, part.rate))}."
        for part in parts
    ]


def in_percent(rate: Number) -> str:
    return f"{as_decimal(exact(rate) * 100).normalize():f}".replace(".", ",")


def german(amount: Number) -> str:
    return f"{Decimal(amount):,.2f} Euro".translate(str.maketrans(",.", ".,"))
