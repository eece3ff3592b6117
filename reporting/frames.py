"""Rows as data frames: what the figures are computed from. Imported in jobs, never at start-up."""

from __future__ import annotations

import pandas as pd

from applications.models import Application
from evaluation.models import Review
from programmes.models import BudgetYear, CallVersion

NO_SIZE_CLASS = "Landkreis oder Zweckverband"
PARTS = {
    "key": "key",
    "status": "status",
    "submitted_at": "submitted_at",
    "requested": "requested_amount",
    "eligible": "eligible_amount",
    "land": "organisation__land",
    "size_class": "organisation__size_class",
    "kind": "organisation__kind",
    "inhabitants": "organisation__inhabitants",
    "phase": "project__phase",
    "stage": "candidacy__status",
    "total": "candidacy__total",
    "is_fundable": "candidacy__is_fundable",
    "diverges": "candidacy__diverges",
    "outcome": "candidacy__decision__outcome",
    "decision": "candidacy__decision__status",
    "decided_at": "candidacy__decision__approved_at",
    "awarded": "candidacy__decision__award__amount",
}


def applications(version: CallVersion) -> pd.DataFrame:
    """One row for each application that was handed in; money in euros as Decimal."""
    rows = Application.objects.filter(call_version=version).submitted()
    frame = pd.DataFrame(rows.order_by("pk").values_list(*PARTS.values()), columns=list(PARTS))
    frame["awarded"] = [amount if amount is not None else 0 for amount in frame["awarded"]]
    frame["requested"] = [amount if amount is not None else 0 for amount in frame["requested"]]
    frame["is_awarded"] = frame["stage"] == "awarded"
    frame["is_reviewed"] = frame["total"].notna()
    return frame


def reviews(version: CallVersion) -> pd.DataFrame:
    """One row for each review that counts: application, reviewer, total 0 to 100."""
    counting = Review.objects.counting().filter(
        assignment__candidacy__application__call_version=version
    )
    columns = ["application", "reviewer", "total"]
    rows = counting.order_by("pk").values_list(
        "assignment__candidacy_id", "assignment__reviewer_id", "total"
    )
    frame = pd.DataFrame(rows, columns=columns)
    frame["total"] = frame["total"].astype(float)
    return frame


def budget(version: CallVersion) -> pd.DataFrame:
    """One row for each budget year of the call; euros as Decimal."""
    columns = ["year", "amount", "reserved", "committed"]
    rows = BudgetYear.objects.filter(call=version.call).order_by("year").values_list(*columns)
    return pd.DataFrame(rows, columns=columns)
