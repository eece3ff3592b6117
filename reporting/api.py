"""For programs: funded projects to everyone, figures to those who may read the report."""

from typing import Any

import django_filters
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, viewsets
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request

from awards.models import Award
from reporting.models import PreparedFigure
from reporting.open_data import awards
from reporting.permissions import may_read_report


class MayReadReport(BasePermission):
    """The same predicate as the page."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return may_read_report(request.user)


class FigureSerializer(serializers.ModelSerializer):
    """One figure of one call: definition, columns and rows."""

    call = serializers.CharField(source="call_version.call.slug")

    class Meta:
        model = PreparedFigure
        fields = ["call", "code", "computed_at", "content"]


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
        description=_("Die Kennzahlen der Auswertung, mit Definition und Zeitpunkt."),
    ),
    retrieve=extend_schema(
        summary=_("Eine Kennzahl lesen"), description=_("Mit Definition, Spalten und Zeilen.")
    ),
)
class FigureViewSet(viewsets.ReadOnlyModelViewSet):
    """Prepared figures, filtered by call and code."""

    serializer_class = FigureSerializer
    permission_classes = [MayReadReport]
    queryset = PreparedFigure.objects.select_related("call_version__call").order_by("pk")
    filterset_class = FigureFilter


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
    seit = django_filters.IsoDateTimeFilter(
        field_name="created_at", lookup_expr="gte", label=_("Bewilligt seit")
    )

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
