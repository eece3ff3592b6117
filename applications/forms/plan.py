"""The finance plan's amounts, one field by row and year, and the form of one line."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from applications.finance import ZERO
from applications.forms.draft import SavedForm
from applications.forms.rows import PLEASE_CHOOSE, RowForm
from applications.models import Application, PlanLine
from applications.plan_rows import PlanRow, PlanState
from core.forms import AmountField, LineField


class PlanForm(SavedForm):
    """All amounts of the page. Nothing is required: an empty field counts as nothing."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, state: PlanState, years: range, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": state.version}
        super().__init__(*args, **kwargs)
        self.state, self.years = state, years
        for row in state.rows:
            for year in years:
                label = f"{row.label}, {year}"
                amount = row.amounts.get(year)
                field = AmountField(required=False, label=label, initial=amount)
                self.fields[field_name(row, year)] = field

    def clean(self) -> dict[str, Any]:
        """Tell when amounts belong to a row that somebody removed meanwhile."""
        names = {name for name in self.data if name.startswith("amount-")}
        if any(self.data[name].strip() for name in names - set(self.fields)):
            raise forms.ValidationError(
                _(
                    "Eine Position mit Ihren Beträgen wurde inzwischen entfernt. "
                    "Fügen Sie sie wieder hinzu, wenn sie bleiben soll."
                )
            )
        return self.cleaned_data

    def typed(self) -> dict[str, dict[int, Decimal]]:
        """Return the readable amounts by row and year; call it after `is_valid`."""
        return {
            row.key: {
                year: self.cleaned_data[name] or ZERO
                for year in self.years
                if (name := field_name(row, year)) in self.cleaned_data
            }
            for row in self.state.rows
        }

    def hidden(self, stored: PlanState) -> dict[str, Any]:
        return {"version": stored.version}

    def stored_values(self, stored: PlanState) -> dict[str, Any]:
        return {
            field_name(row, year): row.amounts.get(year)
            for row in stored.rows
            for year in self.years
        }

    def cells(self, row: PlanRow) -> list[tuple[int, BoundField]]:
        """Return year and field of one row."""
        return [(year, self[field_name(row, year)]) for year in self.years]

    def first_year_with_error(self) -> int | None:
        """Return the year to show on a narrow screen."""
        wrong = {int(name.rpartition("-")[2]) for name in self.errors if "-" in name}
        return min(wrong, default=None)


def field_name(row: PlanRow, year: int) -> str:
    return f"amount-{row.key}-{year}"


class LineForm(RowForm):
    """What a line is called, what it belongs to, and whether it is eligible."""

    label = LineField(
        label=_("Bezeichnung"),
        help_text=_("Zum Beispiel: 4,0 Stellen, TVöD. Leer: die Art der Position."),
        max_length=160,
        required=False,
    )
    eligible = forms.BooleanField(label=_("Die Ausgaben sind zuwendungsfähig"), required=False)
    measure = forms.ModelChoiceField(
        label=_("Maßnahme"), queryset=None, empty_label=_("Ganzes Vorhaben"), required=False
    )
    partner = forms.ModelChoiceField(
        label=_("Partner, der das Geld ausgibt oder gibt"),
        queryset=None,
        empty_label=_("Keiner, die Kommune selbst"),
        required=False,
    )

    def __init__(self, *args: Any, side: str = "expense", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if side == "financing":
            del self.fields["eligible"]

    def offer(self, application: Application) -> None:
        self.fields["measure"].queryset = application.measures.all()
        self.fields["partner"].queryset = application.partners.all()


class NewLineForm(SavedForm):
    """Which kind of line to add."""

    kind = forms.ChoiceField(
        label=_("Art der Position"),
        choices=[
            PLEASE_CHOOSE,
            (_("Ausgaben"), [(kind.value, kind.label) for kind in PlanLine.COST_TYPES]),
            (_("Finanzierung"), [(kind.value, kind.label) for kind in PlanLine.SOURCES]),
        ],
        error_messages={"required": _("Wählen Sie die Art der Position")},
    )

    def __init__(self, *args: Any, without: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources = [(kind.value, kind.label) for kind in PlanLine.SOURCES if kind not in without]
        self.fields["kind"].choices = [
            *self.fields["kind"].choices[:2],
            (_("Finanzierung"), sources),
        ]


def shown_values(line: PlanLine) -> Mapping[str, Any]:
    """Return what the form of a line begins with."""
    names = ("label", "eligible", "measure", "partner", "version")
    return {name: getattr(line, name) for name in names}
