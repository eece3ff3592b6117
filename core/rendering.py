"""How every form of the house is drawn: Django's own form rendering with KERN markup.

`FORM_RENDERER` names `KernForms`. `{{ form }}` then draws all fields and
`{{ form.title.as_field_group }}` one of them, with hint, error and counter in place.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.utils.translation import gettext, gettext_lazy

MISSING = {
    "input": gettext_lazy("Bitte ausfüllen: %(label)s"),
    "group": gettext_lazy("Bitte auswählen: %(label)s"),
    "select": gettext_lazy("Bitte auswählen: %(label)s"),
    "file": gettext_lazy("Bitte eine Datei auswählen: %(label)s"),
    "checkbox": gettext_lazy("Bitte bestätigen: %(label)s"),
}


class KernField(BoundField):
    """A form field that knows what its template needs to ask."""

    @property
    def kind(self) -> str:
        """Name the shape of the control: checkbox, group, select, file, textarea or input."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        if widget.use_fieldset:
            return "group"
        if isinstance(widget, forms.Select):
            return "select"
        if isinstance(widget, forms.FileInput):
            return "file"
        return "textarea" if isinstance(widget, forms.Textarea) else "input"

    @property
    def is_optional(self) -> bool:
        """Say whether the label shows "(freiwillig)".

        A field may set `optional` itself: in a draft nothing is required while typing,
        yet most of it is required at submission.
        """
        optional = getattr(self.field, "optional", not self.field.required)
        return optional and self.kind != "checkbox"

    @property
    def errors(self) -> ErrorList:
        """Say what is missing or too long in words that also make sense in the summary."""
        found = super().errors
        if not found:
            return found
        return found.__class__([self.reworded(error) for error in found.as_data()])

    def reworded(self, error: ValidationError) -> ValidationError:
        """Name the field where Django's own sentence would not."""
        standard = forms.Field.default_error_messages["required"]
        if error.code == "required" and error.message == standard:
            wording = MISSING.get(self.kind, MISSING["input"]) % {"label": self.label}
            return ValidationError(wording, code="required")
        if error.code == "max_length" and error.params:
            over = error.params["show_value"] - error.params["limit_value"]
            wording = gettext("Bitte um %(over)d Zeichen kürzen: %(label)s")
            return ValidationError(wording % {"over": over, "label": self.label}, code="max_length")
        return error

    @property
    def limit(self) -> int | None:
        """Return the number of characters a long text may have; the counter shows it."""
        if self.kind != "textarea":
            return None
        return self.field.widget.attrs.get("data-limit") or getattr(self.field, "max_length", None)

    @property
    def target(self) -> str:
        """Return the id an error links to: the control, or the first one of a group."""
        return f"{self.auto_id}_0" if self.kind == "group" else self.auto_id

    @property
    def aria_describedby(self) -> str | None:
        """Add the counter to what Django names: hint and error."""
        described = super().aria_describedby
        if described is None or not self.limit:
            return described
        return f"{described} {self.auto_id}_count".strip()

    def build_widget_attrs(self, attrs: dict, widget: forms.Widget | None = None) -> dict:
        """Tell the script and the template the limit of a long text."""
        attrs = super().build_widget_attrs(attrs, widget)
        if self.limit:
            attrs = {**attrs, "data-limit": self.limit}
        return attrs


class KernForms(TemplatesSetting):
    """Draw forms from templates/components and widgets from templates/django/forms."""

    bound_field_class = KernField
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
