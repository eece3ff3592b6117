"""Input about people and their organisations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.models import APPLICANT_ROLES, Person, Role


class NameForm(forms.Form):
    """What signing up asks beside address and password; allauth builds on it."""

    name = forms.CharField(
        label=_("Ihr Name"),
        max_length=120,
        error_messages={"required": _("Geben Sie Ihren Namen an.")},
    )

    def signup(self, request: Any, user: Person) -> None:
        """Called by allauth once the person exists."""
        actions.rename_person(user, self.cleaned_data["name"])


class MemberForm(forms.Form):
    """Add a colleague who already has an account."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Die Person braucht schon ein Konto in diesem Portal."),
        error_messages={"required": _("Geben Sie die E-Mail-Adresse an.")},
    )
    role = forms.ChoiceField(
        label=_("Rolle"),
        choices=[(role.value, role.label) for role in Role if role in APPLICANT_ROLES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie die Rolle aus.")},
    )

    def clean_email(self) -> Any:
        person = Person.objects.filter(email__iexact=self.cleaned_data["email"]).first()
        if person is None:
            raise forms.ValidationError(_("Zu dieser Adresse gibt es noch kein Konto."))
        return person
