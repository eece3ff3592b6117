"""Input about people and their organisations."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.models import APPLICANT_ROLES, Confirmation, Organisation, Person, Role
from accounts.permissions import has_role_for
from core.forms import DateField, LineField, TextField


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


class InviteForm(forms.Form):
    """Whom to ask by mail, and for which role."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Wir schicken einen Link, der einmal und 14 Tage lang gilt."),
        error_messages={
            "required": _("Geben Sie die E-Mail-Adresse an."),
            "invalid": _("Geben Sie eine E-Mail-Adresse an, zum Beispiel name@stadt.example."),
        },
    )
    role = forms.ChoiceField(
        label=_("Rolle"),
        choices=[(role.value, role.label) for role in Role if role in APPLICANT_ROLES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie die Rolle aus.")},
    )


class JoinForm(forms.Form):
    """A new account by invitation: the address is known, so only name and password are asked."""

    name = LineField(
        label=_("Ihr Name"),
        max_length=120,
        error_messages={"required": _("Geben Sie Ihren Namen an.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Passwort"),
        help_text=_("Mindestens 12 Zeichen, am besten mehrere Wörter."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Wählen Sie ein Passwort.")},
    )

    def __init__(self, typed: Any, *, email: str) -> None:
        self.person = Person(email=email)
        super().__init__(typed)

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, self.person)
        return str(password)


class CodeForm(forms.Form):
    """The code that came by post or by telephone."""

    code = LineField(
        label=_("Code"),
        help_text=_("Acht Zeichen, zum Beispiel k7wp-3m9x"),
        max_length=20,
        error_messages={"required": _("Geben Sie den Code ein.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )


class PlaceForm(forms.Form):
    """Where an officer sends the code, and where one can read that the place is the right one."""

    way = forms.ChoiceField(
        label=_("Weg"),
        choices=Confirmation.Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie den Weg.")},
    )
    place = LineField(
        label=_("Anschrift oder Telefonnummer"),
        help_text=_("So, wie sie veröffentlicht ist. Nicht die Angabe aus der Anfrage."),
        max_length=300,
        error_messages={"required": _("Nennen Sie die Anschrift oder die Telefonnummer.")},
    )
    source = LineField(
        label=_("Wo ist sie veröffentlicht?"),
        help_text=_("Zum Beispiel: Impressum auf der Website der Stadt, Seite vom heutigen Tag"),
        max_length=300,
        error_messages={"required": _("Nennen Sie, wo sie veröffentlicht ist.")},
    )


class ClosingForm(forms.Form):
    """Why a request ends without confirmation."""

    note = TextField(
        label=_("Grund"),
        max_length=1000,
        rows=3,
        error_messages={"required": _("Nennen Sie den Grund.")},
    )


class SigningDeputyForm(forms.Form):
    """Which colleague signs for which signatory, from when until when."""

    person = forms.ModelChoiceField(
        label=_("Wer ist abwesend?"),
        queryset=Person.objects.none(),
        to_field_name="key",
        empty_label=_("Bitte wählen"),
        error_messages={"required": _("Wählen Sie, wer abwesend ist.")},
    )
    deputy = forms.ModelChoiceField(
        label=_("Wer gibt in dieser Zeit frei?"),
        help_text=_("Jemand aus Ihrem Team, der sonst nicht zeichnet. Sich selbst wählt niemand."),
        queryset=Person.objects.none(),
        to_field_name="key",
        empty_label=_("Bitte wählen"),
        error_messages={"required": _("Wählen Sie die Vertretung.")},
    )
    valid_from = DateField(
        label=_("Erster Tag"),
        error_messages={"required": _("Geben Sie den ersten Tag an, zum Beispiel 01.07.2027.")},
    )
    valid_until = DateField(
        label=_("Letzter Tag"),
        help_text=_("Danach endet die Vertretung von selbst."),
        error_messages={"required": _("Geben Sie den letzten Tag an, zum Beispiel 31.07.2027.")},
    )

    def __init__(self, *args: Any, organisation: Organisation, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = organisation.memberships.valid().filter(
            role__in=APPLICANT_ROLES, person__is_active=True
        )
        signatories = team.filter(role=Role.SIGNATORY).values("person")
        people = Person.objects.order_by("name")
        absent = people.filter(pk__in=signatories)
        if not has_role_for(by, organisation, Role.ORG_ADMIN):
            absent = absent.filter(pk=by.pk)
        others = people.filter(pk__in=team.values("person")).exclude(pk__in=signatories)
        fields: dict[str, Any] = self.fields
        fields["person"].queryset = absent
        fields["deputy"].queryset = others.exclude(pk=by.pk)
