"""Refusals as the API gives them: the same findings as the page, 409 for a rule."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.refusals import EditConflict, Finding, RuleViolation


class FindingSerializer(serializers.Serializer):
    """One reason; `section` and `field` name the place it belongs to."""

    code = serializers.CharField()
    sentence = serializers.CharField()
    section = serializers.CharField()
    field = serializers.CharField()


class FindingsSerializer(serializers.Serializer):
    """All reasons, not only the first."""

    findings = FindingSerializer(many=True)


def refuse(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Answer RuleViolation and EditConflict with their reasons, the rest as DRF does."""
    if isinstance(exception, RuleViolation):
        return Response({"findings": [in_json(f) for f in exception.findings]}, status=409)
    if isinstance(exception, EditConflict):
        return Response({"findings": [in_json(Finding("conflict", str(exception)))]}, status=409)
    return exception_handler(exception, context)


def in_json(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code,
        "sentence": str(finding.sentence),
        "section": finding.section,
        "field": finding.field,
    }
