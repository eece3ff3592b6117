"""The tables and charts of a report as HTML, set once for each content.

A report has some fifty tables and two maps, and stays the same until its figures are computed
again; setting them for every reader takes longer than everything else a page does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.translation import get_language

from programmes.models import CallVersion
from reporting.presentation import chapters

PARTS = {"contents": "reporting/_contents.html", "chapters": "reporting/_chapters.html"}


def figures_as_html(
    version: CallVersion,
    contents: Sequence[Mapping[str, Any]],
    call: str = "",
    csv_address: str = "",
) -> dict[str, str]:
    """Return list of contents and chapters of these figures; nothing when there are none.

    With `call`, counts lead to the list behind them. All that is shown makes the key, so who
    may see less can never get what was set for somebody who sees more.
    """
    if not contents:
        return {}
    shown = [version.call.slug, call, csv_address, get_language(), contents]
    key = sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()
    kept = caches["pages"]
    if (html := kept.get(key)) is None:
        context = {
            "version": version,
            "chapters": chapters(contents, call),
            "csv_address": csv_address,
        }
        html = {name: render_to_string(template, context) for name, template in PARTS.items()}
        kept.set(key, html)
    return dict(html)
