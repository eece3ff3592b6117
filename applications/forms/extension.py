"""More time for all applicants of a call, or for one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications.actions.extension import MoreTime
from applications.models import Application
from core.forms import LineField, LocalTimeField, TextField
from programmes.models import CallVersion


class ExtensionForm(forms.Form):
    """Until when, why, and for whom; officers do not see drafts, so they type the key."""

    deadline_at = LocalTimeField(
        label=_("Neue Frist"), help_text=_("Zum Beispiel 07.04.2027 12:00")
    )
    reason = TextField(
        label=_("Begründung"),
        help_text=_("Alle, die an einem Entwurf arbeiten, lesen diesen Text."),
        max_length=2000,
        rows=4,
    )
    application = LineField(
        label=_("Nur für einen Antrag: Kennung"),
        help_text=_(
            "Leer heißt: für alle. Die Kommune findet die Kennung in der Adresse ihres Antrags."
        ),
        required=False,
        max_length=12,
    )

    def __init__(self, *args: Any, version: CallVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version

    def clean_application(self) -> Application | None:
        """Find the application of this call by its key."""
        key = self.cleaned_data["application"].strip()
        if not key:
            return None
        own = Application.objects.filter(call_version__call=self.version.call)
        found = own.filter(key=key).first()
        if found is None:
            raise ValidationError(
                _("Einen Antrag mit dieser Kennung gibt es in diesem Aufruf nicht")
            )
        return found

    def wanted(self) -> MoreTime:
        return MoreTime(**self.cleaned_data)
