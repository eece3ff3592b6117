"""Published calls for programs: what the public pages show, by the same filters."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, viewsets
from rest_framework.permissions import AllowAny

from core import clock
from programmes.filters import CallFilter
from programmes.models import (
    CallVersion,
    Chapter,
    Criterion,
    CriterionGroup,
    DocumentRequirement,
    Question,
    Topic,
)
from programmes.overview import with_content


class CallSerializer(serializers.ModelSerializer):
    """One line of the list."""

    slug = serializers.CharField(source="call.slug")
    title = serializers.CharField(source="call.title")
    programme = serializers.CharField(source="call.programme.name")
    deadline_at = serializers.DateTimeField(source="closes_at")
    is_open = serializers.SerializerMethodField()

    class Meta:
        model = CallVersion
        fields = [
            "slug",
            "title",
            "programme",
            "number",
            "summary",
            "opens_at",
            "deadline_at",
            "is_open",
            "published_at",
        ]

    def get_is_open(self, version: CallVersion) -> bool:
        return version.is_open(clock.now())


class TopicSerializer(serializers.ModelSerializer):
    class Meta:
        model = Topic
        fields = ["code", "kind", "name"]


class CriterionGroupSerializer(serializers.ModelSerializer):
    class Meta:
        model = CriterionGroup
        fields = ["code", "name", "minimum"]


class CriterionSerializer(serializers.ModelSerializer):
    group = serializers.CharField(source="group.code")

    class Meta:
        model = Criterion
        fields = ["code", "group", "name", "question", "weight", "minimum", "maximum", "anchors"]


class ChapterSerializer(serializers.ModelSerializer):
    class Meta:
        model = Chapter
        fields = ["code", "title", "intro", "place"]


class QuestionSerializer(serializers.ModelSerializer):
    criterion = serializers.CharField(source="criterion.code", default=None, allow_null=True)
    chapter = serializers.CharField(source="chapter.code")

    class Meta:
        model = Question
        fields = [
            "code",
            "chapter",
            "kind",
            "title",
            "label",
            "hint",
            "reason",
            "legal_basis",
            "limit",
            "options",
            "columns",
            "due_at",
            "full_only",
            "required",
            "criterion",
            "condition_code",
            "condition_value",
        ]


class DocumentSerializer(serializers.ModelSerializer):
    template = serializers.SerializerMethodField()

    class Meta:
        model = DocumentRequirement
        fields = [
            "code",
            "name",
            "hint",
            "required",
            "due_at",
            "file_types",
            "max_megabytes",
            "template",
            "partner_kinds",
            "full_only",
            "condition_code",
            "condition_value",
        ]

    def get_template(self, document: DocumentRequirement) -> str | None:
        """Where the form to fill in is fetched, if there is one."""
        if document.template_id is None:
            return None
        return reverse("call_template", args=[document.call_version.call.slug, document.code])


class WholeCallSerializer(CallSerializer):
    """One call with its terms, criteria, questions and documents."""

    topics = TopicSerializer(many=True)
    criterion_groups = CriterionGroupSerializer(many=True)
    criteria = CriterionSerializer(many=True)
    chapters = ChapterSerializer(many=True)
    questions = QuestionSerializer(many=True)
    documents = DocumentSerializer(many=True, source="document_requirements")

    class Meta(CallSerializer.Meta):
        fields = [
            *CallSerializer.Meta.fields,
            "regular_rate",
            "emergency_rate",
            "minimum_own_share_rate",
            "cap_strategy",
            "cap_implementation",
            "minimum_grant",
            "fundable_total",
            "reviews_per_application",
            "eligible_kinds",
            "full_catalogue_from",
            "first_year",
            "last_year",
            "topics",
            "criterion_groups",
            "criteria",
            "chapters",
            "questions",
            "documents",
        ]


@extend_schema_view(
    list=extend_schema(
        summary=_("Förderaufrufe auflisten"),
        description=_("Alle veröffentlichten Aufrufe in ihrer geltenden Fassung."),
    ),
    retrieve=extend_schema(
        summary=_("Einen Förderaufruf lesen"),
        description=_("Mit Bedingungen, Kriterien, allen Fragen und Unterlagen."),
    ),
)
class CallViewSet(viewsets.ReadOnlyModelViewSet):
    """Published calls, without signing in."""

    permission_classes = [AllowAny]
    filterset_class = CallFilter
    lookup_field = "call__slug"
    lookup_url_kwarg = "slug"

    def get_queryset(self) -> QuerySet[CallVersion]:
        versions = CallVersion.objects.in_force().order_by("-deadline_at", "-pk")
        if self.action == "list":
            return versions.select_related("call__programme")
        return with_content(versions).prefetch_related("criteria__group")

    def get_serializer_class(self) -> Any:
        return CallSerializer if self.action == "list" else WholeCallSerializer
