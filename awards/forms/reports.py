"""Input of a report's sections; nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.models import Measurement, PartnerProof, Report, ReportDate, ReportLine
from awards.report_parts import FIGURES_OF, TEXT_LIMIT, TEXTS_OF
from core.forms import AmountField, DateField, DecimalField, LineField, TextField

MEASURED = ("actual", "quality", "source", "reason", "next_step")
PROVEN = ("passed_on", "recognised", "result")


class SectionForm(forms.Form):
    """A section of a draft: nothing is required yet, and the version read travels along."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, seen: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = seen

    @property
    def seen(self) -> int:
        return self.cleaned_data.get("version") or 0

    def expect(self, name: str, field: forms.Field) -> None:
        """Add a field that signing will ask for, though a draft may leave it empty."""
        field.required, field.optional = False, False
        self.fields[name] = field

    def by_row(self, names: Iterable[str], rows: Iterable[Any]) -> dict[int, dict[str, Any]]:
        """Return the input of each row by its key."""
        return {
            row.pk: {name: self.cleaned_data[f"{row.pk}-{name}"] for name in names} for row in rows
        }


class ReportTextsForm(SectionForm):
    """The narrative of a report."""

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, seen=report.version, **kwargs)
        self.names = TEXTS_OF[report.duty.kind]
        for name in self.names:
            label = report._meta.get_field(name).verbose_name
            field = TextField(label=label, limit=TEXT_LIMIT, rows=7)
            field.initial = getattr(report, name)
            self.expect(name, field)
        self.figures = FIGURES_OF.get(report.duty.kind, ())
        for name in self.figures:
            self.fields[name] = figure_field(report, name)

    def clean(self) -> dict[str, Any]:
        entered: dict[str, Any] = super().clean() or {}
        planned, filled = entered.get("posts_planned"), entered.get("posts_filled")
        if filled is not None and (planned is None or filled > planned):
            self.add_error(
                "posts_filled", _("Besetzt sein können höchstens die Stellen des Plans.")
            )
        return entered

    def texts(self) -> dict[str, Any]:
        texts = {name: self.cleaned_data[name] or "" for name in self.names}
        return texts | {name: self.cleaned_data[name] for name in self.figures}


MOST = 11_000  # there are not more municipalities
WHOLE = {"inputmode": "numeric"}


def figure_field(report: Report, name: str) -> forms.Field:
    """Return the field of a fact: money to the cent, posts to the tenth, a choice."""
    model_field: Any = report._meta.get_field(name)
    options = {"label": model_field.verbose_name, "required": False}
    options["initial"] = getattr(report, name)
    if name == "expected_draw":
        return AmountField(**options)
    if model_field.choices:
        offered = [("", _("keine Angabe")), *model_field.choices]
        return forms.ChoiceField(choices=offered, **options)
    if model_field.get_internal_type() != "DecimalField":
        return forms.IntegerField(
            min_value=0, max_value=MOST, widget=forms.TextInput(WHOLE), **options
        )
    return DecimalField(digits=model_field.max_digits, places=model_field.decimal_places, **options)


class MeasurementsForm(SectionForm):
    """Value, quality and source of every indicator; reason and next step where it lags."""

    def __init__(self, *args: Any, report: Report, rows: list[Measurement], **kwargs: Any) -> None:
        super().__init__(*args, seen=report.version, **kwargs)
        self.rows = rows
        for row in rows:
            for name, field in self.fields_of(row).items():
                field.initial = getattr(row, name)
                self.expect(f"{row.pk}-{name}", field)

    def fields_of(self, row: Measurement) -> dict[str, forms.Field]:
        qualities = [("", _("Bitte wählen")), *Measurement.Quality.choices]
        return {
            "actual": DecimalField(label=_("Erreichter Wert (%s)") % row.indicator.unit),
            "quality": forms.ChoiceField(label=_("Güte der Angabe"), choices=qualities),
            "source": LineField(label=_("Quelle"), max_length=200),
            "reason": TextField(label=_("Grund der Abweichung"), limit=1000, rows=2),
            "next_step": TextField(label=_("Nächster Schritt"), limit=1000, rows=2),
        }

    def groups(self) -> list[dict[str, Any]]:
        """Return each indicator with its bound fields."""
        return [
            {"row": row, "fields": [self[f"{row.pk}-{name}"] for name in MEASURED]}
            for row in self.rows
        ]

    def edits(self) -> dict[int, dict[str, Any]]:
        return self.by_row(MEASURED, self.rows)


