"""The correspondence for programs: read what this person may read, and write."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from applications.actions.correspondence import (
    answer_conversation,
    begin_conversation,
    note_reading,
)
from applications.checks.correspondence import Words
from applications.correspondence import record_for, record_of, sent_with, written_to
from applications.models import Application, Conversation, Message
from applications.models.correspondence import LONGEST_SUBJECT
from applications.permissions import may_read_correspondence, may_write_message
from core.api import FindingsSerializer
from core.downloads import attachment
from core.text import clean

APPLICATION = OpenApiParameter("key", str, OpenApiParameter.PATH)
FILE = OpenApiParameter("file", str, OpenApiParameter.PATH, description=_("Anlage"))


class SentFileSerializer(serializers.Serializer):
    """A file that was sent along."""

    key = serializers.CharField()
    name = serializers.CharField()
    sha256 = serializers.CharField()


class ReadingSerializer(serializers.Serializer):
    """Who of the other side read it, by role, and when."""

    by = serializers.CharField()
    at = serializers.DateTimeField()


class MessageSerializer(serializers.Serializer):
    """One message or note of the record."""

    conversation = serializers.CharField()
    subject = serializers.CharField()
    key = serializers.CharField()
    kind = serializers.ChoiceField(Message.Kind.choices)
    kind_label = serializers.CharField()
    is_internal = serializers.BooleanField()
    written_at = serializers.DateTimeField()
    written_by = serializers.CharField()
    organisation = serializers.CharField()
    happened_at = serializers.DateTimeField(allow_null=True)
    answer_by = serializers.DateField(allow_null=True)
    text = serializers.CharField()
    text_sha256 = serializers.CharField()
    files = SentFileSerializer(many=True)
    read = ReadingSerializer(many=True)


class NewMessageSerializer(serializers.Serializer):
    """A message: with a subject a new one, with `conversation` an answer."""

    conversation = serializers.CharField(max_length=12, required=False, default="")
    subject = serializers.CharField(max_length=LONGEST_SUBJECT, required=False, default="")
    text = serializers.CharField(trim_whitespace=False)
    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True), required=False, default=list
    )


@extend_schema_view(
    list=extend_schema(
        summary=_("Schriftwechsel lesen"),
        description=_(
            "Alle Nachrichten zu einem Antrag, die Sie auch im Portal lesen dürfen. Was die andere "
            "Seite geschrieben hat, gilt damit als gelesen."
        ),
        parameters=[APPLICATION],
        responses={200: MessageSerializer(many=True)},
    ),
    create=extend_schema(
        summary=_("Eine Nachricht senden"),
        description=_(
            "Mit „subject“ beginnen Sie einen Betreff, mit „conversation“ antworten Sie. Dateien "
            "als Formular (multipart/form-data) im Feld „files“. Mit dem Kopf „Idempotency-Key“ "
            "zählt dieselbe Nachricht einmal; anderer Text unter demselben Schlüssel: 409."
        ),
        parameters=[APPLICATION],
        request=NewMessageSerializer,
        responses={200: MessageSerializer, 409: FindingsSerializer},
    ),
)
class MessageViewSet(viewsets.GenericViewSet):
    """The record of one application; to strangers it does not exist."""

    queryset = Message.objects.none()
    serializer_class = MessageSerializer
    pagination_class = None
    filter_backends = ()
    parser_classes = (JSONParser, MultiPartParser)

    def application(self) -> Application:
        visible = Application.objects.visible_to(self.request.user)
        one: Application = get_object_or_404(visible, key=self.kwargs["key"])
        if not may_read_correspondence(one, self.request.user):
            raise PermissionDenied
        return one

    def list(self, request: Request, key: str) -> Response:
        """All messages in order; whose side they were written to has read them now."""
        application, person = self.application(), request.user
        found = record_for(application, person)
        if may_write_message(application, person):
            note_reading(written_to(found, application, person), by=person, by_program=True)
            found = record_for(application, person)
        return Response(MessageSerializer(record_of(found), many=True).data)

    @extend_schema(
        summary=_("Eine Anlage lesen"),
        description=_("Die Datei, wie sie gesendet wurde. Ihre Kennung steht bei der Nachricht."),
        parameters=[APPLICATION, FILE],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @action(detail=False, url_path="anlagen/(?P<file>[a-z0-9]+)")
    def file(self, request: Request, key: str, file: str) -> HttpResponseBase:
        """A file sent with a message that this person may read."""
        readable = record_for(self.application(), request.user)
        return attachment(get_object_or_404(sent_with(readable), key=file).file)

    def create(self, request: Request, key: str) -> Response:
        """Send one message; what was refused is named with its field."""
        application = self.application()
        if not may_write_message(application, request.user):
            raise PermissionDenied
        wanted = NewMessageSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        sent: dict[str, Any] = wanted.validated_data
        once = clean(request.headers.get("Idempotency-Key", ""))[:80]
        words = Words(sent["text"], files=sent["files"], once=once)
        if sent["conversation"]:
            visible = Conversation.objects.visible_to(request.user).filter(application=application)
            one = get_object_or_404(visible, key=sent["conversation"])
            message = answer_conversation(one, words, by=request.user)
        else:
            message = begin_conversation(application, sent["subject"], words, by=request.user)
        return Response(MessageSerializer(record_of([message])[0]).data)
