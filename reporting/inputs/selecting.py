"""Rows about demand and selection: applications, how far drafts came, reviews, scores."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from applications.models import (
    Application,
    CheckResult,
    ChosenTopic,
    Indicator,
    Measure,
    PlanLine,
    Project,
    SupplementRequest,
)
from evaluation.models import Review, Score
from programmes.models import CallVersion
from reporting.inputs.tables import Source
from reporting.selection import APPLIED_BEFORE, EMERGENCY_DECLARED

OF_REVIEW = "assignment__candidacy__application"
AWARD = "candidacy__decision__award"


def handed_in(version: CallVersion) -> QuerySet[Application]:
    """Applications of the call that were submitted, with what is asked about their history."""
    return (
        Application.objects.filter(call_version__call=version.call_id)
        .submitted()
        .annotate(applied_before=APPLIED_BEFORE, in_emergency=EMERGENCY_DECLARED)
    )


def begun(version: CallVersion) -> QuerySet[Application]:
    """Every application of the call with the parts it has, drafts too."""

    def some(rows: QuerySet[Project] | QuerySet[Measure] | QuerySet[Indicator]) -> Exists:
        return Exists(rows.filter(application=OuterRef("pk")))

    return Application.objects.filter(call_version__call=version.call_id).annotate(
        has_project=some(Project.objects.exclude(title="")),
        has_measures=some(Measure.objects.all()),
        has_indicators=some(Indicator.objects.all()),
        has_plan=Exists(PlanLine.objects.filter(application=OuterRef("pk"), amounts__amount__gt=0)),
    )


def counting_reviews(version: CallVersion) -> QuerySet[Review]:
    return Review.objects.counting().filter(**{f"{OF_REVIEW}__call_version__call": version.call_id})


def counting_scores(version: CallVersion) -> QuerySet[Score]:
    return Score.objects.filter(review__in=counting_reviews(version), points__isnull=False)


SOURCES = {
    "applications": Source(
        {
            "pk": "pk",
            "key": "key",
            "status": "status",
            "submitted_at": "submitted_at",
            "requested": "requested_amount",
            "eligible": "eligible_amount",
            "applied_before": "applied_before",
            "emergency": "in_emergency",
            "applicant": "organisation__name",
            "ags": "organisation__ags",
            "land": "organisation__land",
            "size_class": "organisation__size_class",
            "kind": "organisation__kind",
            "inhabitants": "organisation__inhabitants",
            "ars": "organisation__ars",
            "district": "organisation__district_key",
            "constituencies": "organisation__constituencies",
            "title": "project__title",
            "phase": "project__phase",
            "stage": "candidacy__status",
            "total": "candidacy__total",
            "is_fundable": "candidacy__is_fundable",
            "diverges": "candidacy__diverges",
            "decided_at": "candidacy__decision__approved_at",
            "awarded": f"{AWARD}__amount",
            "award_eligible": f"{AWARD}__eligible_amount",
            "own_funds": f"{AWARD}__own_funds",
            "other_funds": f"{AWARD}__other_funds",
            "funding_code": f"{AWARD}__funding_code",
            "starts_on": f"{AWARD}__starts_on",
            "ends_on": f"{AWARD}__ends_on",
        },
        handed_in,
    ),
    "begun": Source(
        {
            "status": "status",
            "has_project": "has_project",
            "has_measures": "has_measures",
            "has_indicators": "has_indicators",
            "has_plan": "has_plan",
        },
        begun,
    ),
    "topics": Source(
        {"application": "application_id", "code": "code"},
        lambda version: ChosenTopic.objects.filter(application__in=handed_in(version)),
    ),
    "reasons": Source(
        {"application": "formal_check__application_id", "code": "code"},
        lambda version: CheckResult.objects.filter(
            formal_check__application__status=Application.Status.FORMALLY_REJECTED,
            formal_check__application__call_version__call=version.call_id,
            verdict=CheckResult.Verdict.NOT_MET,
        ),
    ),
    "supplements": Source(
        {
            "application": "application_id",
            "requested_at": "requested_at",
            "answered_at": "answer__received_at",
            "is_late": "is_late",
        },
        lambda version: SupplementRequest.objects.filter(
            application__call_version__call=version.call_id
        ),
    ),
    "measures": Source(
        {
            "application": "application_id",
            "topic": "topic_code",
            "open_source": "open_source",
            "starts_on": "starts_on",
            "ends_on": "ends_on",
        },
        lambda version: Measure.objects.filter(
            application__call_version__call=version.call_id,
            application__candidacy__decision__award__isnull=False,
        ),
    ),
    "reviews": Source(
        {
            "application": f"{OF_REVIEW}_id",
            "reviewer": "assignment__reviewer_id",
            "total": "total",
        },
        counting_reviews,
    ),
    "scores": Source(
        {
            "application": f"review__{OF_REVIEW}_id",
            "reviewer": "review__assignment__reviewer_id",
            "code": "code",
            "points": "points",
        },
        counting_scores,
    ),
}
