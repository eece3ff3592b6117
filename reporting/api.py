"""For programs: funded projects and published figures to everyone, all figures to the office."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, viewsets
from rest_framework.permissions import AllowAny

from awards.models import Award
from core.filters import MomentFilter
from reporting.models import PreparedFigure
from reporting.open_data import awards
from reporting.published import content_for, stored_for


class FigureSerializer(serializers.ModelSerializer):
    """One figure of one call: definition, columns and rows, as the reader may see them."""

    call = serializers.CharField(source="call_version.call.slug")
    content = serializers.SerializerMethodField()

    class Meta:
        model = PreparedFigure
        fields = ["call", "code", "computed_at", "content"]

    def get_content(self, figure: PreparedFigure) -> dict[str, Any]:
        """Whole for the office; with the thresholds of the published outputs for all others."""
        k = figure.call_version.call.programme.small_number_limit
        return content_for(self.context["request"].user, figure, k)


class FigureFilter(django_filters.FilterSet):
    """One call, one figure."""

    call = django_filters.CharFilter(field_name="call_version__call__slug", label=_("Aufruf"))
    code = django_filters.CharFilter(label=_("Kennzahl"))

    class Meta:
        model = PreparedFigure
        fields: tuple[str, ...] = ()


@method_decorator(conditional_page, name="dispatch")
@extend_schema_view(
    list=extend_schema(
        summary=_("Kennzahlen auflisten"),
        description=_(
            "Mit Definition und Zeitpunkt. Ohne Anmeldung: die veröffentlichten Kennzahlen der "
            "Aufrufe, deren Ergebnis veröffentlicht ist, mit ihren Schwellen."
        ),
    ),
    retrieve=extend_schema(
        summary=_("Eine Kennzahl lesen"), description=_("Mit Definition, Spalten und Zeilen.")
    ),
)
class FigureViewSet(viewsets.ReadOnlyModelViewSet):
    """Prepared figures by call and code: published ones to everyone, all of them to the office."""

    serializer_class = FigureSerializer
    permission_classes = [AllowAny]
    filterset_class = FigureFilter

    def get_queryset(self) -> QuerySet[PreparedFigure]:
        return stored_for(self.request.user).order_by("pk")


class FundedProjectSerializer(serializers.ModelSerializer):
    """One funded project, as the public register shows it."""

    title = serializers.CharField(source="decision.candidacy.application.project.title")
    organisation = serializers.CharField(source="organisation.name")
    ags = serializers.CharField(source="organisation.ags")
    land = serializers.CharField(source="organisation.land")

    class Meta:
        model = Award
        fields = [
            *("key", "funding_code", "title", "organisation", "ags", "land"),
            *("amount", "rate", "starts_on", "ends_on"),
        ]


class FundedProjectFilter(django_filters.FilterSet):
    """One Land, one Kreis, or all awarded since a moment."""

    land = django_filters.CharFilter(
        field_name="organisation__land", label=_("Land, zum Beispiel BB")
    )
    kreis = django_filters.CharFilter(
        field_name="organisation__district_key", label=_("Kreisschlüssel, fünf Ziffern")
    )
    seit = MomentFilter(field_name="created_at", lookup_expr="gte", label=_("Bewilligt seit"))

    class Meta:
        model = Award
        fields: tuple[str, ...] = ()


@method_decorator(conditional_page, name="dispatch")
@extend_schema_view(
    list=extend_schema(
        summary=_("Geförderte Vorhaben auflisten"),
        description=_("Alle bewilligten Vorhaben, mit ETag."),
    ),
    retrieve=extend_schema(
        summary=_("Ein gefördertes Vorhaben lesen"),
        description=_("Wie im öffentlichen Verzeichnis."),
    ),
)
class FundedProjectViewSet(viewsets.ReadOnlyModelViewSet):
    """Funded projects for everyone."""

    serializer_class = FundedProjectSerializer
    permission_classes = [AllowAny]
    queryset = awards()
    lookup_field = "key"
    filterset_class = FundedProjectFilter
