"""What a rule is, and how an application is loaded once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Sum, prefetch_related_objects

from applications.finance import plan_of
from core.refusals import Finding
from core.workflow import Attempt
from programmes.models import Case

if TYPE_CHECKING:
    from applications.models import Application

Check = Callable[["Application", Attempt], list[Finding]]
PARTS = (
    "organisation",
    "project",
    "applicant",
    "answers",
    "topics",
    "contacts",
    "interactions",
    "partners__organisation",
    "measures",
    "indicators__measure",
    "indicators__catalogue",
    "indicators__leads_to",
    "aids__partner",
    "plan_lines__amounts",
    "plan_lines__measure",
    "plan_lines__partner",
    "documents__file",
    "cares__person",
    "cares__approver",
    "call_version__call__programme",
    "call_version__questions__criterion",
    "call_version__topics",
    "call_version__document_requirements",
    "call_version__extensions",
)
# Together with these everything else is loaded; asking Django each time costs a millisecond.
OWN_PARTS = frozenset(
    {"answers", "topics", "interactions", "partners", "measures", "indicators"}
    | {"plan_lines", "documents", "contacts", "aids"}
)


def loaded(application: Application) -> Application:
    """Load every part that is not loaded yet: the rules together cost one query a part."""
    if not is_loaded(application):
        prefetch_related_objects([application], *PARTS)
    return application


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
