"""Django's translation tags, with `{% translate "..." %}` looked up once, not once a row.

The name is Django's own, so every `{% load i18n %}` gets this library (settings, `libraries`). A
list of fifty rows says its column labels 350 times; that was a third of the time to draw it.
"""

from typing import Any

from django import template
from django.templatetags import i18n
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class Word(template.Node):
    """A literal text in the language of the page; it is ours, so it is safe as it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.known: dict[str | None, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        language = get_language()
        if language not in self.known:
            self.known[language] = SafeString(said(self.text))
        return self.known[language]


def said(text: str) -> str:
    """Translate as Django's tag does: per cent signs are doubled in catalogues."""
    return gettext(text.replace("%", "%%")).replace("%%", "%")


@register.tag
def translate(parser: Any, token: Any) -> template.Node:
    """`{% translate "Stand" %}`; with a variable, a context or `as` it is Django's own."""
    node = i18n.do_translate(parser, token)
    words = token.split_contents()
    is_literal = len(words) == len(("translate", "text")) and words[1][0] in "\"'"
    if is_literal and words[1][-1] == words[1][0]:
        return Word(words[1][1:-1])
    return node
