"""The prepared figures for programs, to those who may read the report."""

from typing import Any

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


class FigureViewSet(viewsets.ReadOnlyModelViewSet):
    """Figures, filtered by `?call_version__call__slug=` and `?code=`."""

    serializer_class = FigureSerializer
    permission_classes = [MayReadReport]
    queryset = PreparedFigure.objects.select_related("call_version__call").order_by("pk")
    filterset_fields = ["code", "call_version__call__slug"]
