"""A hint at an error of fact, and its answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import TextField

LIMIT = 2000


class FactErrorForm(forms.Form):
    """Which criterion, and what is wrong."""

    code = forms.ChoiceField(label=_("Kriterium"), required=False)
    text = TextField(
        label=_("Was stimmt nicht?"),
        help_text=_("Nur Tatsachen, zum Beispiel eine übersehene Anlage oder eine falsche Zahl."),
        limit=LIMIT,
        rows=5,
        error_messages={"required": _("Beschreiben Sie den Fehler.")},
    )

    def __init__(self, *args: Any, version: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        known = [(one.code, f"{one.code} {one.name}") for one in version.criteria.all()]
        fields["code"].choices = [("", _("Allgemein")), *known]


class FactAnswerForm(forms.Form):
    """Is the hint right, and why."""

    verdict = forms.ChoiceField(
        label=_("Ergebnis"),
        choices=[("right", _("Trifft zu")), ("wrong", _("Trifft nicht zu"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie das Ergebnis.")},
    )
    answer = TextField(
        label=_("Antwort an die Kommune"),
        limit=LIMIT,
        rows=4,
        error_messages={"required": _("Begründen Sie die Antwort.")},
    )


class ReopeningForm(forms.Form):
    """Why a rejection falls."""

    note = TextField(
        label=_("Grund"),
        limit=LIMIT,
        rows=3,
        error_messages={"required": _("Nennen Sie den Grund.")},
    )
