"""Addresses of the office's pages, and what a browser would send from them."""

from django.urls import reverse


def address(name, version, *args):
    return reverse(name, args=[version.call.key, *args])


def fields_of(answer):
    """Return what the browser would send back unchanged."""
    form = answer.context["form"]
    sent = {}
    for field in form:
        value = field.value()
        if value not in (None, "") and value is not False:
            sent[field.html_name] = field.field.prepare_value(value)
    return {
        name: value if isinstance(value, list) else as_typed(form.fields[name], value)
        for name, value in sent.items()
    }


def as_typed(field, value):
    return field.widget.format_value(value) or value
