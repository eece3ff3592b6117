"""The project's basics, and the action fields and challenges it works on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.checks.content import LONGEST_SUMMARY
from applications.forms.draft import DraftForm, SavedForm
from applications.models import Project
from core.forms import DateField, LineField, TextField
from programmes.models import Topic

MARK = "*"


class ProjectForm(DraftForm):
    """Title, public summary, phase, period and level."""

    title = LineField(
        label=_("Titel des Vorhabens"),
        help_text=_("Höchstens 120 Zeichen. Der Titel erscheint in allen Listen."),
        max_length=120,
        required=False,
    )
    acronym = LineField(label=_("Kurzname"), max_length=20, required=False)
    summary = TextField(
        label=_("Kurzbeschreibung für die Öffentlichkeit"),
        help_text=_("Was haben die Menschen davon? Wir veröffentlichen den Text bei Förderung."),
        limit=LONGEST_SUMMARY,
        rows=6,
        required=False,
    )
    phase = forms.ChoiceField(
        label=_("Welche Phase beantragen Sie?"),
        help_text=_("Danach richtet sich die Obergrenze der zuwendungsfähigen Ausgaben."),
        choices=Project.Phase.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    starts_on = DateField(label=_("Beginn"), help_text=_("Zum Beispiel 01.01.2028"), required=False)
    ends_on = DateField(label=_("Ende"), help_text=_("Zum Beispiel 31.12.2031"), required=False)
    level = forms.ChoiceField(
        label=_("Auf welcher räumlichen Ebene wirkt das Vorhaben?"),
        choices=Project.Level.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    needed_later = ("title", "summary", "phase", "starts_on", "ends_on", "level")

    def clean(self) -> dict[str, Any]:
        self.refuse_reversed("starts_on", "ends_on", _("Das Ende liegt vor dem Beginn"))
        return self.cleaned_data


class TopicsForm(SavedForm):
    """Action fields with the leading one, and challenges; `seen` is the choice shown before."""

    action_fields = forms.MultipleChoiceField(
        label=_("In welchen Handlungsfeldern arbeiten Sie?"),
        help_text=_("Wählen Sie mindestens zwei. Der Ansatz soll sie verbinden."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    primary = forms.ChoiceField(
        label=_("Führendes Handlungsfeld"),
        help_text=_("Hier liegt der Schwerpunkt Ihres Vorhabens."),
        required=False,
    )
    challenges = forms.MultipleChoiceField(
        label=_("Auf welche Herausforderungen antworten Sie?"),
        help_text=_("Wählen Sie mindestens eine."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, topics: list[Topic], stored: dict[str, bool], **kwargs: Any):
        fields = [(t.code, t.name) for t in topics if t.kind == Topic.Kind.ACTION_FIELD]
        challenges = [(t.code, t.name) for t in topics if t.kind == Topic.Kind.CHALLENGE]
        self.groups = {
            "action_fields": [code for code, _name in fields],
            "challenges": [code for code, _name in challenges],
        }
        kwargs["initial"] = self.stored_values(stored) | self.hidden(stored)
        super().__init__(*args, **kwargs)
        self.fields["action_fields"].choices = fields
        self.fields["primary"].choices = [("", _("Bitte wählen")), *fields]
        self.fields["challenges"].choices = challenges
        for name in ("action_fields", "primary", "challenges"):
            self.fields[name].optional = False

    def clean(self) -> dict[str, Any]:
        main = self.cleaned_data.get("primary")
        if main and main not in self.cleaned_data.get("action_fields", []):
            self.add_error("primary", _("Wählen Sie eines der gewählten Handlungsfelder"))
        return self.cleaned_data

    def chosen(self) -> dict[str, bool]:
        """Return the chosen codes; True marks the leading one."""
        values = self.cleaned_data
        codes = [*values["action_fields"], *values["challenges"]]
        return {code: code == values["primary"] for code in codes}

    def seen_before(self) -> dict[str, bool]:
        codes = filter(None, self.cleaned_data["seen"].split(","))
        return {code.removesuffix(MARK): code.endswith(MARK) for code in codes}

    def hidden(self, stored: dict[str, bool]) -> dict[str, Any]:
        return {"seen": written(stored)}

    def stored_values(self, stored: dict[str, bool]) -> dict[str, Any]:
        return {
            "primary": next((code for code, main in stored.items() if main), ""),
            **{
                name: [code for code in codes if code in stored]
                for name, codes in self.groups.items()
            },
        }


def written(chosen: dict[str, bool]) -> str:
    """Return a choice as text for the hidden field."""
    return ",".join(f"{code}{MARK if main else ''}" for code, main in sorted(chosen.items()))
