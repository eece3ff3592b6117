"""Filters of lists of calls, shared by pages and API."""

from typing import cast

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock
from core.filters import StableOrder
from programmes.models import CallVersion
from programmes.models.call import CallVersionQuerySet

SORTED_BY = {
    "call__title": "title",
    "opens_at": "opens",
    "deadline_at": "deadline",
    "status": "status",
}


class CallFilter(django_filters.FilterSet):
    """Search in titles and summaries; open, coming or closed."""

    q = django_filters.CharFilter(method="search", label=_("Suchen"))
    state = django_filters.ChoiceFilter(
        method="in_state",
        label=_("Zeitraum"),
        empty_label=_("Alle"),
        choices=[
            ("open", _("Geöffnet")),
            ("coming", _("Beginnt bald")),
            ("closed", _("Beendet")),
        ],
    )
    sort = StableOrder(fields=SORTED_BY, standard=("-deadline",))

    class Meta:
        model = CallVersion
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split():
            queryset = queryset.filter(Q(call__title__icontains=word) | Q(summary__icontains=word))
        return queryset

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        now = clock.now()
        if value == "coming":
            return queryset.filter(opens_at__gt=now)
        versions = cast(CallVersionQuerySet, queryset)
        return versions.open(now) if value == "open" else versions.closed(now)


class OfficeCallFilter(CallFilter):
    """The office also sees and filters calls in preparation."""

    status = django_filters.ChoiceFilter(
        choices=CallVersion.Status.choices, label=_("Stand"), empty_label=_("Jeder Stand")
    )
