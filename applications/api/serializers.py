"""What the API says about applications and what it reads."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from applications.models import Application, Document, Submission
from applications.snapshot import content_of
from core.api import FindingSerializer, FindingsSerializer, in_json
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


class SelfCheckSerializer(FindingsSerializer):
    """What is open, and what is probably a slip of the pen."""

    slips = FindingSerializer(many=True)


class SubmissionRequestSerializer(serializers.Serializer):
    """The declarations the signatory confirms, and the version the signatory read."""

    confirmed = serializers.ListField(child=serializers.CharField(), default=list)
    version = serializers.IntegerField(required=False, allow_null=True, default=None)


class StartSerializer(serializers.Serializer):
    """Which call, and for which organisation."""

    call = serializers.CharField(max_length=60)
    organisation = serializers.CharField(max_length=12, help_text=_("Kennung der Organisation"))


class SectionSerializer(serializers.Serializer):
    """A section: its version, to be sent back with a change, and its values by field."""

    section = serializers.CharField()
    version = serializers.DictField()
    values = serializers.DictField()


class SectionChangeSerializer(serializers.Serializer):
    """The version that was read, and the values that change; the others stay."""

    version = serializers.DictField()
    values = serializers.DictField()


class UploadSerializer(serializers.Serializer):
    """The file itself, as a form with one field."""

    file = serializers.FileField(allow_empty_file=True)


class HandedInSerializer(serializers.ModelSerializer):
    """A document as it is kept."""

    name = serializers.CharField(source="file.name")
    size = serializers.IntegerField(source="file.size")
    sha256 = serializers.CharField(source="file.sha256")
    scan = serializers.CharField(source="file.scan")

    class Meta:
        model = Document
        fields = ["code", "number", "name", "size", "sha256", "scan", "uploaded_at"]


class SubmissionSerializer(serializers.ModelSerializer):
    """The receipt."""

    sha256 = serializers.CharField(source="snapshot.sha256")

    class Meta:
        model = Submission
        fields = ["receipt_number", "number", "received_at", "sha256"]
