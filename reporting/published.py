"""Every output that is published, with its threshold: one list for page, API, CSV and charts.

Figures reach a reader through `figures_for` alone. The office and auditors see every number; the
accompanying research and the public see the outputs of this list, always the same tables of a
call, never a free filter. The public sees them once the result of the call is published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import ListPublication
from programmes.models import CallVersion
from reporting import thresholds
from reporting.models import PreparedFigure
from reporting.permissions import may_read_overview, may_read_report
from reporting.thresholds import Rule, all_or_nothing, least, no_threshold

PUBLIC, RESEARCH, TOWNS = "public", "research", "towns"
AUDIENCES = {
    PUBLIC: gettext_lazy("Öffentlichkeit"),
    RESEARCH: gettext_lazy("Begleitforschung"),
    TOWNS: gettext_lazy("Kommunen, je eigenes Vorhaben"),
}
ADMITTED = ("admitted",)  # beside the others it would tell who was formally rejected
APPLIED = ("applied",)
EXTREMES = ("low", "high")  # each the score of a single application
CHART_KEYS = frozenset({"key", "is_over", "blank"})


@dataclass(frozen=True)
class Output:
    """One published output: a figure of the catalogue, or what an address shows of its own.

    `rule` is what k (a setting of the programme) is applied to, `protects` says it in words;
    None: the address applies k itself. `without` are columns that stay out. `where` names the
    addresses of an output that is no figure of the catalogue.
    """

    code: str
    audience: str
    rule: Rule | None = no_threshold
    protects: Any = ""  # translated when it is shown
    without: tuple[str, ...] = ()
    where: tuple[str, ...] = ()

    @property
    def has_threshold(self) -> bool:
        return self.rule is not no_threshold


WITHOUT_AWARD = gettext_lazy("Anträge ohne Bewilligung je Zeile, mit Gegensperrung")
ALONE = gettext_lazy("Anträge ohne Bewilligung je Zeile")
OF_STAGES = gettext_lazy("Anträge je Stand: alles oder nichts")
CASES = gettext_lazy("Fälle je Zeile")
PROJECTS = gettext_lazy("Vorhaben je Zeile")
TOGETHER = gettext_lazy("Zahlen der Tabelle: alles oder nichts")


def parts(code: str, audience: str) -> Output:
    """A table of success whose rows add up to the last one."""
    return Output(code, audience, thresholds.parts_of_whole, WITHOUT_AWARD, ADMITTED)


PUBLISHED = (
    Output("A1", PUBLIC, thresholds.stages, OF_STAGES),
    parts("A2", PUBLIC),
    parts("A3", PUBLIC),
    parts("A4", PUBLIC),
    Output("A5", PUBLIC, thresholds.each_row, ALONE, ADMITTED),
    parts("A6", PUBLIC),
    Output("A7", RESEARCH, all_or_nothing("count"), TOGETHER),
    Output("A8", RESEARCH, thresholds.outcomes, TOGETHER, EXTREMES),
    parts("A9", RESEARCH),
    parts("A10", RESEARCH),
    Output("B1", PUBLIC),
    Output("B2", PUBLIC),
    Output("B4", PUBLIC),
    Output("B5", PUBLIC),
    Output("B6", PUBLIC, without=APPLIED),
    Output("C1", PUBLIC, thresholds.distribution, gettext_lazy("Anträge je Stufe")),
    Output("C2", PUBLIC),
    Output("C3", RESEARCH),
    Output("C4", PUBLIC, least("count"), gettext_lazy("Punktwerte je Zeile")),
    Output("C6", RESEARCH, all_or_nothing("count"), TOGETHER),
    Output("C7", RESEARCH),
    Output("C8", RESEARCH, least("count"), gettext_lazy("Gutachten je Zeile")),
    Output("C9", RESEARCH),
    Output("C10", RESEARCH),
    Output("D2", PUBLIC),
    Output("D3", RESEARCH),
    Output("D4", PUBLIC),
    Output("D5", PUBLIC),
    Output("D6", RESEARCH),
    Output("D7", RESEARCH, all_or_nothing("count"), TOGETHER),
    Output("D8", RESEARCH),
    Output("D9", RESEARCH),
    Output("E1", RESEARCH, least("count"), CASES),
    Output("E2", RESEARCH),
    Output("E3", RESEARCH, all_or_nothing("proofs", "in_time", "late", "going_on"), TOGETHER),
    Output("E4", RESEARCH, all_or_nothing("count"), TOGETHER),
    Output("E5", RESEARCH, all_or_nothing("count", "lost"), TOGETHER),
    Output("F1", PUBLIC, least("projects"), PROJECTS),
    Output("F2", PUBLIC, least("projects"), PROJECTS),
    Output("F3", PUBLIC),
    Output("F4", PUBLIC),
    Output("F5", RESEARCH, least("projects"), PROJECTS),
    Output("F6", PUBLIC, least("projects"), PROJECTS),
    Output("F7", PUBLIC, least("projects"), PROJECTS),
    Output("F8", RESEARCH, least("projects"), PROJECTS),
    Output("G1", PUBLIC),
    Output("H2", PUBLIC),
    Output("H3", PUBLIC),
    Output("H4", PUBLIC),
    Output("Verzeichnis der Vorhaben", PUBLIC, where=("funded", "funded_csv", "funded_json")),
    Output("Neu geförderte Vorhaben", PUBLIC, where=("funded_atom", "api_funded-list")),
    Output("Rückblick", PUBLIC, where=("past_programme", "past_project")),
    Output("Ergebnis des Aufrufs", PUBLIC, where=("call_result",)),
    Output(
        "Ein gefördertes Vorhaben",
        PUBLIC,
        None,
        gettext_lazy("Teilnehmende eines Messwerts"),
        where=("funded_project", "api_funded-detail"),
    ),
    Output("Aufwand eines Antrags", PUBLIC, None, gettext_lazy("Antworten"), where=("call",)),
    Output("Zielerreichung je Ziel", RESEARCH, None, PROJECTS, where=("call_goals",)),
    Output("Datensatz", RESEARCH, None, ALONE, where=("download_data_set",)),
    Output("Rücklauf", RESEARCH, where=("survey", "survey_export")),
    Output("Vergleich", TOWNS, None, gettext_lazy("andere Vorhaben"), where=("my_comparison",)),
)
# Figures that stay with the office, and why.
KEPT = {
    "A11": "dieselben Anträge wie C1 in anderen Stufen; zusammen verrieten sie kleine Zahlen",
    "B3": "aus dem Index folgt die Zahl der Anträge je Größenklasse",
    "C5": "die Enden gehören zu einzelnen Personen",
    "D1": "die beantragte Summe steht in A2, dort mit Schwelle",
    "H1": "dieselben Zahlen wie A2, dort mit Schwelle",
}
BY_CODE = {output.code: output for output in PUBLISHED}


@dataclass(frozen=True)
class Shown:
    """A figure as a reader may see it."""

    code: str
    content: dict[str, Any]
    computed_at: datetime


def codes_for(audience: str) -> set[str]:
    """Return the figures that this audience sees; research sees what is public as well."""
    seen = {PUBLIC} if audience == PUBLIC else {PUBLIC, RESEARCH}
    return {one.code for one in PUBLISHED if one.audience in seen and not one.where}


def audience_of(user: Any) -> str:
    return RESEARCH if may_read_report(user) else PUBLIC


def names_of_figures() -> dict[str, str]:
    """Return the name of every figure that was ever computed, by code."""
    return dict(PreparedFigure.objects.values_list("code", "content__name"))


def figures_for(user: Any, version: CallVersion, without: str = "") -> list[Shown]:
    """Return the prepared figures of a call as this person may see them, in their order.

    `without` is the code of one that is not read: a list too long for the page.
    """
    stored = stored_for(user).filter(call_version=version)
    found = stored.exclude(code=without).order_by("pk")
    k = version.call.programme.small_number_limit
    return [Shown(one.code, content_for(user, one, k), one.computed_at) for one in found]


def stored_for(user: Any) -> QuerySet[PreparedFigure]:
    """Return the stored figures that this person may see anything of."""
    found = PreparedFigure.objects.select_related("call_version__call__programme")
    if may_read_overview(user):
        return found
    audience = audience_of(user)
    found = found.filter(code__in=codes_for(audience))
    return found if audience == RESEARCH else found.filter(result_is_public("call_version__"))


def content_for(user: Any, figure: PreparedFigure, k: int) -> dict[str, Any]:
    """Return the whole figure for the office, else its published form."""
    return figure.content if may_read_overview(user) else published(figure.content, k)


def result_is_public(path: str = "") -> Q:
    """Return the condition that the result of the call at this path is published."""
    done = ListPublication.objects.filter(status=ListPublication.Status.PUBLISHED)
    return Q(**{f"{path}call__in": done.values("call")})


def published(content: Mapping[str, Any], k: int) -> dict[str, Any]:
    """Return a figure as its line of the list allows it."""
    output = BY_CODE[content["code"]]
    columns = [one for one in content["columns"] if one["key"] not in output.without]
    kept = {one["key"] for one in columns} | CHART_KEYS
    rows: Sequence[dict[str, Any]] = output.rule(content["rows"], k) if output.rule else []
    return {
        **content,
        "columns": columns,
        "rows": [{key: row[key] for key in row if key in kept} for row in rows],
        "caveat": " ".join((content["caveat"], threshold_of(output, k))).strip(),
    }


def threshold_of(output: Output, k: int) -> str:
    """Return the sentence that tells of the threshold, nothing where there is none."""
    if not output.has_threshold:
        return ""
    words = {"k": k, "what": output.protects}
    sentence = _(
        "Schwelle %(k)s für: %(what)s. Was darunter liegt, bleibt leer; eine solche Zeile ohne "
        "Bewilligung fehlt ganz."
    )
    return sentence % words
