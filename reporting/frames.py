"""Rows as data frames: what the figures are computed from. Imported in jobs, never at start-up."""

from __future__ import annotations

import pandas as pd

from applications.models import Application, ChosenTopic
from awards.models import AgreedIndicator, Payment, Report
from evaluation.models import Review, Score
from programmes.models import BudgetYear, CallVersion

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
    "ars": "organisation__ars",
    "district": "organisation__district_key",
    "phase": "project__phase",
    "stage": "candidacy__status",
    "total": "candidacy__total",
    "is_fundable": "candidacy__is_fundable",
    "diverges": "candidacy__diverges",
    "outcome": "candidacy__decision__outcome",
    "decision": "candidacy__decision__status",
    "decided_at": "candidacy__decision__approved_at",
    "awarded": "candidacy__decision__award__amount",
    "award_eligible": "candidacy__decision__award__eligible_amount",
    "pk": "pk",
}


def applications(version: CallVersion) -> pd.DataFrame:
    """One row for each application that was handed in; money in euros as Decimal."""
    rows = Application.objects.filter(call_version=version).submitted()
    frame = pd.DataFrame(rows.order_by("pk").values_list(*PARTS.values()), columns=list(PARTS))
    frame["awarded"] = [amount if amount is not None else 0 for amount in frame["awarded"]]
    frame["award_eligible"] = [a if a is not None else 0 for a in frame["award_eligible"]]
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


def topics(version: CallVersion) -> pd.DataFrame:
    """One row for each action field of an application that was handed in."""
    rows = ChosenTopic.objects.filter(application__call_version=version).exclude(
        application__status__in=Application.BEFORE_SUBMISSION
    )
    columns = ["key", "code"]
    found = rows.order_by("pk").values_list("application__key", "code")
    return pd.DataFrame(found, columns=columns)


def scores(version: CallVersion) -> pd.DataFrame:
    """One row for each score of a review that counts: 0 to 5 points on a criterion."""
    counting = Review.objects.counting().filter(
        assignment__candidacy__application__call_version=version
    )
    columns = ["application", "reviewer", "code", "points"]
    rows = Score.objects.filter(review__in=counting, points__isnull=False).values_list(
        "review__assignment__candidacy_id", "review__assignment__reviewer_id", "code", "points"
    )
    frame = pd.DataFrame(rows.order_by("pk"), columns=columns)
    frame["points"] = frame["points"].astype(float)
    return frame


def indicators(version: CallVersion) -> pd.DataFrame:
    """One row for each agreed indicator, with the last value of a report handed in."""
    agreed = AgreedIndicator.objects.filter(
        award__decision__candidacy__application__call_version=version
    )
    columns = ["pk", "award", "name", "level", "unit", "rising", "baseline", "target", "target_on"]
    fields = ["pk", "award_id", *columns[2:], "award__starts_on"]
    frame = pd.DataFrame(
        agreed.order_by("pk").values_list(*fields), columns=[*columns, "starts_on"]
    )
    measured = Report.objects.exclude(submitted_at=None).filter(
        measurements__indicator__in=agreed, measurements__actual__isnull=False
    )
    last = {
        indicator: (value, until)
        for indicator, value, until in measured.order_by("duty__period_until").values_list(
            "measurements__indicator", "measurements__actual", "duty__period_until"
        )
    }
    frame["actual"] = [last.get(pk, (None, None))[0] for pk in frame["pk"]]
    frame["measured_on"] = [last.get(pk, (None, None))[1] for pk in frame["pk"]]
    return frame


def payments(version: CallVersion) -> pd.DataFrame:
    """One row for each payment that arrived: year of the value date and euros."""
    paid = Payment.objects.filter(
        request__award__decision__candidacy__application__call_version=version,
        failed_because="",
    ).exclude(paid_on=None)
    columns = ["year", "amount", "requested_on", "paid_on"]
    rows = paid.order_by("pk").values_list(
        "paid_on__year", "amount", "request__submitted_at", "paid_on"
    )
    return pd.DataFrame(rows, columns=columns)
