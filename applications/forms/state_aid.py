"""One earlier de-minimis aid."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms.rows import PLEASE_CHOOSE, RowForm, required
from applications.models import Application
from applications.state_aid import ceilings_of
from core import clock
from core.forms import AmountField, DateField, LineField


class AidForm(RowForm):
    """What the notice of the aid, or its certificate, says."""

    partner = forms.ModelChoiceField(
        label=gettext_lazy("Wer erhielt die Beihilfe?"),
        queryset=None,
        empty_label=gettext_lazy("Die Antragstellerin selbst"),
        required=False,
    )
    giver = LineField(
        label=gettext_lazy("Wer gab sie?"),
        help_text=gettext_lazy("Zum Beispiel das Land oder eine Förderbank"),
        max_length=200,
        **required(gettext_lazy("Nennen Sie, wer die Beihilfe gab")),
    )
    granted_on = DateField(
        label=gettext_lazy("Tag des Bescheids"),
        help_text=gettext_lazy("Es zählt der Tag der Bewilligung, nicht der Auszahlung."),
        **required(gettext_lazy("Nennen Sie den Tag des Bescheids")),
    )
    amount = AmountField(
        label=gettext_lazy("Betrag in Euro"),
        help_text=gettext_lazy("Bei Darlehen und Bürgschaften der Beihilfewert"),
        **required(gettext_lazy("Nennen Sie den Betrag")),
    )
    regulation = forms.ChoiceField(
        label=gettext_lazy("Verordnung"),
        help_text=gettext_lazy("Sie steht in der De-minimis-Bescheinigung."),
        **required(gettext_lazy("Wählen Sie die Verordnung")),
    )
    sector = LineField(
        label=gettext_lazy("Wirtschaftszweig"),
        help_text=gettext_lazy("Zum Beispiel Energieversorgung oder NACE D35"),
        max_length=120,
        required=False,
    )
    reference = LineField(label=gettext_lazy("Aktenzeichen"), max_length=80, required=False)

    def offer(self, application: Application) -> None:
        self.fields["partner"].queryset = application.partners.all()
        self.fields["partner"].optional = False  # something is always chosen: the applicant
        known = [(one["code"], one["label"]) for one in ceilings_of(application)]
        self.fields["regulation"].choices = [PLEASE_CHOOSE, *known]

    def clean_granted_on(self) -> date:
        day: date = self.cleaned_data["granted_on"]
        if day > clock.today():
            raise forms.ValidationError(_("Der Tag liegt in der Zukunft. Nennen Sie frühere"))
        return day
