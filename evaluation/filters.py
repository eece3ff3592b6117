"""Filters of the lists of candidacies and assignments."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.laender import LAENDER
from core import clock
from core.filters import StableOrder
from evaluation.models import Assignment, Candidacy, RankingPlace, Review, Reviewer
from programmes.models import Call

YES_NO = [("ja", _("Ja")), ("nein", _("Nein"))]
TEXTS = ("project__title", "organisation__name", "receipt_number")


def matching(words: str, prefix: str) -> Q:
    """Return the condition that title, organisation or number of the application hold each word."""
    found = Q()
    for word in words.split():
        one = Q()
        for text in TEXTS:
            one |= Q(**{f"{prefix}{text}__icontains": word})
        found &= one
    return found


class CallsFilter(django_filters.FilterSet):
    """The calls of the selection."""

    q = django_filters.CharFilter(field_name="title", lookup_expr="icontains", label=_("Suchen"))
    sort = StableOrder(fields={"title": "titel", "created_at": "datum"}, standard=("-datum",))

    class Meta:
        model = Call
        fields: tuple[str, ...] = ()


class PlaceFilter(django_filters.FilterSet):
    """Search, Land: what every list of candidacies offers."""

    q = django_filters.CharFilter(method="search", label=_("Suchen"))
    land = django_filters.ChoiceFilter(
        field_name="application__organisation__land",
        choices=list(LAENDER.items()),
        label=_("Land"),
        empty_label=_("Alle Länder"),
    )

    class Meta:
        model = Candidacy
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(matching(value, "application__"))


class CandidacyFilter(PlaceFilter):
    """Also by status, fundability and divergence."""

    status = django_filters.ChoiceFilter(
        choices=Candidacy.Status.choices, label=_("Stand"), empty_label=_("Jeder Stand")
    )
    fundable = django_filters.ChoiceFilter(
        method="by_answer",
        field_name="is_fundable",
        choices=YES_NO,
        label=_("Förderwürdig"),
        empty_label=_("Alle"),
    )
    diverges = django_filters.ChoiceFilter(
        method="by_answer", choices=YES_NO, label=_("Gutachten weichen ab"), empty_label=_("Alle")
    )
    sort = StableOrder(
        fields={
            "application__receipt_number": "nummer",
            "application__organisation__name": "kommune",
            "application__organisation__land": "land",
            "application__requested_amount": "betrag",
            "total": "punkte",
            "status": "stand",
        },
        standard=("nummer",),
    )

    def by_answer(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(**{name: value == "ja"})


class StaffingFilter(PlaceFilter):
    """The candidacies that need reviewers, and those in doubt."""

    staffing = django_filters.ChoiceFilter(
        method="by_staffing",
        label=_("Zuteilung"),
        empty_label=_("Alle"),
        choices=[
            ("fehlt", _("Es fehlen Gutachten")),
            ("genug", _("Genug Gutachten")),
            ("frage", _("Befangenheit ist zu klären")),
        ],
    )
    sort = StableOrder(
        fields={
            "application__receipt_number": "nummer",
            "application__organisation__name": "kommune",
            "application__organisation__land": "land",
            "assigned": "zugeteilt",
        },
        standard=("nummer",),
    )

    def by_staffing(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        needed = F("application__call_version__reviews_per_application")
        if value == "frage":
            return queryset.filter(unsure__gt=0)
        return queryset.filter(**{f"assigned__{'lt' if value == 'fehlt' else 'gte'}": needed})


def staffed(candidacies: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
    """Count on each candidacy the assignments that count, and those in doubt."""
    counting = Q(assignments__status__in=Assignment.COUNTING)
    unsure = Q(assignments__status=Assignment.Status.UNSURE)
    return candidacies.annotate(
        assigned=Count("assignments", filter=counting), unsure=Count("assignments", filter=unsure)
    )


class OwnAssignmentFilter(django_filters.FilterSet):
    """A reviewer's own assignments."""

    q = django_filters.CharFilter(method="search", label=_("Suchen"))
    state = django_filters.ChoiceFilter(
        method="in_state",
        label=_("Stand"),
        empty_label=_("Alle"),
        choices=[
            ("erklaeren", _("Befangenheit erklären")),
            ("offen", _("Zu begutachten")),
            ("abgegeben", _("Abgegeben")),
        ],
    )
    sort = StableOrder(
        fields={
            "is_done": "fertig",
            "due_on": "frist",
            "candidacy__application__organisation__name": "kommune",
            "candidacy__application__receipt_number": "nummer",
            "key": "zufall",  # keys are random: everybody reads in an order of their own
        },
        standard=("fertig", "frist", "zufall"),
    )

    class Meta:
        model = Assignment
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(matching(value, "candidacy__application__"))

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        handed_in = Q(review__status=Review.Status.SUBMITTED)
        cleared = Q(status=Assignment.Status.CLEARED)
        states: dict[str, Any] = {
            "erklaeren": Q(status=Assignment.Status.ASSIGNED),
            "offen": cleared & (Q(review__isnull=True) | ~handed_in),
            "abgegeben": handed_in,
        }
        return queryset.filter(states[value])


