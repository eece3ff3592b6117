"""A municipality's project beside the others of its size class, its Land and its kind.

Medians of fewer than k other projects stay blank, so that nobody reads a single one from them;
the own project never counts among the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.laender import LAENDER
from awards.achievements import last_measurements
from awards.models import AgreedIndicator, Award
from core.charts import Chart, Row
from core.templatetags.allmende import number, percent
from rulebook.indicators import clipped, goal_attainment

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Measure:
    """One thing that is compared; `text` writes a value."""

    code: str
    name: str
    text: Callable[[Any], str]


@dataclass(frozen=True)
class Compared:
    """One line: the own value and the median of each group, None where it stays blank."""

    name: str
    own: str
    medians: tuple[str, ...]
    values: tuple[Any, ...]


def days(value: Any) -> str:
    return _("%s Tage") % number(value)


def in_percent(value: Any) -> str:
    return percent(value, 0)


MEASURES = (
    Measure("paid", _("Mittelabfluss: ausgezahlt von bewilligt"), in_percent),
    Measure("attainment", _("Zielerreichung, Mittel der Indikatoren"), in_percent),
    Measure("decided", _("Frist bis Entscheidung"), days),
    Measure("notified", _("Entscheidung bis Bescheid"), days),
)
PARTS = ("organisation", "decision__candidacy__application__call_version__call")


def facts_of(awards: Iterable[Award]) -> dict[int, Facts]:
    """Return what is compared, by award; a missing value is None."""
    rows = list(awards)
    paid = dict(
        Award.objects.filter(pk__in=[one.pk for one in rows])
        .values_list("pk")
        .annotate(sum=Sum("tranches__paid"))
    )
    reached = attainments(rows)
    return {
        one.pk: {
            "paid": (paid.get(one.pk) or Decimal(0)) / one.amount if one.amount else None,
            "attainment": reached.get(one.pk),
            **durations(one),
        }
        for one in rows
    }


def attainments(awards: Sequence[Award]) -> dict[int, Decimal]:
    """Return the mean attainment (0 to 1.2) of the indicators that have a reported value."""
    indicators = list(AgreedIndicator.objects.filter(award__in=[one.pk for one in awards]))
    last = last_measurements(indicators)
    found: dict[int, list[Decimal]] = {}
    for one in indicators:
        actual = last[one.pk].actual if one.pk in last else None
        value = goal_attainment(one.baseline, one.target, actual, bool(one.rising))
        if value is not None:
            found.setdefault(one.award_id, []).append(clipped(value) / 100)
    return {award: sum(values, Decimal(0)) / len(values) for award, values in found.items()}


def durations(award: Award) -> dict[str, int | None]:
    """Return days from deadline to decision and from decision to the first notice."""
    decision = award.decision
    deadline = decision.candidacy.application.call_version.closes_at
    notice = min((one.sent_on for one in award.notices.all()), default=None)
    decided = decision.approved_at
    return {
        "decided": (decided - deadline).days if decided else None,
        "notified": (notice - decided.date()).days if decided and notice else None,
    }


def groups_of(award: Award) -> list[tuple[str, dict[str, Any]]]:
    """Return the groups that a project is compared with: name and how to find them."""
    own = award.organisation
    size = own.get_size_class_display() if own.size_class else _("ohne Größenklasse")
    return [
        (size, {"organisation__size_class": own.size_class}),
        (LAENDER.get(own.land, own.land), {"organisation__land": own.land}),
        (own.get_kind_display(), {"organisation__kind": own.kind}),
    ]


def comparison_of(award: Award, small: int) -> tuple[list[str], list[Compared]]:
    """Return the names of the groups with their sizes, and one line a measure."""
    others = Award.objects.exclude(organisation=award.organisation).select_related(*PARTS)
    others = others.prefetch_related("notices")
    groups = [(name, facts_of(others.filter(**part))) for name, part in groups_of(award)]
    own = facts_of([award])[award.pk]
    heads = [_("%(name)s (%(many)s)") % {"name": n, "many": len(found)} for n, found in groups]
    lines = []
    for measure in MEASURES:
        values = [middle(measure.code, found, small) for _name, found in groups]
        texts = tuple("" if value is None else measure.text(value) for value in values)
        mine = own[measure.code]
        shown = _("noch kein Wert") if mine is None else measure.text(mine)
        lines.append(Compared(measure.name, shown, texts, (mine, *values)))
    return heads, lines


def middle(code: str, found: Mapping[int, Facts], small: int) -> Any:
    """Return the median of the known values, None when fewer than `small` are known."""
    known = [facts[code] for facts in found.values() if facts[code] is not None]
    return median(known) if len(known) >= max(small, 1) else None


def chart_of(heads: Sequence[str], lines: Sequence[Compared]) -> Chart | None:
    """Return own value and median of the size class, for the measures in percent."""
    rows = [
        Row(
            line.name,
            tuple(None if value is None else float(value) for value in line.values[:2]),
            (line.own, line.medians[0] or _("gesperrt")),
        )
        for line in lines[:2]
    ]
    if all(value is None for row in rows for value in row.values):
        return None
    return Chart(
        name="vergleich",
        title=_("Ihr Vorhaben und der Median Ihrer Größenklasse"),
        note=_("Mittelabfluss und Zielerreichung in Prozent"),
        description=_("Je Kennzahl zwei Balken: oben Ihr Vorhaben, unten der Median."),
        columns=(_("Kennzahl"), _("Ihr Vorhaben"), heads[0]),
        rows=tuple(rows),
    )
