"""What a rule is, and how an application is loaded once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Sum, prefetch_related_objects

from applications.finance import plan_of
from core.refusals import Finding
from core.workflow import Attempt
from programmes.catalogue_in_force import load_catalogue
from programmes.models import Case

if TYPE_CHECKING:
    from applications.models import Application

Check = Callable[["Application", Attempt], list[Finding]]
# What there is once, by way of which row, and the parts that come row by row.
ONE_EACH = ("organisation", "project", "applicant", "call_version__call__programme")
PARTS = (
    *("answers", "topics", "contacts", "interactions", "measures", "aids"),
    *("plan_lines__amounts", "cares__person", "cares__approver"),
    "call_version__extensions",
)
# These rows come with what they point at, in one query.
JOINED_PARTS = {
    "partners": "organisation",
    "indicators": "catalogue",
    "documents": "file",
}
POINTING = {
    "indicators": ("measure", "leads_to"),
    "plan_lines": ("measure", "partner"),
    "aids": ("partner",),
}
# Together with these everything else is loaded; asking Django each time costs a millisecond.
OWN_PARTS = frozenset(
    {"answers", "topics", "interactions", "partners", "measures", "indicators"}
    | {"plan_lines", "documents", "contacts", "aids"}
)


def loaded(application: Application) -> Application:
    """Load every part that is not loaded yet: the rules together cost one query a part."""
    if not is_loaded(application):
        load_what_is_once(application)
        load_catalogue(application.call_version)
        prefetch_related_objects([application], *PARTS, *joined_parts(application))
        introduce_rows(application)
    return application


def load_what_is_once(application: Application) -> None:
    """Load the rows that there is one of, all with one query; known ones stay as they are."""
    known = application._state.fields_cache
    if known.keys() >= {"organisation", "project", "applicant", "call_version"}:
        return
    rows = type(application)._base_manager.select_related(*ONE_EACH)
    application._state.fields_cache = rows.get(pk=application.pk)._state.fields_cache | known


def joined_parts(application: Application) -> Iterator[Prefetch]:
    for part, one in JOINED_PARTS.items():
        model: Any = application._meta.get_field(part).related_model
        yield Prefetch(part, model._default_manager.select_related(one))


def introduce_rows(application: Application) -> None:
    """Rows of one application point at each other: none is loaded twice."""
    around: dict[str, dict[int, Any]] = {
        "measure": {one.pk: one for one in application.measures.all()},
        "partner": {one.pk: one for one in application.partners.all()},
        "leads_to": {one.pk: one for one in application.indicators.all()},
    }
    for part, names in POINTING.items():
        for row in getattr(application, part).all():
            for name in names:
                if met := around[name].get(getattr(row, f"{name}_id")):
                    setattr(row, name, met)


def is_loaded(application: Application) -> bool:
    return getattr(application, "_prefetched_objects_cache", {}).keys() >= OWN_PARTS


def answers_of(application: Application) -> dict[str, Any]:
    """Return the answers by code."""
    return {answer.code: answer.value for answer in loaded(application).answers.all()}


def case_of(application: Application, rows: Iterable[Any]) -> Case:
    """Return what decides which of these questions or documents are asked, as stored now."""
    answers = {answer.code: answer.value for answer in application.answers.all()}
    full_from = application.call_version.full_catalogue_from
    needed = full_from and any(row.full_only for row in rows)
    return Case(answers, grant_of(application) if needed else None, full_from)


def grant_of(application: Application) -> Decimal | None:
    """Return the grant the plan asks for; None while it asks for none."""
    if is_loaded(application):
        return plan_of(application).grant or None
    lines = application.plan_lines.filter(kind="grant")
    return lines.aggregate(total=Sum("amounts__amount"))["total"] or None


def nothing(application: Application, attempt: Attempt) -> list[Finding]:
    """A rule that only a person can judge finds nothing by itself."""
    return []


@dataclass(frozen=True)
class Rule:
    """One rule of the programme, for the municipality and the office alike.

    `evidence` says in German what the machine saw; `by_hand` says that an officer has to judge;
    `not_due` that the time for it has not come. `office_only` rules are not shown to applicants.
    """

    code: str
    title: str
    check: Check = nothing
    evidence: Callable[[Application], str] = lambda application: ""
    by_hand: Callable[[Application], bool] = lambda application: False
    not_due: Callable[[Application, Attempt], bool] = lambda application, attempt: False
    office_only: bool = False
