"""What a rule is, and how an application is loaded once for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects

from core.refusals import Finding
from core.workflow import Attempt

if TYPE_CHECKING:
    from applications.models import Application

Check = Callable[["Application", Attempt], list[Finding]]
PARTS = (
    "organisation",
    "project",
    "answers",
    "topics",
    "interactions",
    "partners__organisation",
    "measures",
    "indicators__measure",
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
    | {"plan_lines", "documents"}
)


def loaded(application: Application) -> Application:
    """Load every part that is not loaded yet: the rules together cost one query a part."""
    if not OWN_PARTS <= getattr(application, "_prefetched_objects_cache", {}).keys():
        prefetch_related_objects([application], *PARTS)
    return application


def answers_of(application: Application) -> dict[str, Any]:
    """Return the answers by code."""
    return {answer.code: answer.value for answer in loaded(application).answers.all()}


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
