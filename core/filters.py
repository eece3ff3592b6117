"""Pieces of list filters that pages and API share."""

from datetime import UTC, datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django_filters.fields import IsoDateTimeField


class StableOrder(django_filters.OrderingFilter):
    """Sort by one column and then by row, so that no page shows a row twice."""

    def __init__(self, *, standard: tuple[str, ...], **options: Any) -> None:
        self.standard = standard
        super().__init__(widget=forms.HiddenInput, **options)

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        asked = [part for part in value or () if part]  # of "sort=," nothing is left
        ordering = [self.get_ordering_value(part) for part in asked or self.standard]
        return qs.order_by(*ordering, "-pk")


class MomentField(IsoDateTimeField):
    """An instant in UTC: PostgreSQL refuses far time zones, and years beyond its calendar."""

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        try:
            return moment.astimezone(UTC) if moment else None
        except OverflowError as fault:
            raise forms.ValidationError(self.error_messages["invalid"]) from fault


class MomentFilter(django_filters.IsoDateTimeFilter):
    field_class = MomentField
