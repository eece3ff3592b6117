"""Who looks after a section, comments, guests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import APPLICANT_ROLES, Person
from applications.models import Application, SectionCare
from core.forms import DateField, LineField, TextField


class ShareForm(forms.Form):
    """Responsible person, date and internal approval of one section."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Wer ist zuständig?"),
        required=False,
        empty_label=_("Niemand festgelegt"),
    )
    due_on = DateField(label=_("Fertig bis"), required=False)
    approver = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Wer gibt den Abschnitt intern frei?"),
        help_text=_("Zum Beispiel die Kämmerei. Ohne diese Freigabe lässt sich nicht einreichen."),
        required=False,
        empty_label=_("Keine interne Freigabe nötig"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, typed: Any, *, application: Application, care: SectionCare | None) -> None:
        initial = {"version": care.version if care else 0}
        if care:
            initial |= {name: getattr(care, name) for name in ("person", "due_on", "approver")}
        super().__init__(typed, initial=initial)
        members = application.organisation.memberships.valid().filter(role__in=APPLICANT_ROLES)
        team = Person.objects.filter(pk__in=members.values("person")).order_by("name")
        for name in ("person", "approver"):
            self.fields[name].queryset = team


class CommentForm(forms.Form):
    """A remark on one section."""

    text = TextField(
        label=_("Neuer Kommentar"),
        max_length=4000,
        rows=4,
        error_messages={"required": _("Schreiben Sie den Kommentar.")},
    )


class GuestForm(forms.Form):
    """Somebody from outside who reads along."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        error_messages={
            "required": _("Geben Sie die E-Mail-Adresse an."),
            "invalid": _("Geben Sie eine E-Mail-Adresse an, zum Beispiel name@verband.example."),
        },
    )
    body = LineField(
        label=_("Für wen arbeitet die Person?"),
        help_text=_("Zum Beispiel ein Verband, ein Beratungsunternehmen oder die Kommunalaufsicht"),
        max_length=200,
        error_messages={"required": _("Nennen Sie, für wen die Person arbeitet.")},
    )
    until = DateField(
        label=_("Zugang bis"),
        help_text=_("Höchstens 90 Tage"),
        error_messages={"required": _("Geben Sie an, bis wann der Zugang gilt.")},
    )
