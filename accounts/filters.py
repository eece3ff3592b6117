"""Filters of the lists about organisations."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Confirmation
from core.filters import StableOrder


class ConfirmationFilter(django_filters.FilterSet):
    """Search by organisation; filter by status; those expected soonest first."""

    q = django_filters.CharFilter(method="search", label=_("Suchen"))
    status = django_filters.ChoiceFilter(
        choices=Confirmation.Status.choices, label=_("Stand"), empty_label=_("Jeder Stand")
    )
    sort = StableOrder(
        fields={
            "organisation__name": "organisation",
            "requested_at": "requested",
            "expected_on": "expected",
            "status": "status",
        },
        standard=("-status", "expected"),
    )

    class Meta:
        model = Confirmation
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split():
            queryset = queryset.filter(organisation__name__icontains=word)
        return queryset