class LinesForm(SectionForm):
    """The amounts along the plan; those of a proof's expenses come from the vouchers."""

    def __init__(self, *args: Any, report: Report, rows: list[ReportLine], **kwargs: Any) -> None:
        super().__init__(*args, seen=report.version, **kwargs)
        self.rows = rows
        for row in rows:
            if not (report.is_proof and row.plan_line.side == "expense"):
                label = _("Tatsächlich: %s") % row.plan_line
                field = AmountField(label=label, initial=row.declared)
                self.expect(f"line_{row.pk}", field)

    def table(self) -> list[dict[str, Any]]:
        """Return each line with its bound field, if it is typed at all."""
        return [
            {"row": row, "field": self[f"line_{row.pk}"] if self.has(row) else None}
            for row in self.rows
        ]

    def has(self, row: ReportLine) -> bool:
        return f"line_{row.pk}" in self.fields

    def amounts(self) -> dict[int, Decimal | None]:
        return {row.pk: self.cleaned_data[f"line_{row.pk}"] for row in self.rows if self.has(row)}


class PartnersForm(SectionForm):
    """What each partner received and proved, and what the recipient's check found."""

    def __init__(self, *args: Any, report: Report, rows: list[PartnerProof], **kwargs: Any) -> None:
        super().__init__(*args, seen=report.version, **kwargs)
        self.rows = rows
        for row in rows:
            found: dict[str, forms.Field] = {
                "passed_on": AmountField(label=_("Weitergeleitet")),
                "recognised": AmountField(label=_("Davon nachgewiesen")),
                "result": TextField(label=_("Ergebnis Ihrer Prüfung"), limit=1000, rows=3),
            }
            for name, field in found.items():
                field.initial = getattr(row, name)
                self.expect(f"{row.pk}-{name}", field)

    def groups(self) -> list[dict[str, Any]]:
        return [
            {"row": row, "fields": [self[f"{row.pk}-{name}"] for name in PROVEN]}
            for row in self.rows
        ]

    def edits(self) -> dict[int, dict[str, Any]]:
        return self.by_row(PROVEN, self.rows)


class VoucherFileForm(SectionForm):
    """A list of vouchers as a file; it replaces the list that is there."""

    file = forms.FileField(
        label=_("Belegliste als CSV oder XLSX"),
        help_text=_("Höchstens 20.000 Zeilen. Die Datei ersetzt die bisherige Liste."),
        error_messages={"required": _("Wählen Sie eine Datei.")},
    )


class VoucherForm(SectionForm):
    """One voucher typed by hand."""

    number = LineField(label=_("Belegnummer"), max_length=60)
    paid_on = DateField(label=_("Gezahlt am"))
    payee = LineField(label=_("Empfänger"), max_length=200)
    purpose = LineField(label=_("Zweck"), max_length=300)
    plan_line = forms.ChoiceField(label=_("Position des Plans"))
    amount = AmountField(label=_("Betrag"), minimum=None)

    def __init__(self, *args: Any, lines: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(line.pk), str(line)) for line in lines]
        self.fields["plan_line"].choices = choices

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError(_("Der Betrag muss größer als null sein."))
        return amount

    def values(self) -> dict[str, Any]:
        wanted = ("number", "paid_on", "payee", "purpose", "amount")
        found = {name: self.cleaned_data[name] for name in wanted}
        return found | {"plan_line_id": int(self.cleaned_data["plan_line"])}


class VoucherFilterForm(forms.Form):
    """Filters of the list of vouchers."""

    q = forms.CharField(label=_("Belegnummer, Empfänger oder Zweck"), required=False)


REPORT_STATES = (
    ("overdue", _("überfällig")),
    ("due", _("bisher fällig")),
    ("received", _("eingegangen")),
)


class ReportFilterForm(forms.Form):
    """Filters of the lists of reports."""

    q = forms.CharField(label=_("Kommune, Vorhaben oder Förderkennzeichen"), required=False)
    art = forms.ChoiceField(
        label=_("Art"), choices=[("", _("alle")), *ReportDate.Kind.choices], required=False
    )
    stand = forms.ChoiceField(
        label=_("Stand"),
        choices=[("", _("alle")), *REPORT_STATES, *Report.Status.choices],
        required=False,
    )
    aufruf = forms.CharField(required=False, widget=forms.HiddenInput)
