"""The limits of a portfolio: how many of a group, and of which projects only one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LineField

ROWS = 6
CHOICES = 3  # rows of either-or
KNOWN = "foerderwuerdige"  # the list of numbers that the browser offers


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


class AlternativeField(LineField):
    """The number of a project that competes with another one."""

    def __init__(self, **kwargs: Any) -> None:
        offered = forms.TextInput(attrs={"list": KNOWN, "autocomplete": "off"})
        super().__init__(max_length=40, required=False, widget=offered, **kwargs)


class EitherOrForm(forms.Form):
    """Two or three projects of which at most one is chosen; empty rows are left out."""

    first = AlternativeField(label=_("Entweder"))
    second = AlternativeField(label=_("oder"))
    third = AlternativeField(label=_("oder als drittes"))

    def __init__(self, *args: Any, numbers: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = {number.casefold(): key for number, key in numbers.items()}

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or self.cleaned_data
        written = {name: entered[name] for name in self.fields if entered.get(name)}
        for name, number in written.items():
            if number.casefold() not in self.numbers:
                self.add_error(
                    name, _("Kein förderwürdiger Antrag dieses Aufrufs hat diese Nummer.")
                )
        if len(written) == 1:
            empty = next(name for name in self.fields if name not in written)
            self.add_error(empty, _("Geben Sie mindestens zwei Anträge an."))
        if len({number.casefold() for number in written.values()}) < len(written):
            self.add_error("second", _("Derselbe Antrag steht hier zweimal."))
        return entered

    def alternatives(self) -> list[str]:
        """Return the keys of the projects named."""
        written = (self.cleaned_data.get(name) for name in self.fields)
        return [self.numbers[number.casefold()] for number in written if number]


EitherOrFormSet = forms.formset_factory(EitherOrForm, extra=CHOICES, max_num=CHOICES)
LimitFormSet = forms.formset_factory(LimitForm, extra=ROWS, max_num=ROWS)


def limits_of(formset: Any) -> list[list[Any]]:
    return [form.limit() for form in formset if form.cleaned_data.get("group")]


def alternatives_of(formset: Any) -> list[list[str]]:
    """Return each choice as the keys of its projects."""
    return [keys for form in formset if (keys := form.alternatives())]
