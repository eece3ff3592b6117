"""Filters of lists of applications, shared by pages and API."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.laender import LAENDER
from accounts.models import Organisation
from applications.models import Application, Conversation, FormalCheck, Inquiry
from applications.work_queue import free, of_absent
from core.filters import StableOrder
from programmes.models import Call

SORTED_BY = {
    "project__title": "title",
    "organisation__name": "organisation",
    "organisation__land": "land",
    "status": "status",
    "submitted_at": "submitted",
    "requested_amount": "requested",
    "call_version__deadline_at": "deadline",
    "changed_at": "changed",
}


class ApplicationFilter(django_filters.FilterSet):
    """Search by title, organisation or receipt number; filter by call, status and Land."""

    q = django_filters.CharFilter(method="search", label=_("Suchen"))
    call = django_filters.ModelChoiceFilter(
        field_name="call_version__call",
        queryset=lambda request: Call.objects.visible_to(request.user),
        label=_("Aufruf"),
        empty_label=_("Alle Aufrufe"),
        to_field_name="slug",
    )
    status = django_filters.ChoiceFilter(
        choices=Application.Status.choices, label=_("Stand"), empty_label=_("Jeder Stand")
    )
    land = django_filters.ChoiceFilter(
        field_name="organisation__land",
        choices=list(LAENDER.items()),
        label=_("Land"),
        empty_label=_("Alle Länder"),
    )
    sort = StableOrder(fields=SORTED_BY, standard=("-changed",))

    class Meta:
        model = Application
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split():
            queryset = queryset.filter(
                Q(project__title__icontains=word)
                | Q(organisation__name__icontains=word)
                | Q(receipt_number__icontains=word)
            )
        return queryset


class OwnApplicationFilter(ApplicationFilter):
    """A municipality's own applications: its Land is known."""

    land = None


class OrganisationFilter(django_filters.FilterSet):
    """Search the directory by name, official key or postal code.

    `aufruf` filters nothing: it carries the call for which somebody searches.
    """

    q = django_filters.CharFilter(
        method="search",
        label=_("Suchen"),
        help_text=_("Name, Gemeindeschlüssel oder Postleitzahl, zum Beispiel 12060052 oder 16225"),
    )
    land = django_filters.ChoiceFilter(
        choices=list(LAENDER.items()), label=_("Land"), empty_label=_("Alle Länder")
    )
    aufruf = django_filters.CharFilter(method="keep", widget=forms.HiddenInput)
    sort = StableOrder(
        fields={"name": "name", "land": "land", "inhabitants": "inhabitants"}, standard=("name",)
    )

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value.replace(" ", "").isdecimal():
            key = value.replace(" ", "")
            starts = Q(ags__startswith=key) | Q(ars__startswith=key)
            return queryset.filter(starts | Q(postal_code__startswith=key))
        for word in value.split():
            queryset = queryset.filter(name__icontains=word)
        return queryset

    def keep(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset


class QueueFilter(ApplicationFilter):
    """What is to be checked, oldest first: one's own, free, or everything."""

    land = status = None
    whose = django_filters.ChoiceFilter(
        choices=[
            ("mine", _("Meine")),
            ("absent", _("In Vertretung")),
            ("free", _("Noch frei")),
        ],
        method="by_officer",
        label=_("Bearbeitung"),
        empty_label=_("Alle"),
    )
    sort = StableOrder(fields=SORTED_BY, standard=("submitted",))

    def by_officer(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "mine":
            return queryset.filter(claim__officer=self.request.user)
        return of_absent(queryset, self.request.user) if value == "absent" else free(queryset)


class CheckFilter(django_filters.FilterSet):
    """Formal checks by call."""

    call = django_filters.ModelChoiceFilter(
        field_name="application__call_version__call",
        queryset=lambda request: Call.objects.visible_to(request.user),
        label=_("Aufruf"),
        empty_label=_("Alle Aufrufe"),
        to_field_name="slug",
    )

    class Meta:
        model = FormalCheck
        fields: tuple[str, ...] = ()


class InboxFilter(ApplicationFilter):
    """What has been submitted, latest first; also by size class."""

    size = django_filters.ChoiceFilter(
        field_name="organisation__size_class",
        choices=Organisation.SizeClass.choices,
        label=_("Größenklasse"),
        empty_label=_("Alle Größenklassen"),
    )
    status = django_filters.ChoiceFilter(
        choices=[
            choice
            for choice in Application.Status.choices
            if choice[0] not in Application.BEFORE_SUBMISSION
        ],
        label=_("Stand"),
        empty_label=_("Jeder Stand"),
    )
    sort = StableOrder(fields=SORTED_BY, standard=("-submitted",))


class AnswerFilter(django_filters.FilterSet):
    """Search in published questions and answers: every word must occur in one of the two."""

    q = django_filters.CharFilter(method="search", label=_("Suchen"))

    class Meta:
        model = Inquiry
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split():
            queryset = queryset.filter(Q(question__icontains=word) | Q(answer__icontains=word))
        return queryset


class ConversationFilter(django_filters.FilterSet):
    """Subjects of the correspondence: on whom they wait, and who looks after the application."""

    q = django_filters.CharFilter(method="search", label=_("Suchen"))
    stand = django_filters.ChoiceFilter(
        choices=[("kommune", _("Wartet auf die Kommune")), ("alle", _("Alle"))],
        method="by_turn",
        label=_("Stand"),
        empty_label=_("Wartet auf uns"),
    )
    whose = django_filters.ChoiceFilter(
        choices=[
            ("mine", _("Meine")),
            ("absent", _("In Vertretung")),
            ("free", _("Noch frei")),
        ],
        method="by_officer",
        label=_("Bearbeitung"),
        empty_label=_("Alle"),
    )

    class Meta:
        model = Conversation
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Without a choice only what waits for the office, the longest waiting first."""
        chosen = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("stand"):
            return chosen.order_by("-last_at", "-pk")
        return chosen.filter(Conversation.AWAITS_OFFICE).order_by("asked_at", "pk")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split():
            queryset = queryset.filter(
                Q(subject__icontains=word)
                | Q(application__organisation__name__icontains=word)
                | Q(application__receipt_number__icontains=word)
            )
        return queryset

    def by_turn(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Conversation.AWAITS_APPLICANT) if value == "kommune" else queryset

    def by_officer(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "mine":
            return queryset.filter(application__claim__officer=self.request.user)
        return queryset.filter(application__claim=None)
