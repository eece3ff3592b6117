"""What a report of each kind consists of: its texts and its sections."""

from __future__ import annotations

from awards.models.award import ReportDate

Kind = ReportDate.Kind
# Code of the section (also in its address), German name.
SECTIONS = {
    "bericht": "Sachbericht",
    "indikatoren": "Indikatoren",
    "belege": "Belegliste",
    "zahlen": "Zahlen entlang des Plans",
    "partner": "Nachweise der Partner",
}
SECTIONS_OF: dict[str, tuple[str, ...]] = {
    Kind.INTERIM: ("bericht", "zahlen"),
    Kind.INDICATORS: ("indikatoren",),
    Kind.PROOF: tuple(SECTIONS),
}
TEXTS_OF: dict[str, tuple[str, ...]] = {
    Kind.INTERIM: ("progress", "deviations", "outlook"),
    Kind.INDICATORS: (),
    Kind.PROOF: ("progress", "deviations", "necessity", "publicity"),
}
# Facts beside the texts, which nobody has to give; the risk board and the evaluation read them.
FIGURES_OF: dict[str, tuple[str, ...]] = {
    Kind.INTERIM: ("posts_planned", "posts_filled", "transfers", "expected_draw"),
    Kind.PROOF: ("posts_planned", "posts_filled", "transfers", "continuation"),
}
TEXT_LIMIT = 6000


def sections_of(kind: str, *, has_partners: bool = True) -> list[str]:
    """Return the codes of the sections; partners only where money is passed on.

    >>> sections_of("interim")
    ['bericht', 'zahlen']
    """
    found = SECTIONS_OF[kind]
    return [code for code in found if has_partners or code != "partner"]
