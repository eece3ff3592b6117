"""Partners: whom to invite, what they may read, their resolution and rate, and leaving."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms.draft import SavedForm
from applications.forms.plan import LineForm
from applications.forms.rows import RowForm, required
from applications.models import Application, Partner
from applications.sections import Section
from core.forms import DateField, LineField, TextField

FIRST_YEAR, LAST_YEAR = 2000, 2100


class PartnerPersonForm(forms.Form):
    """Somebody who works for the partner."""

    email = forms.EmailField(
        label=gettext_lazy("E-Mail-Adresse"),
        help_text=gettext_lazy("Wir schicken einen Link, der einmal und 14 Tage lang gilt."),
        error_messages={
            "required": gettext_lazy("Geben Sie die E-Mail-Adresse an."),
            "invalid": gettext_lazy(
                "Geben Sie eine E-Mail-Adresse an, zum Beispiel name@partner.example."
            ),
        },
    )


class SharingForm(forms.Form):
    """Which sections the partner's people may read; `seen` is the choice shown before."""

    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Was darf der Partner lesen?"),
        help_text=gettext_lazy("Seine eigenen Positionen und Unterlagen sieht er immer."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, typed: Any, *, sections: list[Section], shared: list[str]) -> None:
        super().__init__(typed, initial={"sections": shared, "seen": ",".join(sorted(shared))})
        self.fields["sections"].choices = [(one.code, one.title) for one in sections]

    def seen_before(self) -> list[str]:
        return [code for code in self.cleaned_data["seen"].split(",") if code]


class PartnerTermsForm(RowForm):
    """Council resolution, agreement, and the rate that the partner asks for."""

    council_body = LineField(
        label=gettext_lazy("Welches Gremium beschließt?"),
        help_text=gettext_lazy("Zum Beispiel: Stadtrat, Kreistag, Aufsichtsrat"),
        max_length=160,
        required=False,
    )
    council_on = DateField(
        label=gettext_lazy("Tag des Beschlusses"),
        help_text=gettext_lazy("Auch ein Tag in der Zukunft, wenn der Beschluss noch aussteht"),
        required=False,
    )
    agreement_on = DateField(label=gettext_lazy("Kooperationsvereinbarung vom"), required=False)
    emergency = forms.ChoiceField(
        label=gettext_lazy("Haushaltsnotlage des Partners"),
        help_text=gettext_lazy(
            "Danach richtet sich der Fördersatz für die Ausgaben des Partners. Der Nachweis gehört "
            "zu seinen Unterlagen."
        ),
        choices=Partner.Emergency.choices,
        widget=forms.RadioSelect,
        **required(gettext_lazy("Wählen Sie aus, ob eine Haushaltsnotlage besteht")),
    )
    emergency_authority = LineField(
        label=gettext_lazy("Zuständige Kommunalaufsicht"), max_length=160, required=False
    )
    emergency_on = DateField(label=gettext_lazy("Genehmigt oder bestätigt am"), required=False)
    emergency_year = forms.IntegerField(
        label=gettext_lazy("Gilt für das Haushaltsjahr"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=False,
        error_messages={
            name: gettext_lazy("Geben Sie das Jahr mit vier Ziffern an, zum Beispiel 2027")
            for name in ("invalid", "min_value", "max_value")
        },
    )

    def clean(self) -> dict[str, Any]:
        """Without an emergency its facts are left out; with one they are needed later."""
        values = self.cleaned_data
        if values.get("emergency") == Partner.Emergency.NONE:
            values |= {"emergency_authority": "", "emergency_on": None, "emergency_year": None}
        return values


class OwnLineForm(LineForm):
    """One finance line of a partner, as its people see it: it stays theirs."""

    def __init__(self, *args: Any, shows_measures: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["partner"]
        if not shows_measures:
            del self.fields["measure"]


class LeavingForm(SavedForm):
    """Who takes over what belongs to a partner that leaves."""

    successor = forms.ModelChoiceField(
        Partner.objects.none(),
        label=gettext_lazy("Wer übernimmt Positionen und Unterlagen?"),
        help_text=gettext_lazy(
            "Für einen Ersatz tragen Sie zuerst den neuen Partner ein und wählen ihn dann hier."
        ),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Diesen Partner gibt es nicht mehr")},
    )
    note = TextField(
        label=gettext_lazy("Grund"),
        max_length=1000,
        rows=3,
        **required(gettext_lazy("Nennen Sie den Grund")),
    )

    def __init__(self, typed: Any, *, partner: Partner, application: Application) -> None:
        super().__init__(typed)
        self.fields["successor"].queryset = application.partners.exclude(pk=partner.pk)
        self.fields["successor"].empty_label = str(application.organisation)
        self.fields["successor"].optional = False


class OwnLeavingForm(forms.Form):
    """A partner ends its participation itself."""

    note = TextField(label=gettext_lazy("Grund"), max_length=1000, rows=3, required=False)


def terms_in_words(partner: Partner) -> list[tuple[str, str]]:
    """Return resolution and rate as people read them."""
    from core.templatetags.allmende import day

    facts = [
        (_("Beschluss"), " · ".join(filter(None, [partner.council_body, day(partner.council_on)]))),
        (_("Kooperationsvereinbarung"), day(partner.agreement_on)),
        (_("Haushaltsnotlage"), partner.get_emergency_display()),
    ]
    if partner.emergency != Partner.Emergency.NONE:
        facts += [
            (_("Kommunalaufsicht"), partner.emergency_authority),
            (_("Bestätigt am"), day(partner.emergency_on)),
            (_("Haushaltsjahr"), str(partner.emergency_year or "")),
        ]
    return facts
