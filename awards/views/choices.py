"""The buttons under one note: every step that this person may take now, with its address."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse

Offered = tuple[str, str, Any]  # the step that must be open, the end of its address, its label


def choices_of(
    page: str, key: str, offered: Iterable[Offered], open_steps: Collection[str]
) -> list[dict[str, Any]]:
    """Return label and address of those whose step is open, for components/decide.html."""
    return [
        {"label": label, "url": reverse(page, args=[key, slug])}
        for name, slug, label in offered
        if name in open_steps
    ]
