"""What the API says about assignments, reviews and frozen results, and what it reads."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from core.snapshots import thaw
from evaluation.models import Assignment, Calculation, Ranking, Review


class AssignmentSerializer(serializers.ModelSerializer):
    """One assignment: before the declaration only names and the title."""

    status = serializers.CharField()
    status_label = serializers.CharField(source="get_status_display")
    call = serializers.CharField(source="candidacy.application.call_version.call.slug")
    receipt_number = serializers.CharField(source="candidacy.application.receipt_number")
    organisation = serializers.CharField(source="candidacy.application.organisation.name")
    title = serializers.CharField(source="candidacy.application.project.title")
    reviewer = serializers.CharField(source="reviewer.person.name")

    class Meta:
        model = Assignment
        fields = [
            *("key", "status", "status_label", "call", "receipt_number", "organisation", "title"),
            *("reviewer", "due_on", "assigned_at"),
        ]


class ScoreSerializer(serializers.Serializer):
    """What a review says on one criterion; the private note is read by its author only."""

    code = serializers.CharField(max_length=40)
    points = serializers.DecimalField(max_digits=3, decimal_places=1, allow_null=True)
    reason = serializers.CharField(allow_blank=True, default="", max_length=10_000)
    private_note = serializers.CharField(allow_blank=True, default="", max_length=10_000)


class ReviewSerializer(serializers.Serializer):
    """A review as it stands; `version` is 0 before the first time it is kept."""

    version = serializers.IntegerField()
    status = serializers.CharField()
    total = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    confidence = serializers.CharField(allow_blank=True)
    scores = ScoreSerializer(many=True)


class ReviewChangeSerializer(serializers.Serializer):
    """The version that was read, and the criteria that change; the others stay."""

    version = serializers.IntegerField(min_value=0)
    confidence = serializers.ChoiceField(
        choices=Review.Confidence.choices, allow_blank=True, required=False
    )
    scores = ScoreSerializer(many=True)


class ContentSerializer(serializers.Serializer):
    """The frozen application as it is judged."""

    content = serializers.DictField()


def review_in_json(assignment: Assignment) -> dict[str, Any]:
    """Return the stored review of an assignment, an empty one before it begins."""
    review = Review.objects.filter(assignment=assignment).prefetch_related("scores").first()
    if review is None:
        empty = {"version": 0, "status": Review.Status.DRAFT, "total": None, "submitted_at": None}
        return dict(ReviewSerializer({**empty, "confidence": "", "scores": []}).data)
    scores = sorted(review.scores.all(), key=lambda score: score.code)
    whole = {
        "version": review.version,
        "status": review.status,
        "total": review.total,
        "submitted_at": review.submitted_at,
        "confidence": review.confidence,
        "scores": scores,
    }
    return dict(ReviewSerializer(whole).data)


class FrozenSerializer(serializers.ModelSerializer):
    """One line of the list of frozen results."""

    call = serializers.CharField(source="call_version.call.slug")
    sha256 = serializers.CharField(source="snapshot.sha256", default=None)


class RankingSerializer(FrozenSerializer):
    class Meta:
        model = Ranking
        fields = ["key", "call", "number", "budget", "lot_seed", "frozen_at", "sha256"]


class CalculationSerializer(FrozenSerializer):
    kind = serializers.CharField()

    class Meta:
        model = Calculation
        fields = ["key", "call", "kind", "seed", "created_at", "sha256"]


class WithContent(serializers.Serializer):
    """The frozen content beside the line of the list."""

    content = serializers.SerializerMethodField()

    def get_content(self, row: Any) -> dict[str, Any] | None:
        return thaw(row.snapshot) if row.snapshot else None


class WholeRankingSerializer(RankingSerializer, WithContent):
    class Meta(RankingSerializer.Meta):
        fields = [*RankingSerializer.Meta.fields, "content"]


class WholeCalculationSerializer(CalculationSerializer, WithContent):
    class Meta(CalculationSerializer.Meta):
        fields = [*CalculationSerializer.Meta.fields, "content"]
