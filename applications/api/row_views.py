"""Every row of a draft by address: partners, measures, indicators, interactions, finance lines."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, viewsets
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from applications.api.rows import KINDS, Rows, rows_of
from applications.models import Application
from applications.permissions import may_edit
from core.api import FindingsSerializer
from core.refusals import Finding, RuleViolation

LARGEST = 2**31 - 1
ADDRESS = [
    OpenApiParameter("key", str, OpenApiParameter.PATH),
    OpenApiParameter(
        "rows", str, OpenApiParameter.PATH, enum=KINDS, description=_("Art der Einträge")
    ),
]
ONE = [
    *ADDRESS,
    OpenApiParameter(
        "number", OpenApiTypes.INT, OpenApiParameter.PATH, description=_("Nummer des Eintrags")
    ),
]
VERSION = OpenApiParameter(
    "version", OpenApiTypes.INT, required=True, description=_("Fassung, wie Sie sie gelesen haben")
)


class RowSerializer(serializers.Serializer):
    """One row: its number, its version to be sent back with a change, its values by field."""

    number = serializers.IntegerField()
    version = serializers.IntegerField()
    values = serializers.DictField()


class NewRowSerializer(serializers.Serializer):
    """The values of a new row."""

    values = serializers.DictField()


class RowChangeSerializer(serializers.Serializer):
    """The version that was read, and the values that change; the others stay."""

    version = serializers.IntegerField(min_value=0, max_value=LARGEST)
    values = serializers.DictField()


@extend_schema_view(
    list=extend_schema(
        summary=_("Einträge eines Abschnitts auflisten"),
        description=_(
            "„contacts“ (Personen), „partners“, „measures“, „indicators“, „interactions“, „aids“ "
            "(De-minimis-Beihilfen), „expenses“ (Ausgaben) oder "
            "„financing“ (Finanzierung). „measure“ und „partner“ nennen andere Einträge mit ihrer "
            "Nummer, „amounts“ die Beträge je Jahr."
        ),
        parameters=ADDRESS,
        responses={200: RowSerializer(many=True)},
    ),
    create=extend_schema(
        summary=_("Einen Eintrag hinzufügen"),
        description=_("Positionen des Finanzplans brauchen „kind“, zum Beispiel „staff“."),
        parameters=ADDRESS,
        request=NewRowSerializer,
        responses={200: RowSerializer, 409: FindingsSerializer},
    ),
    retrieve=extend_schema(
        summary=_("Einen Eintrag lesen"),
        description=_("Mit der Fassung, die Sie beim Ändern und Entfernen nennen."),
        parameters=ONE,
        responses={200: RowSerializer},
    ),
    partial_update=extend_schema(
        summary=_("Einen Eintrag ändern"),
        description=_(
            "Schicken Sie „version“ zurück, wie Sie sie gelesen haben. Hat jemand inzwischen "
            "geändert, kommt 409. Werte, die Sie nicht nennen, bleiben."
        ),
        parameters=ONE,
        request=RowChangeSerializer,
        responses={200: RowSerializer, 409: FindingsSerializer},
    ),
    destroy=extend_schema(
        summary=_("Einen Eintrag entfernen"),
        description=_(
            "Die Antwort sind die übrigen Einträge. Positionen und Unterlagen eines entfernten "
            "Partners gehen an die federführende Kommune."
        ),
        parameters=[*ONE, VERSION],
        responses={200: RowSerializer(many=True), 409: FindingsSerializer},
    ),
)
class ApplicationRowViewSet(viewsets.GenericViewSet):
    """The rows of an application that this person may edit."""

    queryset = Application.objects.none()
    serializer_class = RowSerializer
    pagination_class = None
    filter_backends = ()
    lookup_field, lookup_value_regex = "number", "[0-9]{1,10}"

    def get_queryset(self) -> QuerySet[Application]:
        visible = Application.with_copies.visible_to(self.request.user)
        return visible.select_related("organisation", "call_version__call")

    def known(self) -> Rows:
        """Return the rows; to strangers the application does not exist."""
        application = get_object_or_404(self.get_queryset(), key=self.kwargs["key"])
        if not may_edit(application, self.request.user):
            raise PermissionDenied
        return rows_of(application, self.kwargs["rows"], self.request.user)

    def list(self, request: Request, **address: str) -> Response:
        known = self.known()
        return Response([known.told(row) for row in known.stored()])

    def create(self, request: Request, **address: str) -> Response:
        known, sent = self.known(), NewRowSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        row = known.add(sent.validated_data["values"])
        return Response(known.told(known.one(known.number(row))))

    def retrieve(self, request: Request, **address: str) -> Response:
        known = self.known()
        return Response(known.told(self.row(known)))

    def partial_update(self, request: Request, **address: str) -> Response:
        known, sent = self.known(), RowChangeSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        row, version = self.row(known), sent.validated_data["version"]
        known.change(row, version, sent.validated_data["values"])
        return Response(known.told(known.one(known.number(row))))

    def destroy(self, request: Request, **address: str) -> Response:
        known = self.known()
        version = request.query_params.get("version", "")
        if not version.isdecimal() or len(version) > 10:  # noqa: PLR2004
            sentence = "Nennen Sie die Fassung des Eintrags, den Sie entfernen („version“)."
            raise RuleViolation(Finding("no_version", sentence, known.section, "version"))
        known.remove(self.row(known), int(version))
        return Response([known.told(row) for row in known.stored()])

    def row(self, known: Rows) -> Any:
        number = int(self.kwargs["number"])
        if number > LARGEST:
            raise Http404
        return known.one(number)
