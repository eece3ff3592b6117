"""How long the application took."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.actions.effort import MOST_HOURS
from applications.models import EffortStatement


class EffortForm(forms.Form):
    """One number; it is voluntary because nobody has to send the form."""

    hours = forms.IntegerField(
        label=_("Wie viele Stunden haben Sie für den Antrag gebraucht?"),
        help_text=_("Alle Beteiligten zusammen, in ganzen Stunden. Eine Schätzung genügt."),
        min_value=1,
        max_value=MOST_HOURS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, stated: EffortStatement | None, **kwargs: Any) -> None:
        first = {"hours": stated.hours} if stated else {}
        super().__init__(*args, **{**kwargs, "initial": first})
        wrong = _("Geben Sie eine ganze Zahl von 1 bis %s ein, zum Beispiel 40") % MOST_HOURS
        for kind in ("required", "invalid", "min_value", "max_value"):
            self.fields["hours"].error_messages[kind] = wrong
        for validator in self.fields["hours"].validators:
            validator.message = wrong
