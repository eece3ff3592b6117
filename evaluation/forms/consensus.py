"""What is said and changed in the discussion, and what the office corrects."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DecimalField, TextField
from programmes.models import CallVersion

LIMIT = 1500


class RemarkForm(forms.Form):
    """One contribution to the discussion."""

    text = TextField(
        label=_("Ihr Beitrag"),
        help_text=_("Die anderen Gutachtenden und die Programmstelle lesen ihn."),
        limit=LIMIT,
        rows=4,
        error_messages={"required": _("Schreiben Sie einen Beitrag.")},
    )


class ScoreChangeForm(forms.Form):
    """Other points on one criterion."""

    code = forms.ChoiceField(label=_("Kriterium"))
    points = DecimalField(label=_("Neue Punkte"), places=1, minimum=0)
    reason = TextField(
        label=_("Begründung"),
        help_text=_("Ihre erste Bewertung bleibt daneben stehen."),
        limit=LIMIT,
        rows=3,
        error_messages={"required": _("Begründen Sie die Änderung.")},
    )

    def __init__(self, *args: Any, version: CallVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(one.code, str(one)) for one in version.criteria.all()]

    def values(self) -> tuple[str, Decimal, str]:
        entered = self.cleaned_data
        return entered["code"], entered["points"], entered["reason"]


class RedactionForm(forms.Form):
    """What the municipality reads instead of a reason."""

    text = TextField(label=_("Fassung für die Kommune"), limit=LIMIT, rows=5)
    reason = TextField(
        label=_("Grund der Schwärzung"),
        rows=2,
        error_messages={"required": _("Nennen Sie den Grund.")},
    )
