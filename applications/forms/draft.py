"""What every form of a draft shares: the version it was drawn from, and texts in German."""

from typing import Any, ClassVar

from django import forms

from applications.actions.editing import Edit


class SavedForm(forms.Form):
    """A form that knows which stored state it was drawn from, in hidden fields."""

    def hidden(self, stored: Any) -> dict[str, Any]:
        """Return the hidden fields that say: drawn from this stored state."""
        raise NotImplementedError

    def stored_values(self, stored: Any) -> dict[str, Any]:
        """Return the stored state as cleaned values by field, to compare with typed ones."""
        raise NotImplementedError

    def draw_from(self, stored: Any) -> None:
        """Show the typed values again, now as a change of the stored state."""
        self.data = self.data.copy()
        for name, value in self.hidden(stored).items():
            self.data[name] = value

    def report(self) -> None:
        """Show, after saving, what is still wrong with it."""


class DraftForm(SavedForm):
    """A form on one record. While drafting little is required, so that half can be saved.

    `needed_later` names fields that are asked at submission: they are not called "freiwillig".
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    needed_later: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needed_later:
            self.fields[name].optional = False

    def hidden(self, stored: Any) -> dict[str, Any]:
        return {"version": stored.version}

    def stored_values(self, stored: Any) -> dict[str, Any]:
        return {name: getattr(stored, name) for name in self.fields}

    def edit(self) -> Edit:
        """Return the values to save and the version they were drawn from."""
        values = dict(self.cleaned_data)
        return Edit(version=values.pop("version") or 0, values=values)

    def refuse_reversed(self, start: str, end: str, sentence: str) -> None:
        """Put the sentence at the later day if it lies before the earlier one."""
        first, last = self.cleaned_data.get(start), self.cleaned_data.get(end)
        if first and last and last < first:
            self.add_error(end, sentence)


def is_true(choice: str) -> bool:
    """Read one of two choices that stand for True and False."""
    return choice == "True"
