"""Applications for programs: from the first line to the receipt, with the pages' reasons."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import APPLICANT_ROLES, Organisation
from accounts.permissions import organisations_of
from applications.actions.documents import hand_in_document
from applications.actions.drafting import start_application
from applications.actions.revision import open_revision
from applications.actions.submission import Handover, submit_once
from applications.api.sections import Desk, desk_of
from applications.api.serializers import (
    ApplicationSerializer,
    HandedInSerializer,
    SectionChangeSerializer,
    SectionSerializer,
    SelfCheckSerializer,
    StartSerializer,
    SubmissionRequestSerializer,
    SubmissionSerializer,
    UploadSerializer,
    WholeApplicationSerializer,
)
from applications.checks.documents import requirements_of
from applications.filters import ApplicationFilter
from applications.models import Application
from applications.permissions import may_edit
from applications.self_check import self_check
from core.api import FindingsSerializer, in_json
from core.arrival import arrived_at
from core.text import clean
from core.workflow import Attempt
from programmes.models import Call

SECTION = OpenApiParameter("section", str, OpenApiParameter.PATH, description=_("Abschnitt"))
DOCUMENT = OpenApiParameter("document", str, OpenApiParameter.PATH, description=_("Unterlage"))


@extend_schema_view(
    list=extend_schema(
        summary=_("Anträge auflisten"),
        description=_("Die Anträge, die Sie auch im Portal sehen dürfen."),
    ),
    retrieve=extend_schema(
        summary=_("Einen Antrag lesen"),
        description=_(
            "Der Inhalt ist nach dem Einreichen die eingefrorene Fassung. Dazu kommen die "
            "Schritte, die Ihnen offenstehen, und was noch gegen sie spricht."
        ),
    ),
)
class ApplicationViewSet(viewsets.ReadOnlyModelViewSet):
    """The applications this person may see, and every step of a draft up to the receipt."""

    lookup_field = "key"
    filterset_class = ApplicationFilter
    queryset = Application.objects.none()

    def get_queryset(self) -> QuerySet[Application]:
        rows = Application.objects if self.action == "list" else Application.with_copies
        visible = rows.visible_to(self.request.user)
        parts = ("organisation", "project", "call_version__call__programme")
        return visible.select_related(*parts).order_by("-pk")

    def get_serializer_class(self) -> type[serializers.BaseSerializer]:
        return ApplicationSerializer if self.action == "list" else WholeApplicationSerializer

    @extend_schema(
        summary=_("Einen Antrag beginnen"),
        description=_("Gibt es schon einen Antrag der Organisation, ist dieser die Antwort."),
        request=StartSerializer,
        responses={200: WholeApplicationSerializer, 409: FindingsSerializer},
    )
    def create(self, request: Request) -> Response:
        """Start an application for one of the person's organisations."""
        wanted = StartSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        call = get_object_or_404(
            Call.objects.visible_to(request.user), slug=wanted.validated_data["call"]
        )
        organisation = get_object_or_404(
            Organisation.objects.filter(pk__in=organisations_of(request.user, *APPLICANT_ROLES)),
            key=wanted.validated_data["organisation"],
        )
        application, _created = start_application(call, organisation, by=request.user)
        context = self.get_serializer_context()
        return Response(WholeApplicationSerializer(application, context=context).data)

    @extend_schema(
        summary=_("Einen Abschnitt lesen"),
        description=_(
            "„project“, „topics“, „declarations“, „plan“ und „answer-…“ mit der Kennung der Frage."
        ),
        parameters=[SECTION],
        responses={200: SectionSerializer},
    )
    @action(detail=True, url_path="abschnitte/(?P<section>[a-z0-9_-]+)")
    def section(self, request: Request, key: str, section: str) -> Response:
        """One section with its version."""
        return Response(self.desk(section).state())

    @extend_schema(
        summary=_("Einen Abschnitt ändern"),
        description=_(
            "Schicken Sie „version“ zurück, wie Sie sie gelesen haben. Hat jemand inzwischen "
            "geändert, kommt 409. Werte, die Sie nicht nennen, bleiben."
        ),
        parameters=[SECTION],
        request=SectionChangeSerializer,
        responses={200: SectionSerializer, 409: FindingsSerializer},
    )
    @section.mapping.patch
    def change_section(self, request: Request, key: str, section: str) -> Response:
        """Save what was sent; the answer is the section as it is stored then."""
        desk = self.desk(section)
        wanted = SectionChangeSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        desk.write(wanted.validated_data["version"], wanted.validated_data["values"])
        return Response(self.desk(section).state())

    def desk(self, section: str) -> Desk:
        """Return the section of an application that this person may edit."""
        application = self.get_object()
        if not may_edit(application, self.request.user):
            raise PermissionDenied
        desk = desk_of(application, section, self.request.user)
        if desk is None:
            raise Http404
        return desk

    @extend_schema(
        summary=_("Eine Unterlage hochladen"),
        description=_("Als Formular (multipart/form-data) mit dem Feld „file“."),
        parameters=[DOCUMENT],
        request={"multipart/form-data": UploadSerializer},
        responses={200: HandedInSerializer, 409: FindingsSerializer},
    )
    @action(
        detail=True,
        methods=["post"],
        url_path="unterlagen/(?P<document>[a-z0-9_-]+)",
        parser_classes=[MultiPartParser],
    )
    def upload(self, request: Request, key: str, document: str) -> Response:
        """Hand in a document; an earlier version of it stays."""
        application = self.get_object()
        sent = UploadSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        known = {one.code: one for one in requirements_of(application)}
        requirement = known.get(document)
        if requirement is None:
            raise Http404
        file = sent.validated_data["file"]
        handed_in = hand_in_document(application, requirement, file, by=request.user)
        return Response(HandedInSerializer(handed_in).data)

    @extend_schema(
        summary=_("Einen Antrag prüfen"),
        description=_(
            "Was noch offen ist, wie auf der Seite „Prüfen“; dazu, was vermutlich ein "
            "Schreibfehler ist („slips“). Allein steht das dem Einreichen nicht entgegen."
        ),
        responses={200: SelfCheckSerializer},
    )
    @action(detail=True)
    def checks(self, request: Request, key: str) -> Response:
        """What is still open, as the self-check shows it."""
        person: Any = request.user
        check = self_check(self.get_object(), Attempt(by=person))
        parts = {"findings": check.open_points, "slips": check.slips}
        return Response(
            {name: [in_json(finding) for finding in found] for name, found in parts.items()}
        )

    @extend_schema(
        summary=_("Einen eingereichten Antrag überarbeiten"),
        description=_(
            "Die Antwort ist die Arbeitskopie mit eigener Kennung; mit einer offenen Nachforderung "
            "ist sie die Antwort darauf. Ihre Einreichung gilt, bis Sie die Kopie einreichen."
        ),
        request=None,
        responses={200: WholeApplicationSerializer, 409: FindingsSerializer},
    )
    @action(detail=True, methods=["post"])
    def revise(self, request: Request, key: str) -> Response:
        """Open the working copy, the same one until it is submitted."""
        copy = open_revision(self.get_object(), by=request.user)
        context = self.get_serializer_context()
        return Response(WholeApplicationSerializer(copy, context=context).data)

    @extend_schema(
        summary=_("Einen Antrag einreichen"),
        description=_(
            "Nur für Zeichnungsberechtigte. Die Antwort ist die Quittung; ein zweiter Aufruf gibt "
            "dieselbe. „version“ ist die Fassung, die Sie gelesen haben. Mit dem Kopf "
            "„Idempotency-Key“ gilt: gleicher Schlüssel, gleiche Quittung; anderer Inhalt: 409."
        ),
        request=SubmissionRequestSerializer,
        responses={200: SubmissionSerializer, 409: FindingsSerializer},
    )
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, key: str) -> Response:
        """Submit once; a second call gives the same receipt, a refusal 409 with every reason."""
        wanted = SubmissionRequestSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        handover = Handover(
            arrived_at(request),
            wanted.validated_data["confirmed"],
            wanted.validated_data["version"],
            clean(request.headers.get("Idempotency-Key", ""))[:80],
        )
        submission = submit_once(self.get_object(), handover, by=request.user)
        return Response(SubmissionSerializer(submission).data)
