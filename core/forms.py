"""Form fields that read texts, numbers and dates as people in Germany write them."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from core import clock
from core.templatetags.allmende import german
from core.text import clean

GROUPED = re.compile(r"(-?[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]*))?")
COMMA = re.compile(r"(-?[0-9]+)(?:,([0-9]*))?")
POINT = re.compile(r"(-?[0-9]+)\.([0-9]{1,2})")
SPACES = re.compile(r"\s")
CURRENCY = re.compile(r"(?:€|EUR|Euro)$|^(?:€|EUR|Euro)", re.IGNORECASE)
DATE_FORMS = ["%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y"]
TIME_FORMS = ["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M", "%Y-%m-%d %H:%M"]
OLDEST, NEWEST = date(1900, 1, 1), date(2199, 12, 31)


def decimal_from(text: str) -> Decimal:
    """Read a number; a point before three digits groups thousands, a comma begins decimals.

    >>> [str(decimal_from(text)) for text in ("1234567,89", "1.234.567,89", "12.500", "12.5")]
    ['1234567.89', '1234567.89', '12500', '12.5']
    >>> decimal_from("1,234.56")
    Traceback (most recent call last):
    ValueError: no German number
    """
    bare = SPACES.sub("", text).replace("−", "-").removeprefix("+")
    found = GROUPED.fullmatch(bare) or COMMA.fullmatch(bare) or POINT.fullmatch(bare)
    if not found:
        raise ValueError("no German number")
    return Decimal(f"{found[1].replace('.', '')}.{found[2] or '0'}").normalize() + 0


def written(value: Decimal, places: int | None = None) -> str:
    """Write a number for an input: all its decimals, or exactly `places`.

    >>> written(Decimal("1234.5000")), written(Decimal(12500), 2)
    ('1.234,5', '12.500,00')
    """
    if places is None:
        exponent = value.normalize().as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
    return german(value, places)


class DecimalField(forms.Field):
    """A number in any usual German form; keeps what was typed when it cannot be read."""

    default_error_messages = {
        "required": _("Geben Sie eine Zahl an, zum Beispiel 41,5"),
        "invalid": _("Geben Sie eine Zahl ohne Einheit an, zum Beispiel 1.250 oder 41,5"),
        "places": _("Geben Sie höchstens %(places)s Stellen nach dem Komma an"),
        "large": _("Die Zahl ist zu groß"),
        "small": _("Geben Sie eine Zahl von mindestens %(minimum)s an"),
    }
    shown_places: int | None = None

    def __init__(
        self, *, digits: int = 18, places: int = 4, minimum: int | None = None, **options: Any
    ) -> None:
        self.digits, self.places, self.minimum = digits, places, minimum
        entry = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"widget": entry, **options})

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, Decimal):
            return value
        text = self.bare(clean(str(value or "")))
        if not text:
            return None
        try:
            number = decimal_from(text)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], "invalid") from None
        self.check_size(number)
        return number

    def bare(self, text: str) -> str:
        """Return the text without what may stand around a number."""
        return text.strip()

    def check_size(self, number: Decimal) -> None:
        """Refuse what the column cannot hold exactly."""
        if abs(number) >= 10 ** (self.digits - self.places):
            raise ValidationError(self.error_messages["large"], "large")
        if number != round(number, self.places):
            raise ValidationError(self.error_messages["places"], "places", {"places": self.places})
        if self.minimum is not None and number < self.minimum:
            raise ValidationError(self.error_messages["small"], "small", {"minimum": self.minimum})

    def prepare_value(self, value: Any) -> Any:
        return written(value, self.shown_places) if isinstance(value, Decimal) else value


class AmountField(DecimalField):
    """Euros with cents, never negative: `1234567,89`, `1.234.567,89`, `12.500`, `12.500,00 €`."""

    default_error_messages = {
        "required": _("Geben Sie den Betrag in Euro an, zum Beispiel 12.500,00"),
        "invalid": _("Geben Sie den Betrag in Euro an, zum Beispiel 12.500,00"),
        "places": _("Geben Sie den Betrag in Euro und höchstens zwei Stellen für Cent an"),
        "large": _("Der Betrag ist zu groß"),
        "small": _("Geben Sie einen Betrag an, der nicht negativ ist"),
    }
    shown_places = 2

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"digits": 14, "places": 2, "minimum": 0, **options})

    def bare(self, text: str) -> str:
        """Take the currency away and the dash that stands for no cents (`12.500,-`)."""
        amount = CURRENCY.sub("", text.strip()).strip()
        return re.sub(r",(?:-{1,2}|–|—)$", "", amount)


class PercentField(DecimalField):
    """A rate from 0 to 1, typed and shown in per cent: `65` or `65,5 %` is 0.65 or 0.655."""

    default_error_messages = {
        "required": _("Geben Sie den Satz in Prozent an, zum Beispiel 65"),
        "invalid": _("Geben Sie den Satz in Prozent an, zum Beispiel 65"),
        "range": _("Geben Sie einen Satz von 0 bis 100 Prozent an"),
    }

    def to_python(self, value: Any) -> Decimal | None:
        number = super().to_python(value)
        if number is not None and not 0 <= number <= 100:  # noqa: PLR2004
            raise ValidationError(self.error_messages["range"], "range")
        return number

    def clean(self, value: Any) -> Decimal | None:
        percent = super().clean(value)
        return None if percent is None else percent / 100

    def bare(self, text: str) -> str:
        return text.strip().removesuffix("%")

    def prepare_value(self, value: Any) -> Any:
        return written(value * 100) if isinstance(value, Decimal) else value


class DateField(forms.DateField):
    """A day as `31.03.2027`, `31.3.27` or `2027-03-31`."""

    default_error_messages = {
        "required": _("Geben Sie ein Datum an, zum Beispiel 31.03.2027"),
        "invalid": _("Geben Sie ein Datum an, zum Beispiel 31.03.2027"),
    }

    def __init__(self, **options: Any) -> None:
        entry = forms.DateInput(format="%d.%m.%Y", attrs={"autocomplete": "off"})
        super().__init__(**{"widget": entry, "input_formats": DATE_FORMS, **options})

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(SPACES.sub("", value) if isinstance(value, str) else value)
        if day and not OLDEST <= day <= NEWEST:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return day


class LocalTimeField(forms.Field):
    """An instant in the programme's local time (Europe/Berlin).

    Times that a change of the clock skips or repeats are refused: they would not say when.
    """

    default_error_messages = {
        "required": _("Geben Sie Datum und Uhrzeit an, zum Beispiel 31.03.2027 12:00"),
        "invalid": _("Geben Sie Datum und Uhrzeit an, zum Beispiel 31.03.2027 12:00"),
    }

    def __init__(self, **options: Any) -> None:
        entry = forms.DateTimeInput(format="%d.%m.%Y %H:%M", attrs={"autocomplete": "off"})
        super().__init__(**{"widget": entry, **options})

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        for form in TIME_FORMS:
            try:
                moment = clock.from_local(datetime.strptime(value.strip(), form))  # noqa: DTZ007
            except clock.NoSuchTimeError as error:
                raise ValidationError(str(error), "no_such_time") from None
            except ValueError:
                continue
            if OLDEST <= moment.date() <= NEWEST:
                return moment
        raise ValidationError(self.error_messages["invalid"], "invalid")

    def prepare_value(self, value: Any) -> Any:
        return localtime(value) if isinstance(value, datetime) else value


class LineField(forms.CharField):
    """One line of text, without control characters."""

    default_error_messages = {
        "max_length": _("Kürzen Sie auf höchstens %(limit_value)s Zeichen, jetzt: %(show_value)s")
    }

    def to_python(self, value: Any) -> str | None:
        return super().to_python(clean(str(value)) if value is not None else value)


class TextField(LineField):
    """A long text. `limit` is shown and counted, never enforced here: text is not cut or lost."""

    def __init__(self, *, limit: int | None = None, rows: int = 10, **options: Any) -> None:
        attrs: dict[str, Any] = {"rows": rows}
        if limit:
            attrs["data-limit"] = limit
        super().__init__(**{"widget": forms.Textarea(attrs=attrs), **options})


def too_long(text: str, limit: int | None) -> str:
    """Say by how many characters a text exceeds its limit; empty when it does not.

    >>> too_long("abcdef", 4)
    'Kürzen Sie den Text um 2 Zeichen'
    """
    over = len(text) - limit if limit else 0
    return _("Kürzen Sie den Text um %s Zeichen") % german(over) if over > 0 else ""


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows to tick; what no database can hold names none of them."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        keys = value if isinstance(value, list | tuple) else []
        return super().clean([clean(str(key)) for key in keys])
