"""The form of one question of the catalogue: wording, kind, choices, columns, condition."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from core.forms import TextField
from programmes.forms.base import german_field
from programmes.forms.rows import FULL_ONLY, ConditionalForm
from programmes.forms.tables import MOST_ROWS
from programmes.models import Question

MOST_COLUMNS = 8
COLUMN_KINDS = ("text", "number", "money", "date", "yes_no")


class QuestionForm(ConditionalForm):
    """The answers of a choice and the columns of a table are one line each, parts by bars."""

    columns_as_text = TextField(
        label=_("Spalten"),
        help_text=_(
            "Nur bei der Art „Tabelle“: je Zeile „wert | Beschriftung | Art“. "
            "Arten: text, number, money, date, yes_no"
        ),
        rows=4,
        required=False,
    )

    choices_as_text = TextField(
        label=_("Auswahl"),
        help_text=_("Nur bei der Art „Auswahl“: je Zeile „wert | Beschriftung“"),
        rows=4,
        required=False,
    )

    class Meta:
        model = Question
        fields = (
            "chapter",
            "title",
            "label",
            "hint",
            "reason",
            "legal_basis",
            "kind",
            "limit",
            "required",
            "due_at",
            "full_only",
            "expected",
            "criterion",
            "condition_code",
            "condition_value",
            "code",
            "position",
        )
        formfield_callback = german_field
        help_texts = {
            "title": _("Für die Aufgabenliste, zum Beispiel „Partner nennen“"),
            "expected": _("Nur diese Antwort ist möglich, zum Beispiel yes"),
            "due_at": _("Ortszeit Berlin, zum Beispiel 31.03.2027 12:00; leer: mit dem Antrag"),
            "full_only": FULL_ONLY,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chapter"].queryset = self.version.chapters.all()
        self.fields["criterion"].queryset = self.version.criteria.all()
        self.fields["criterion"].label = _("Kriterium")
        self.fields["criterion"].empty_label = _("wird nicht bewertet")
        self.initial["choices_as_text"] = "\n".join(
            f"{option['value']} | {option['label']}" for option in self.instance.options
        )
        self.initial["columns_as_text"] = "\n".join(
            f"{column['code']} | {column['label']} | {column['kind']}"
            for column in self.instance.columns
        )
        first = ("chapter", "title", "label", "hint", "reason", "legal_basis", "kind")
        self.order_fields([*first, "choices_as_text", "columns_as_text"])

    def clean_choices_as_text(self) -> list[dict[str, str]]:
        options = []
        for line in self.cleaned_data["choices_as_text"].splitlines():
            value, bar, label = (part.strip() for part in line.partition("|"))
            if not line.strip():
                continue
            if not (value and bar and label):
                raise ValidationError(_("Schreiben Sie je Zeile „wert | Beschriftung“"))
            options.append({"value": value, "label": label})
        return options

    def clean_columns_as_text(self) -> list[dict[str, str]]:
        columns = [
            column_from(line)
            for line in self.cleaned_data["columns_as_text"].splitlines()
            if line.strip()
        ]
        if len({column["code"] for column in columns}) < len(columns):
            raise ValidationError(_("Jede Spalte braucht einen eigenen Wert"))
        if len(columns) > MOST_COLUMNS:
            raise ValidationError(_("Möglich sind %s Spalten") % MOST_COLUMNS)
        return columns

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        kind, limit = values.get("kind"), values.get("limit") or 0
        if kind == Question.Kind.CHOICE and len(values.get("choices_as_text", [])) < 2:  # noqa: PLR2004
            self.add_error("choices_as_text", _("Nennen Sie mindestens zwei Antworten"))
        if kind == Question.Kind.TABLE and not values.get("columns_as_text"):
            self.add_error("columns_as_text", _("Nennen Sie mindestens eine Spalte"))
        if kind == Question.Kind.TABLE and limit > MOST_ROWS:
            self.add_error("limit", _("Eine Tabelle hat höchstens %s Zeilen") % MOST_ROWS)
        return values

    def values(self) -> dict[str, Any]:
        values = super().values()
        values["options"] = values.pop("choices_as_text")
        values["columns"] = values.pop("columns_as_text")
        return values


def column_from(line: str) -> dict[str, str]:
    """Read one column of a table: value, label and kind between bars."""
    code, label, kind = ([part.strip() for part in line.split("|")] + ["", "", ""])[:3]
    kind = kind or "text"
    if not (code and label) or kind not in COLUMN_KINDS:
        raise ValidationError(_("Schreiben Sie je Zeile „wert | Beschriftung | Art“"))
    try:
        validate_slug(code)
    except ValidationError:
        sentence = _("Der Wert einer Spalte hat nur Buchstaben ohne Umlaute, Ziffern, - und _")
        raise ValidationError(sentence) from None
    return {"code": code, "label": label, "kind": kind}
