"""Form fields that read numbers, money and times the way people in Germany write them."""

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core import clock
from core.templatetags.allmende import german

NUMBER = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?")
LOCAL_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M"]


def read_number(text: str) -> Decimal:
    """Read `1.234.567,89`, with or without points for thousands.

    >>> read_number("1.234,50")
    Decimal('1234.50')
    """
    if not NUMBER.fullmatch(text):
        raise InvalidOperation(text)
    return Decimal(text.replace(".", "").replace(",", "."))


class GermanDecimalField(forms.DecimalField):
    """A decimal number with a comma; `unit` may follow it, `places` are shown."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    unit = ""
    wrong = "Geben Sie eine Zahl an, zum Beispiel 12,5"

    def __init__(self, *, places: int | None = None, **kwargs: Any) -> None:
        self.places = kwargs.get("decimal_places") or 0 if places is None else places
        kwargs.setdefault("widget", forms.TextInput(attrs=dict(GermanDecimalField.widget.attrs)))
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _(self.wrong)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            text = re.sub(r"\s", "", value).removesuffix(self.unit)
            if not text:
                return None
            try:
                value = read_number(text)
            except InvalidOperation:
                raise ValidationError(self.error_messages["invalid"], "invalid") from None
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number in German; what somebody typed stays as typed."""
        if value is None or isinstance(value, str):
            return value
        shown = german(value, self.places)
        return shown.rstrip("0").rstrip(",") if self.places and not self.unit else shown


class EuroField(GermanDecimalField):
    """Euros with cents: `12.500,00`, with or without the sign."""

    unit = "€"
    wrong = "Geben Sie den Betrag in Euro an, zum Beispiel 12.500,00"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", Decimal(0))
        super().__init__(max_digits=14, decimal_places=2, **kwargs)


class PercentField(GermanDecimalField):
    """A rate from 0 to 1, typed and shown in per cent: 65 is stored as 0.65."""

    wrong = "Geben Sie den Satz in Prozent an, zum Beispiel 65"

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"min_value": Decimal(0), "max_value": Decimal(100)}
        super().__init__(max_digits=7, decimal_places=4, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("%", "") if isinstance(value, str) else value)

    def clean(self, value: Any) -> Decimal | None:
        rate = super().clean(value)
        return None if rate is None else rate / 100

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        return super().prepare_value(Decimal(value) * 100)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class LocalTimeInput(forms.DateTimeInput):
    """The browser's own picker; without one, a plain field that takes German dates too."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class LocalTimeField(forms.Field):
    """An instant given in the programme's local time (Europe/Berlin).

    Times that a change of the clock skips or repeats are refused: they would not say when.
    """

    widget = LocalTimeInput

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        for form in LOCAL_FORMATS:
            try:
                return clock.from_local(datetime.strptime(value.strip(), form))  # noqa: DTZ007
            except clock.NoSuchTimeError as error:
                raise ValidationError(str(error), "no_such_time") from None
            except ValueError:
                continue
        raise ValidationError(
            _("Geben Sie Datum und Uhrzeit an, zum Beispiel 31.03.2027 12:00"), "invalid"
        )

    def prepare_value(self, value: Any) -> Any:
        return localtime(value) if isinstance(value, datetime) else value
