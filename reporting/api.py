"""The prepared figures for programs, to those who may read the report."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, viewsets
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from reporting.models import PreparedFigure
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