def busy(pool: QuerySet[Reviewer]) -> QuerySet[Reviewer]:
    """Count on each reviewer what is open and what is handed in."""
    counting = Q(assignments__status__in=Assignment.COUNTING)
    handed_in = Q(assignments__review__status=Review.Status.SUBMITTED)
    return pool.annotate(
        open_work=Count("assignments", filter=counting & ~handed_in),
        handed_in=Count("assignments", filter=handed_in),
    )


class ReviewerFilter(django_filters.FilterSet):
    """The pool by name, Land and whether somebody may be asked."""

    q = django_filters.CharFilter(
        field_name="person__name", lookup_expr="icontains", label=_("Suchen")
    )
    land = django_filters.ChoiceFilter(
        choices=list(LAENDER.items()), label=_("Land"), empty_label=_("Alle Länder")
    )
    state = django_filters.ChoiceFilter(
        method="in_state",
        label=_("Stand"),
        empty_label=_("Alle"),
        choices=[
            ("eingeladen", _("Eingeladen, noch nicht zugesagt")),
            ("zugesagt", _("Zugesagt")),
            ("abwesend", _("Heute abwesend")),
        ],
    )
    sort = StableOrder(
        fields={
            "person__name": "name",
            "land": "land",
            "open_work": "offen",
            "handed_in": "abgegeben",
        },
        standard=("name",),
    )

    class Meta:
        model = Reviewer
        fields: tuple[str, ...] = ()

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        today = clock.today()
        lasting = Q(absent_until__isnull=True) | Q(absent_until__gte=today)
        states = {
            "eingeladen": Q(accepted_at__isnull=True),
            "zugesagt": Q(accepted_at__isnull=False),
            "abwesend": Q(absent_from__lte=today) & lasting,
        }
        return queryset.filter(states[value])


class FrozenPlaceFilter(django_filters.FilterSet):
    """The places of a frozen ranking."""

    q = django_filters.CharFilter(method="search", label=_("Suchen"))
    land = django_filters.ChoiceFilter(
        field_name="candidacy__application__organisation__land",
        choices=list(LAENDER.items()),
        label=_("Land"),
        empty_label=_("Alle Länder"),
    )
    funded = django_filters.ChoiceFilter(
        method="by_line",
        label=_("Förderlinie"),
        empty_label=_("Alle"),
        choices=[("ja", _("darüber")), ("nein", _("darunter"))],
    )
    sort = StableOrder(
        fields={
            "position": "rang",
            "total": "punkte",
            "amount": "betrag",
            "candidacy__application__organisation__name": "kommune",
        },
        standard=("rang",),
    )

    class Meta:
        model = RankingPlace
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(matching(value, "candidacy__application__"))

    def by_line(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(funded=value == "ja")
