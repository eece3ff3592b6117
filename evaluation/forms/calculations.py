"""The limits of a portfolio, group by group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

ROWS = 6


class LimitForm(forms.Form):
    """At least and at most so many projects of one group; empty rows are left out."""

    group = forms.ChoiceField(label=_("Gruppe"), required=False)
    minimum = forms.IntegerField(label=_("Mindestens"), min_value=0, required=False)
    maximum = forms.IntegerField(label=_("Höchstens"), min_value=0, required=False)

    def __init__(self, *args: Any, groups: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", _("keine")), *((one, one) for one in groups)]

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or self.cleaned_data
        least, most = entered.get("minimum"), entered.get("maximum")
        if entered.get("group") and least is None and most is None:
            self.add_error(
                "minimum", _("Geben Sie an, wie viele es mindestens oder höchstens sind.")
            )
        if least is not None and most is not None and least > most:
            self.add_error("maximum", _("Das Höchste liegt unter dem Mindesten."))
        return entered

    def limit(self) -> list[Any]:
        entered = self.cleaned_data
        return [entered["group"], entered["minimum"] or 0, entered["maximum"]]


LimitFormSet = forms.formset_factory(LimitForm, extra=ROWS, max_num=ROWS)


def limits_of(formset: Any) -> list[list[Any]]:
    return [form.limit() for form in formset if form.cleaned_data.get("group")]
