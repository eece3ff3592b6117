"""What a program may do for a municipality, and until when."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import APPLICANT_ROLES, Membership
from applications.actions.tokens import Access
from applications.models import ApiToken
from core import clock
from core.forms import DateField, LineField

LONGEST = timedelta(days=366)


class TokenForm(forms.Form):
    """For which of the own memberships, with which rights."""

    name = LineField(
        label=_("Name"), help_text=_("Welches Programm benutzt den Schlüssel?"), max_length=80
    )
    membership = forms.ModelChoiceField(Membership.objects.none(), label=_("Für"), empty_label=None)
    scopes = forms.MultipleChoiceField(
        label=_("Was darf das Programm?"),
        choices=ApiToken.Scope.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = DateField(label=_("Gültig bis"), help_text=_("Höchstens ein Jahr"))

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = person.memberships.valid().filter(role__in=APPLICANT_ROLES)
        self.fields["membership"].queryset = own.select_related("organisation").order_by("pk")

    def clean_expires_on(self) -> Any:
        day, today = self.cleaned_data["expires_on"], clock.today()
        if not today <= day <= today + LONGEST:
            raise ValidationError(_("Wählen Sie einen Tag von heute bis in einem Jahr"))
        return day

    def access(self) -> Access:
        values = self.cleaned_data
        return Access(values["name"], values["scopes"], values["expires_on"])
