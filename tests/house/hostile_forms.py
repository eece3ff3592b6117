"""Every form of the site, found by opening its pages; and what nobody should type into it."""

import copy
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms import BaseForm, FileField, Form, ModelForm
from django.utils.datastructures import MultiValueDict
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

OURS = ("accounts", "applications", "awards", "core", "evaluation", "programmes", "reporting")
ENGLISH = re.compile(r"\b(This|Enter|Select|Ensure|field|invalid|required|allowed|characters)\b")
NASTY = (
    *("", " ", "\x00", "a\x00b", "\ud800", "\udfff text", "\u202eabc\u202c", "\ufeff", "\u200b"),
    *("9" * 400, "-1", "1e999", "NaN", "Infinity", "１２３", "٣", "1.2.3", "0x1F", "½", "-0", "²"),
    *("31.02.2027", "2027-13-45", "99999-01-01", "0001-01-01", "１.１.２０２７", "1.1.1", "25:61"),
    *("<script>", "' OR 1=1 --", "../../etc/passwd", "%00", "{{ x }}", "=1+1", "a" * 20_000),
    *("a@b", "x@\ud800.example", "é" * 300, "e\u0301", "\U0001f600", "on", "True", "None", "null"),
)
UPLOADS = (b"", b"%PDF-1.7", b"PK\x03\x04", b"\x00" * 64, b"GIF89a")


@contextmanager
def collected() -> Iterator[dict[type, BaseForm]]:
    """Keep one instance of every form class of ours that is made meanwhile."""
    found: dict[type, BaseForm] = {}
    made = BaseForm.__init__

    def noticed(self: BaseForm, *args: Any, **kwargs: Any) -> None:
        made(self, *args, **kwargs)
        if type(self).__module__.partition(".")[0] in OURS:
            found[type(self)] = self

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseForm, "__init__", noticed)
        yield found


def all_forms(base: type = BaseForm) -> set[type]:
    """Return every form class of ours that is used itself: those that others build on are not."""
    found = set()
    for one in base.__subclasses__():
        below = all_forms(one)
        is_ours = one.__module__.partition(".")[0] in OURS and not one.__name__.startswith("_")
        found |= below | ({one} if is_ours and not below else set())
    return found - {Form, ModelForm}


def values_for(form: BaseForm) -> st.SearchStrategy[dict[str, Any]]:
    """Draw something for every field: nasty, random, or a choice it really offers."""
    fields = {form.add_prefix(name): value_for(field) for name, field in form.fields.items()}
    return st.fixed_dictionaries({}, optional=fields)


def value_for(field: Any) -> st.SearchStrategy[Any]:
    if isinstance(field, FileField):
        return st.sampled_from(UPLOADS)
    texts = st.sampled_from(NASTY) | st.text(max_size=40) | st.integers().map(str)
    choices = [str(value) for value, _label in list(getattr(field, "choices", ()))[:20]]
    one = texts | st.sampled_from(choices) if choices else texts
    return st.lists(one, max_size=3)


def filled(form: BaseForm, typed: dict[str, Any]) -> BaseForm:
    """Return the form as if this had been sent."""
    again = copy.copy(form)
    if isinstance(form, ModelForm):
        again.instance = copy.copy(form.instance)
    names = {form.add_prefix(name): field for name, field in form.fields.items()}
    again.is_bound, again._errors, again._bound_fields_cache = True, None, {}
    again.data = MultiValueDict({n: v for n, v in typed.items() if isinstance(v, list)})
    again.files = MultiValueDict(
        {
            name: [SimpleUploadedFile("x.pdf", value)]
            for name, value in typed.items()
            if isinstance(names[name], FileField)
        }
    )
    return again


def faults_of(forms: Iterable[BaseForm], *, examples: int) -> Iterator[str]:
    """Fill each form many times; yield each form's first exception or English sentence."""
    for form in forms:
        try:
            type_into(form, examples)
        except Fault as fault:
            yield str(fault)


class Fault(Exception):
    """What a form should not do."""


def type_into(form: BaseForm, examples: int) -> None:
    @settings(
        max_examples=examples, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    @given(typed=values_for(form))
    def once(typed: dict[str, Any]) -> None:
        if fault := fault_of(filled(form, typed)):
            raise Fault(f"{type(form).__name__}: {fault}")

    once()


def fault_of(form: BaseForm) -> str:
    """Clean the form; return the exception, or the first sentence that is not German."""
    try:
        with transaction.atomic():
            form.is_valid()
            transaction.set_rollback(True)
    except Exception as error:
        return repr(error)
    sentences = [str(error) for errors in form.errors.values() for error in errors]
    return next((one for one in sentences if ENGLISH.search(one) or not one.strip()), "")
