"""Reviews for programs: one's own for reviewers, everything read-only for the office.

Every queryset is that of the pages and every write is their action, so what is blind there is
blind here, and a refusal gives the same reasons.
"""

from __future__ import annotations

from typing import Any, cast

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Person
from accounts.permissions import is_reviewer, may_read_office
from core.api import FindingsSerializer
from core.refusals import Finding, RuleViolation
from evaluation import actions
from evaluation.actions.reviewing import Judgement
from evaluation.api.serializers import (
    AssignmentSerializer,
    CalculationSerializer,
    ContentSerializer,
    RankingSerializer,
    ReviewChangeSerializer,
    ReviewSerializer,
    WholeCalculationSerializer,
    WholeRankingSerializer,
    review_in_json,
)
from evaluation.models import Assignment, Calculation, Ranking, Review
from evaluation.permissions import is_assigned_reviewer
from evaluation.reading import reading_of

JUDGED: tuple[str, ...] = (
    "organisation",
    "project",
    "topics",
    "interactions",
    "partners",
    "measures",
)
JUDGED += ("indicators", "plan", "documents")


class MayReadOffice(BasePermission):
    """The office and auditors."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return may_read_office(request.user)


class AssignmentFilter(django_filters.FilterSet):
    """One call, one status."""

    call = django_filters.CharFilter(
        field_name="candidacy__application__call_version__call__slug", label=_("Aufruf")
    )
    status = django_filters.ChoiceFilter(choices=Assignment.Status.choices, label=_("Stand"))

    class Meta:
        model = Assignment
        fields: tuple[str, ...] = ()


@extend_schema_view(
    list=extend_schema(
        summary=_("Zuteilungen auflisten"),
        description=_("Die eigenen; der Programmstelle alle."),
    ),
    retrieve=extend_schema(
        summary=_("Eine Zuteilung lesen"),
        description=_("Wer welchen Antrag bis wann begutachtet."),
    ),
)
class AssignmentViewSet(viewsets.ReadOnlyModelViewSet):
    """Assignments, and for reviewers the application and the own review behind each."""

    serializer_class = AssignmentSerializer
    filterset_class = AssignmentFilter
    lookup_field = "key"
    queryset = Assignment.objects.none()

    def get_queryset(self) -> QuerySet[Assignment]:
        user, application = self.request.user, "candidacy__application"
        if not is_reviewer(user) and not may_read_office(user):
            return Assignment.objects.none()
        return (
            Assignment.objects.visible_to(user)
            .select_related(
                "reviewer__person",
                "review",
                f"{application}__organisation",
                f"{application}__project",
                f"{application}__call_version__call",
            )
            .order_by("pk")
        )

    def own(self) -> Assignment:
        """Return one's own assignment; the office reads reviews on its pages."""
        assignment: Assignment = self.get_object()
        if not is_assigned_reviewer(assignment, self.request.user):
            raise PermissionDenied
        return assignment

    def readable(self) -> Assignment:
        """Return one's own assignment whose application may be read."""
        assignment = self.own()
        if not assignment.may_be_read:
            raise PermissionDenied
        return assignment

    @extend_schema(
        summary=_("Den Antrag lesen"),
        description=_("Die eingereichte Fassung, erst nach der Erklärung zur Befangenheit."),
        responses={200: ContentSerializer},
    )
    @action(detail=True, url_path="antrag", filterset_class=None)
    def application(self, request: Request, key: str) -> Response:
        """The frozen submission; that it was opened is on record."""
        assignment = self.readable()
        actions.note_opening(assignment, "Antrag (API)")
        reading = reading_of(assignment.candidacy.application)
        parts = {name: reading.content[name] for name in JUDGED}
        return Response({"content": {**parts, "answers": reading.answers}})

    @extend_schema(
        summary=_("Das eigene Gutachten lesen"),
        description=_("Mit der Fassung, die eine Änderung zurückschickt."),
        responses={200: ReviewSerializer},
    )
    @action(detail=True, url_path="gutachten", filterset_class=None)
    def review(self, request: Request, key: str) -> Response:
        """One's own review, with private notes."""
        return Response(review_in_json(self.readable()))

    @extend_schema(
        summary=_("Das eigene Gutachten speichern"),
        description=_("Wie auf der Seite: Wer eine alte Fassung schickt, bekommt 409."),
        request=ReviewChangeSerializer,
        responses={200: ReviewSerializer, 409: FindingsSerializer},
    )
    @review.mapping.patch
    def save_review(self, request: Request, key: str) -> Response:
        """Keep what was sent; nothing is handed in yet."""
        assignment = self.own()
        wanted = ReviewChangeSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        judgements = {
            row["code"]: Judgement(row["points"], row["reason"], row["private_note"])
            for row in wanted.validated_data["scores"]
        }
        version = wanted.validated_data["version"]
        by = cast(Person, request.user)
        confidence = wanted.validated_data.get("confidence")
        actions.record_review(
            assignment, by=by, version=version, judgements=judgements, confidence=confidence
        )
        return Response(review_in_json(assignment))

    @extend_schema(
        summary=_("Das eigene Gutachten abgeben"),
        description=_("Danach ist es nur noch über die Programmstelle änderbar."),
        request=None,
        responses={200: ReviewSerializer, 409: FindingsSerializer},
    )
    @action(detail=True, methods=["post"], url_path="gutachten/abgeben", filterset_class=None)
    def submit(self, request: Request, key: str) -> Response:
        """Hand the review in."""
        assignment = self.own()
        stored = Review.objects.filter(assignment=assignment).first()
        if stored is None:
            raise RuleViolation(Finding("nothing_kept", "Speichern Sie zuerst Ihr Gutachten."))
        actions.submit_review(stored, by=cast(Person, request.user))
        return Response(review_in_json(assignment))


class FrozenViewSet(viewsets.ReadOnlyModelViewSet):
    """What is frozen for a call, for the office and auditors."""

    permission_classes = [*viewsets.ReadOnlyModelViewSet.permission_classes, MayReadOffice]
    lookup_field = "key"

    def rows(self, model: Any) -> Any:
        visible = model.objects.visible_to(self.request.user)
        return visible.select_related("call_version__call", "snapshot").order_by("-pk")


@extend_schema_view(
    list=extend_schema(
        summary=_("Rangfolgen auflisten"), description=_("Die eingefrorenen Rangfolgen.")
    ),
    retrieve=extend_schema(
        summary=_("Eine Rangfolge lesen"), description=_("Mit allem, worauf sie beruht.")
    ),
)
class RankingViewSet(FrozenViewSet):
    queryset = Ranking.objects.none()

    def get_queryset(self) -> QuerySet[Ranking]:
        return self.rows(Ranking)

    def get_serializer_class(self) -> Any:
        return RankingSerializer if self.action == "list" else WholeRankingSerializer


@extend_schema_view(
    list=extend_schema(
        summary=_("Berechnungen auflisten"),
        description=_("Statistiken, Portfolios und übernommene Vorschläge der Zuteilung."),
    ),
    retrieve=extend_schema(
        summary=_("Eine Berechnung lesen"), description=_("Eingaben, Startwert und Ergebnis.")
    ),
)
class CalculationViewSet(FrozenViewSet):
    queryset = Calculation.objects.none()

    def get_queryset(self) -> QuerySet[Calculation]:
        return self.rows(Calculation)

    def get_serializer_class(self) -> Any:
        return CalculationSerializer if self.action == "list" else WholeCalculationSerializer
