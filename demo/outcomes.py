"""What is decided on the ranked applications, and how far the three signatures have come."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

WITHOUT_RESERVE = Decimal("0.95")  # the line is drawn so that the money suffices in every year
AWARD_REASON = "Der Antrag liegt in der Rangfolge über der Förderlinie."
BELOW_THE_LINE = "Die Mittel reichen bis zu einer höheren Punktzahl."
NOT_FUNDABLE = "Der Antrag ist nicht förderwürdig."
RETURN_NOTE = "Bitte die Verteilung auf die Haushaltsjahre noch einmal prüfen."

CHECK_NOTE = {
    "necessity": "Ziel und Weg sind schlüssig. Ansätze und Mengen sind angemessen.",
    "offices": "Die fachlichen Gutachten liegen vor. Weitere Stellen waren nicht zu beteiligen.",
    "eligible_extent": "Alle als zuwendungsfähig beantragten Ausgaben werden anerkannt.",
    "financing": "share",
    "financing_reason": "Die Anteilfinanzierung lässt Ersparnisse beiden Seiten zugutekommen.",
    "secured": "Der Finanzplan ist ausgeglichen, der Eigenanteil ist im Haushalt veranschlagt.",
    "consequences": "Der Betrieb nach Ende der Förderung wird aus eigenen Mitteln bezahlt.",
    "aid": "Keine wirtschaftliche Tätigkeit, daher keine Beihilfe.",
}


class Signed(StrEnum):
    """Where a decision stands."""

    UNDECIDED = "undecided"
    RETURNED = "returned"
    PROPOSED = "proposed"
    CO_SIGNED = "co_signed"
    APPROVED = "approved"


LAST_AWARDS = (Signed.RETURNED, Signed.PROPOSED, Signed.CO_SIGNED)
LAST_REJECTIONS = (Signed.UNDECIDED, Signed.PROPOSED, Signed.CO_SIGNED)


def signed(funded: Sequence[bool]) -> list[Signed]:
    """Return how far each decision is; of the last ones some are left in every state.

    >>> [str(one) for one in signed([True] * 4 + [False])]
    ['approved', 'returned', 'proposed', 'co_signed', 'approved']
    """
    awards = sum(funded)
    return [*with_tail(awards, LAST_AWARDS), *with_tail(len(funded) - awards, LAST_REJECTIONS)]


def with_tail(count: int, tail: Sequence[Signed]) -> list[Signed]:
    """Approve all but the last ones, of which a few are left open when there are enough."""
    if count <= len(tail):
        return [Signed.APPROVED] * count
    return [Signed.APPROVED] * (count - len(tail)) + list(tail)


def reason(funded: bool, fundable: bool) -> str:
    """Return why an application is awarded or rejected."""
    if funded:
        return AWARD_REASON
    return BELOW_THE_LINE if fundable else NOT_FUNDABLE
