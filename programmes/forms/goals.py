"""Forms of the goal system: a goal, an indicator, and what the steps ask."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from programmes.forms.base import DraftForm, german_field
from programmes.models import CatalogueIndicator, Goal

CODE_HINT = _("Kurz, nur Buchstaben ohne Umlaute, Ziffern, - und _")


class GoalForm(DraftForm):
    """A goal of the programme or a sub-goal; there are two steps, not more."""

    class Meta:
        model = Goal
        fields = ("code", "name", "description", "parent")
        formfield_callback = german_field
        help_texts = {"code": CODE_HINT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tops = self.version.goals.filter(parent=None).exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = tops
        self.fields["parent"].empty_label = _("Keinem: ein Ziel des Programms")

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if self.version.goals.filter(code=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Diese Kennung gibt es schon"))
        return str(code)

    def clean_parent(self) -> Goal | None:
        parent: Goal | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and self.instance.sub_goals.exists():
            raise ValidationError(_("Dieses Ziel hat selbst Teilziele"))
        return parent


class CatalogueIndicatorForm(DraftForm):
    """An indicator of the catalogue."""

    class Meta:
        model = CatalogueIndicator
        fields = (
            *("code", "name", "goal", "definition", "unit", "level", "rising", "aggregation"),
            *("is_core", "formula", "source", "topic_code", "sdg", "counts_people"),
        )
        formfield_callback = german_field
        help_texts = {
            "code": CODE_HINT,
            "unit": _("Zum Beispiel Prozent, Tonnen je Jahr, Anzahl"),
            "aggregation": _("Wie aus den Werten der Vorhaben ein Wert des Programms wird"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].queryset = self.version.goals.all()
        self.fields["goal"].empty_label = _("Bitte wählen")

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        system: Any = self.version
        others = CatalogueIndicator.objects.filter(goal__goal_system=system)
        if others.filter(code=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Diese Kennung gibt es schon"))
        return str(code)
