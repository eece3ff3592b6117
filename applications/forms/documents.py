"""Choosing documents and their files: one, or several at once."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.checks.documents import Requirement
from core.text import folded

BY_NAME = "nach-namen"
SHORTEST_WORD = 6
Pair = tuple[UploadedFile, Requirement]


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several; the browser lets people drop them on it."""

    widget = FilesInput

    def clean(self, files: Any, initial: Any = None) -> list[UploadedFile]:
        chosen = files if isinstance(files, list) else [files]
        return [super(FilesField, self).clean(one, initial) for one in chosen or [None]]


class UploadForm(forms.Form):
    """Which document, and the file; several files are told apart by their names."""

    code = forms.ChoiceField(label=gettext_lazy("Welche Unterlage laden Sie hoch?"))
    file = FilesField(
        label=gettext_lazy("Datei auswählen"),
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": gettext_lazy("Wählen Sie die Datei aus")},
    )

    def __init__(self, *args: Any, requirements: list[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requirements = {one.code: one for one in requirements}
        choices = [(one.code, one.name) for one in requirements]
        if len(choices) > 1:
            choices.insert(0, (BY_NAME, _("Mehrere Dateien: nach dem Dateinamen zuordnen")))
        self.fields["code"].choices = choices
        self.fields["file"].help_text = hint(requirements)
        self.pairs: list[Pair] = []

    def clean(self) -> dict[str, Any]:
        """Say for which document each file is; a file that fits none or two is not guessed."""
        code, files = self.cleaned_data.get("code"), self.cleaned_data.get("file") or []
        if code == BY_NAME:
            self.pairs = [pair for file in files if (pair := self.told_apart(file))]
        elif code and len(files) > 1:
            sentence = _("Für diese Unterlage geht nur eine Datei. Fassen Sie sie zusammen.")
            self.add_error("file", sentence)
        elif code and files:
            self.pairs = [(files[0], self.requirements[code])]
        codes = [requirement.code for _file, requirement in self.pairs]
        if len(set(codes)) < len(codes):
            self.add_error("file", _("Zwei Dateien passen zu derselben Unterlage."))
        return self.cleaned_data

    def told_apart(self, file: UploadedFile) -> Pair | None:
        """Return the file with the one document its name speaks of most."""
        spoken = {code: words_in(file.name or "", one) for code, one in self.requirements.items()}
        most = [code for code, words in spoken.items() if words == max(spoken.values())]
        if len(most) == 1 and spoken[most[0]]:
            return file, self.requirements[most[0]]
        sentence = _(
            "„%s“ passt dem Namen nach nicht zu genau einer Unterlage. Wählen Sie sie aus."
        )
        self.add_error("file", sentence % file.name)
        return None


def words_in(name: str, requirement: Requirement) -> int:
    """Count what the file's name holds of the document's: its code and its longer words."""
    words = [word for word in re.findall(r"\w+", requirement.name) if len(word) >= SHORTEST_WORD]
    return sum(folded(word) in folded(name) for word in (requirement.code, *words))


def hint(requirements: list[Requirement]) -> str:
    """Return "PDF, höchstens 20 MB. Frühere Fassungen bleiben erhalten."."""
    endings = list(dict.fromkeys(e.upper() for one in requirements for e in one.file_types))
    largest = max((one.max_megabytes for one in requirements), default=0)
    drop = _("Sie können mehrere Dateien auswählen oder auf das Feld ziehen.")
    earlier = _("Frühere Fassungen bleiben erhalten.")
    return f"{', '.join(endings)}, {_('höchstens')} {largest} MB. {drop} {earlier}"
