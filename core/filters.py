"""Pieces of list filters that pages and API share."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet


class StableOrder(django_filters.OrderingFilter):
    """Sort by one column and then by row, so that no page shows a row twice."""

    def __init__(self, *, standard: tuple[str, ...], **options: Any) -> None:
        self.standard = standard
        super().__init__(widget=forms.HiddenInput, **options)

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        ordering = [self.get_ordering_value(part) for part in value or self.standard]
        return qs.order_by(*ordering, "-pk")
