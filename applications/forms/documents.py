"""Choosing a document and its file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.checks.documents import Requirement


class UploadForm(forms.Form):
    """Which document, and the file; what the file may be says the requirement."""

    code = forms.ChoiceField(label=_("Welche Unterlage laden Sie hoch?"))
    file = forms.FileField(
        label=_("Datei auswählen"),
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": _("Wählen Sie die Datei aus")},
    )

    def __init__(self, *args: Any, requirements: list[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requirements = {one.code: one for one in requirements}
        self.fields["code"].choices = [(one.code, one.name) for one in requirements]
        self.fields["file"].help_text = hint(requirements)

    @property
    def chosen(self) -> Requirement:
        return self.requirements[self.cleaned_data["code"]]


def hint(requirements: list[Requirement]) -> str:
    """Return "PDF, höchstens 20 MB. Frühere Fassungen bleiben erhalten."."""
    endings = list(dict.fromkeys(e.upper() for one in requirements for e in one.file_types))
    largest = max((one.max_megabytes for one in requirements), default=0)
    earlier = _("Frühere Fassungen bleiben erhalten.")
    return f"{', '.join(endings)}, {_('höchstens')} {largest} MB. {earlier}"
