"""What office, chair, members and keeper of minutes enter about a panel session."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core.forms import DateField, LineField, RowsField, TextField
from evaluation.actions.panel import Appointment
from evaluation.forms.pool import OrganisationField
from evaluation.models import Calculation, PanelMotion, PanelSeat
from evaluation.panel_permissions import PANEL_ROLES

LONG = 4000


class AppointmentForm(forms.Form):
    """Whom an institution sends into the jury."""

    name = LineField(
        label=_("Name"), max_length=120, error_messages={"required": _("Geben Sie den Namen an.")}
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"), error_messages={"required": _("Geben Sie die Adresse an.")}
    )
    role = forms.ChoiceField(
        label=_("Aufgabe"),
        choices=PanelSeat.ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie die Aufgabe.")},
    )
    sent_by = OrganisationField(
        label=_("Entsendende Stelle"),
        help_text=_("Name aus dem Verzeichnis, zum Beispiel ein kommunaler Spitzenverband"),
    )


class SessionForm(forms.Form):
    """When, where, with whom, and which calculation lies beside the ranking."""

    held_on = DateField(label=_("Tag"), error_messages={"required": _("Geben Sie den Tag an.")})
    place = LineField(
        label=_("Ort"),
        max_length=200,
        help_text=_("Raum oder „Videokonferenz“"),
        error_messages={"required": _("Geben Sie den Ort an.")},
    )
    members = RowsField(
        label=_("Mitglieder"),
        queryset=Membership.objects.none(),
        to_field_name="key",
        help_text=_("Genau ein Vorsitz und eine Protokollführung"),
        error_messages={"required": _("Wählen Sie die Mitglieder der Sitzung.")},
    )
    portfolio = forms.ModelChoiceField(
        label=_("Portfolio daneben zeigen"),
        queryset=Calculation.objects.none(),
        to_field_name="key",
        required=False,
        empty_label=_("Keines"),
        help_text=_("Rechnung, keine Entscheidung"),
    )

    def __init__(self, *args: Any, version: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["members"].queryset = panel_memberships()
        fields["members"].label_from_instance = lambda one: (
            f"{one.person} · {one.get_role_display()} · {one.organisation}"
        )
        done = version.calculations.filter(kind="portfolio", snapshot__isnull=False)
        fields["portfolio"].queryset = done
        fields["portfolio"].label_from_instance = lambda one: (
            f"{one.get_kind_display()} vom {one.created_at:%d.%m.%Y}"
        )

    def appointment(self) -> Appointment:
        return Appointment(**{**self.cleaned_data, "members": list(self.cleaned_data["members"])})


def panel_memberships() -> Any:
    """Return the valid memberships of the jury."""
    rows = Membership.objects.valid().filter(role__in=PANEL_ROLES)
    return rows.select_related("person", "organisation").order_by("role", "person__name", "pk")


class MotionForm(forms.Form):
    """The result that the chair puts to the vote."""

    result = forms.ChoiceField(
        label=_("Vorschlag zur Abstimmung"),
        choices=PanelMotion.RESULTS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, worüber abgestimmt wird.")},
    )
    reason = TextField(
        label=_("Grund der Abweichung"),
        help_text=_(
            "Nötig, wenn der Vorschlag von der Rangfolge abweicht. Er wird veröffentlicht."
        ),
        limit=LONG,
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, several: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["reason"].optional = False  # needed as soon as the motion deviates
        if several:
            fields["result"].choices = [PanelMotion.RESULTS[-1]]
            fields["result"].initial = PanelMotion.AS_RANKED


class RecusalForm(forms.Form):
    """Why somebody takes no part in one item."""

    reason = TextField(
        label=_("Grund"),
        help_text=_("Er steht im Protokoll."),
        limit=1000,
        rows=2,
        error_messages={"required": _("Nennen Sie den Grund.")},
    )


class MinutesForm(forms.Form):
    """A part of the minutes, with the version that was read."""

    text = TextField(label=_("Protokoll"), limit=LONG, rows=4, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
