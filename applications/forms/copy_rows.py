"""Which rows of earlier applications to take over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CopyRowsForm(forms.Form):
    """Ticks for rows, grouped by the application they stand in."""

    rows = forms.MultipleChoiceField(
        label=_("Was möchten Sie übernehmen?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Wählen Sie mindestens eine Zeile")},
    )

    def __init__(self, typed: Any, *, groups: list[tuple[str, list[tuple[Any, str]]]]) -> None:
        super().__init__(typed)
        self.known = {str(row.pk): row for _title, rows in groups for row, _words in rows}
        self.fields["rows"].choices = [
            (str(row.pk), f"{words} · {title}") for title, rows in groups for row, words in rows
        ]

    @property
    def chosen(self) -> list[Any]:
        return [self.known[pk] for pk in self.cleaned_data["rows"]]
