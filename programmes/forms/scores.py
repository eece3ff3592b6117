"""Own scores by criterion: answered in the address, stored nowhere."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from core.forms import written
from programmes.models import CallVersion


class ScoreForm(forms.Form):
    """One choice a criterion, from 0 to its maximum."""

    prefix = "punkte"

    def __init__(self, version: CallVersion, typed: Mapping[str, Any] | None = None) -> None:
        super().__init__(typed)
        for row in version.criteria.all():
            self.fields[row.code] = forms.TypedChoiceField(
                label=str(row),
                help_text=self.hint(row),
                choices=[(str(score), str(score)) for score in row.scores],
                coerce=Decimal,
                widget=forms.RadioSelect(attrs={"class": "al-inline"}),
                error_messages={
                    "required": _("Wählen Sie einen Punktwert für „%s“") % row,
                    "invalid_choice": _("Wählen Sie einen Punktwert für „%s“") % row,
                },
            )

    def hint(self, row: Any) -> str:
        """Return what the criterion counts and at least needs."""
        counts = _("Zählt %s von 100 Punkten.") % written(row.weight)
        if not row.minimum:
            return counts
        return (
            f"{counts} {_('Mindestens %s von %s.') % (written(row.minimum), written(row.maximum))}"
        )
