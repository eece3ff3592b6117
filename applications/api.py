"""Applications for programs: read, check, submit, with the pages' fetch, action and reasons."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from applications.actions.submission import submit_application
from applications.checks import open_points
from applications.filters import ApplicationFilter
from applications.models import Application, Submission
from applications.snapshot import content_of
from core.api import FindingsSerializer, in_json
from core.arrival import arrived_at
from core.snapshots import thaw
from core.text import plain
from core.workflow import Attempt, steps_open_to


class ApplicationSerializer(serializers.ModelSerializer):
    """One line of the list."""

    title = serializers.CharField(source="project.title")
    organisation = serializers.CharField(source="organisation.name")
    land = serializers.CharField(source="organisation.land")
    call = serializers.CharField(source="call_version.call.slug")
    status_label = serializers.CharField(source="get_status_display")

    class Meta:
        model = Application
        fields = [
            "key",
            "version",
            "status",
            "status_label",
            "call",
            "title",
            "organisation",
            "land",
            "receipt_number",
            "submitted_at",
            "requested_amount",
            "eligible_amount",
        ]


class WholeApplicationSerializer(ApplicationSerializer):
    """One application with its content, frozen once submitted, and the steps open to the caller."""

    content = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()

    class Meta(ApplicationSerializer.Meta):
        fields = [*ApplicationSerializer.Meta.fields, "content", "steps"]

    def get_content(self, application: Application) -> dict[str, Any]:
        submission = application.submissions.select_related("snapshot").order_by("number").last()
        return thaw(submission.snapshot) if submission else plain(content_of(application))

    def get_steps(self, application: Application) -> list[dict[str, Any]]:
        steps = steps_open_to(application, Attempt(by=self.context["request"].user))
        return [
            {
                "name": step.name,
                "label": step.label,
                "allowed": step.allowed,
                "is_open": step.is_open,
                "findings": [in_json(finding) for finding in step.reasons],
            }
            for step in steps
        ]


class SubmissionRequestSerializer(serializers.Serializer):
    """The declarations the signatory confirms, and the version the signatory read."""

    confirmed = serializers.ListField(child=serializers.CharField(), default=list)
    version = serializers.IntegerField(required=False, allow_null=True, default=None)


class SubmissionSerializer(serializers.ModelSerializer):
    """The receipt."""

    sha256 = serializers.CharField(source="snapshot.sha256")

    class Meta:
        model = Submission
        fields = ["receipt_number", "number", "received_at", "sha256"]


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
    """The applications this person may see; `checks` says what is open, `submit` hands in."""

    lookup_field = "key"
    filterset_class = ApplicationFilter
    queryset = Application.objects.none()

    def get_queryset(self) -> QuerySet[Application]:
        visible = Application.objects.visible_to(self.request.user)
        parts = ("organisation", "project", "call_version__call__programme")
        return visible.select_related(*parts).order_by("-pk")

    def get_serializer_class(self) -> type[serializers.BaseSerializer]:
        return ApplicationSerializer if self.action == "list" else WholeApplicationSerializer

    @extend_schema(
        summary=_("Einen Antrag prüfen"),
        description=_("Was noch offen ist, wie auf der Seite „Prüfen“."),
        responses={200: FindingsSerializer},
    )
    @action(detail=True)
    def checks(self, request: Request, key: str) -> Response:
        """What is still open, as the self-check shows it."""
        person: Any = request.user
        findings = open_points(self.get_object(), Attempt(by=person))
        return Response({"findings": [in_json(finding) for finding in findings]})

    @extend_schema(
        summary=_("Einen Antrag einreichen"),
        description=_(
            "Nur für Zeichnungsberechtigte. Die Antwort ist die Quittung; ein zweiter Aufruf gibt "
            "dieselbe. „version“ ist die Fassung, die Sie gelesen haben."
        ),
        request=SubmissionRequestSerializer,
        responses={200: SubmissionSerializer, 409: FindingsSerializer},
    )
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, key: str) -> Response:
        """Submit once; a second call gives the same receipt, a refusal 409 with every reason."""
        wanted = SubmissionRequestSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        submission = submit_application(
            self.get_object(),
            by=request.user,
            at=arrived_at(request),
            confirmed=wanted.validated_data["confirmed"],
            seen=wanted.validated_data["version"],
        )
        return Response(SubmissionSerializer(submission).data)
