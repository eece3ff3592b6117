"""Numbers, dates and texts are read as people in Germany write them."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from core.forms import AmountField, DateField, DecimalField, LineField, TextField, too_long

AMOUNTS = {
    "1234567,89": "1234567.89",
    "1.234.567,89": "1234567.89",
    "1 234 567,89": "1234567.89",
    "12.500": "12500",
    "12.500 €": "12500",
    "12.500,00 €": "12500",
    "€ 12.500": "12500",
    "12.500,- EUR": "12500",
    "12500,–": "12500",
    "12.500 Euro": "12500",
    "12500.5": "12500.5",
    "12500.50": "12500.50",
    " 0 ": "0",
    ",": None,
    "0,5": "0.5",
    "12.500,": "12500",
}


@pytest.mark.parametrize(("typed", "expected"), AMOUNTS.items())
def test_an_amount_is_read_in_every_usual_form(typed, expected):
    field = AmountField()
    if expected is None:
        with pytest.raises(ValidationError):
            field.clean(typed)
    else:
        assert field.clean(typed) == Decimal(expected)


@pytest.mark.parametrize(
    "typed", ["viel", "1,234.56", "1.23.456", "0.500", "1e5", "٣", "12,50,00", "NaN", "1.2345"]
)
def test_what_is_no_german_amount_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError, match="zum Beispiel 12.500,00"):
        AmountField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-5", "nicht negativ"),
        ("−5,00", "nicht negativ"),
        ("12,345", "zwei Stellen für Cent"),
        ("1.000.000.000.000", "zu groß"),
    ],
)
def test_an_amount_that_cannot_be_stored_exactly_says_why(typed, sentence):
    with pytest.raises(ValidationError, match=sentence):
        AmountField().clean(typed)


def test_an_empty_amount_is_nothing_and_not_zero():
    assert AmountField(required=False).clean("  ") is None


def test_numbers_keep_four_decimals_and_may_be_negative():
    assert DecimalField().clean("-1.234,5678") == Decimal("-1234.5678")
    with pytest.raises(ValidationError, match="höchstens 4 Stellen"):
        DecimalField().clean("0,12345")
    with pytest.raises(ValidationError, match="ohne Einheit"):
        DecimalField().clean("41 %")


def test_stored_values_come_back_as_people_write_them_and_typed_ones_unchanged():
    class Plan(forms.Form):
        amount = AmountField()
        share = DecimalField()
        on = DateField()

    stored = {"amount": Decimal("12500"), "share": Decimal("41.5000"), "on": date(2027, 3, 31)}
    page = Plan(initial=stored).as_p()
    assert 'value="12.500,00"' in page
    assert 'value="41,5"' in page
    assert 'value="31.03.2027"' in page
    assert 'value="viel"' in Plan({"amount": "viel"}).as_p()
    typed = {"amount": "12500", "share": "41,50", "on": "2027-03-31"}
    assert Plan(typed, initial=stored).has_changed() is False


@pytest.mark.parametrize("typed", ["31.03.2027", "31.3.2027", "31. 3. 27", "2027-03-31"])
def test_a_date_is_read_in_every_usual_form(typed):
    assert DateField().clean(typed) == date(2027, 3, 31)


@pytest.mark.parametrize("typed", ["31.02.2027", "03/31/2027", "0027-01-01", "morgen"])
def test_what_is_no_date_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError, match="zum Beispiel 31.03.2027"):
        DateField().clean(typed)


def test_texts_lose_control_characters_but_never_their_end():
    assert LineField().clean("Stra\x00ße \u202e") == "Straße"
    long = "Wort " * 2000
    assert TextField(limit=10, strip=False).clean(long) == long


def test_a_text_over_its_limit_is_told_by_how_much():
    assert too_long("a" * 3038, 3000) == "Kürzen Sie den Text um 38 Zeichen"
    assert too_long("a" * 5000, 3000) == "Kürzen Sie den Text um 2.000 Zeichen"
    assert too_long("a" * 3000, 3000) == ""
    assert too_long("a" * 9999, None) == ""
