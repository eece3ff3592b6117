"""What reviewers say about themselves, and whom the office invites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.laender import LAENDER
from accounts.models import Organisation
from core.forms import DateField, LineField
from evaluation.actions.pool import Profile
from evaluation.models import Reviewer, ReviewerTie

MOST_REVIEWS = 200
LEVELS = [("0", _("keine")), ("1", _("etwas")), ("2", _("gut")), ("3", _("sehr gut"))]


class OrganisationField(LineField):
    """An organisation by its exact name or its official key."""

    default_error_messages = {
        "required": _("Geben Sie den Namen der Organisation an."),
        "unknown": _("Diese Organisation steht nicht im Verzeichnis. Prüfen Sie den Namen."),
        "several": _("Diesen Namen gibt es mehrmals. Geben Sie den Gemeindeschlüssel (AGS) an."),
    }

    def clean(self, value: Any) -> Any:
        text = (super().clean(value) or "").strip()
        if not text:
            return None
        known = Organisation.objects.valid()
        found = list(known.filter(ags=text)[:2] or known.filter(name__iexact=text)[:2])
        if len(found) != 1:
            problem = "several" if found else "unknown"
            raise forms.ValidationError(self.error_messages[problem], problem)
        return found[0]

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Organisation) else value


class ProfileForm(forms.Form):
    """The profile of a reviewer, with one field for each topic."""

    land = forms.ChoiceField(label=_("Land"), choices=[("", _("Bitte wählen")), *LAENDER.items()])
    employer = OrganisationField(
        label=_("Arbeitgeber"),
        help_text=_("Name oder Gemeindeschlüssel. Leer, wenn er nicht im Verzeichnis steht."),
        required=False,
    )
    home = OrganisationField(
        label=_("Wohnort"), help_text=_("Gemeinde oder Gemeindeschlüssel"), required=False
    )
    languages = LineField(label=_("Sprachen"), max_length=120, required=False)
    capacity = forms.IntegerField(
        label=_("Höchstens Gutachten je Aufruf"), min_value=0, max_value=MOST_REVIEWS
    )
    absent_from = DateField(label=_("Abwesend ab"), required=False)
    absent_until = DateField(label=_("Abwesend bis"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, reviewer: Reviewer, topics: Mapping[str, str], **kwargs: Any
    ) -> None:
        self.topics = topics
        names = (*Profile.__dataclass_fields__, "version")
        initial = {name: getattr(reviewer, name) for name in names}
        levels = {row.topic_code: row.level for row in reviewer.expertise.all()}
        initial |= {f"topic_{code}": str(levels.get(code, 0)) for code in topics}
        super().__init__(*args, **{"initial": initial, **kwargs})
        for code, name in topics.items():
            widget = forms.RadioSelect(attrs={"class": "al-inline"})
            self.fields[f"topic_{code}"] = forms.ChoiceField(
                label=name, choices=LEVELS, widget=widget
            )

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or self.cleaned_data
        first, last = entered.get("absent_from"), entered.get("absent_until")
        if last and (first is None or first > last):
            self.add_error("absent_from", _("Der Beginn liegt nicht vor dem Ende."))
        return entered

    @property
    def plain_fields(self) -> Iterable[Any]:
        return [self[name] for name in Profile.__dataclass_fields__]

    @property
    def topic_fields(self) -> Iterable[Any]:
        return [self[f"topic_{code}"] for code in self.topics]

    def profile(self) -> Profile:
        return Profile(**{name: self.cleaned_data[name] for name in Profile.__dataclass_fields__})

    def expertise(self) -> dict[str, int]:
        return {code: int(self.cleaned_data[f"topic_{code}"]) for code in self.topics}


class TieForm(forms.Form):
    """An organisation that binds a reviewer."""

    kind = forms.ChoiceField(
        label=_("Art der Bindung"), choices=ReviewerTie.Kind.choices, widget=forms.RadioSelect
    )
    organisation = OrganisationField(
        label=_("Organisation"), help_text=_("Name oder Gemeindeschlüssel")
    )


class InvitationForm(forms.Form):
    """Whom the office asks to review."""

    name = LineField(
        label=_("Name"), max_length=120, error_messages={"required": _("Geben Sie den Namen an.")}
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"), error_messages={"required": _("Geben Sie die Adresse an.")}
    )
