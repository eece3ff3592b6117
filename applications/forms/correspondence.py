"""A message on the record: for the organisation a letter, for the office also notes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.checks.correspondence import Words, count_of_files, file_rule
from applications.forms.documents import FilesField
from applications.models import Message
from applications.models.correspondence import LONGEST_SUBJECT
from core.forms import DateField, LineField, LocalTimeField, TextField
from core.models import random_key
from core.text import clean
from programmes.models.message_rules import MessageRules

KINDS = [
    (Message.Kind.OFFICE, gettext_lazy("Nachricht an die Kommune")),
    (Message.Kind.PHONE, Message.Kind.PHONE.label),
    (Message.Kind.MAIL, Message.Kind.MAIL.label),
    (Message.Kind.NOTE, Message.Kind.NOTE.label),
]
INTERNAL, SHARED = "intern", "auch-kommune"
DRAFT_BEYOND_LIMIT = 3  # so many times the limit is kept of what is typed


class MessageForm(forms.Form):
    """What the organisation's team writes. `once` is sent along so that it counts once."""

    subject = LineField(label=gettext_lazy("Betreff"), max_length=LONGEST_SUBJECT)
    text = TextField(label=gettext_lazy("Text"), rows=8)
    files: Any = FilesField(
        label=gettext_lazy("Anlagen"),
        allow_empty_file=True,
        max_length=None,
        required=False,
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)

    def __init__(
        self,
        *args: Any,
        limits: MessageRules,
        kept: dict[str, Any],
        is_answer: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.longest = limits.message_length
        self.fields["text"].widget.attrs["data-limit"] = self.longest
        rule, many = file_rule(limits), count_of_files(limits.message_files)
        self.fields["files"].help_text = _(
            "%(names)s, je höchstens %(size)s MB, bis zu %(many)s."
        ) % {
            "names": rule.names,
            "size": rule.max_megabytes,
            "many": many,
        }
        self.initial = {"once": random_key(), **kept}
        self.fields["subject"].error_messages["required"] = _("Schreiben Sie den Betreff")
        self.fields["text"].error_messages["required"] = _("Schreiben Sie den Text")
        if is_answer:
            del self.fields["subject"]

    def kept(self) -> dict[str, str]:
        """Return what is typed so far as it stands there, for the draft."""
        names = [name for name in self.fields if name != "files"]
        most = DRAFT_BEYOND_LIMIT * self.longest
        typed = {name: clean(str(self.data.get(name, "")))[:most] for name in names}
        return {name: value for name, value in typed.items() if value}

    def send_again(self) -> None:
        """Let what is typed count as a further message from now on."""
        self.data = self.data.copy()
        self.data["once"] = random_key()

    def words(self, site: str) -> Words:
        """Return what is to be sent."""
        sent = self.cleaned_data
        files = [file for file in sent.get("files") or [] if file]
        return Words(sent["text"], files=files, once=sent.get("once", ""), site=site)


class OfficeMessageForm(MessageForm):
    """What the office writes: a message, or a note about what was said elsewhere."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Was schreiben Sie?"),
        choices=KINDS,
        initial=Message.Kind.OFFICE,
        widget=forms.RadioSelect,
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Wer liest den Vermerk?"),
        choices=[
            (INTERNAL, gettext_lazy("Nur Programmstelle und Prüfung")),
            (SHARED, gettext_lazy("Auch die Kommune")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    happened_at = LocalTimeField(
        label=gettext_lazy("Wann war das Gespräch, wann kam das Schreiben?"),
        help_text=gettext_lazy("Zum Beispiel 31.03.2027 12:00"),
        required=False,
    )
    settles = forms.BooleanField(
        label=gettext_lazy("Damit ist keine Antwort mehr nötig"), required=False
    )
    answer_by = DateField(
        label=gettext_lazy("Antwort erbeten bis"),
        help_text=gettext_lazy("Der Tag steht dann bei der Kommune unter „Das steht an“."),
        required=False,
    )
    field_order = ("subject", "kind", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("kind", Message.Kind.OFFICE)

    @property
    def is_note(self) -> bool:
        return self.cleaned_data.get("kind") in Message.NOTES

    def clean(self) -> dict[str, Any]:
        """Nobody finds out by accident who reads a note."""
        if self.is_note and not self.cleaned_data.get("visibility"):
            self.add_error("visibility", _("Wählen Sie, wer den Vermerk liest"))
        told_elsewhere = self.cleaned_data.get("kind") in (Message.Kind.PHONE, Message.Kind.MAIL)
        if told_elsewhere and not self.cleaned_data.get("happened_at"):
            if "happened_at" not in self.errors:
                self.add_error("happened_at", _("Geben Sie Datum und Uhrzeit an"))
        return self.cleaned_data

    def words(self, site: str) -> Words:
        sent, plain = self.cleaned_data, super().words(site)
        if not self.is_note:
            return Words(**{**vars(plain), "kind": sent["kind"], "answer_by": sent["answer_by"]})
        note = {
            "kind": sent["kind"],
            "is_internal": sent["visibility"] == INTERNAL,
            "settles": sent["settles"],
            "happened_at": sent["happened_at"],
        }
        return Words(**{**vars(plain), **note})
