"""What every page knows: who looks, where they may go, whose programme this is."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

THEMES = ("light", "dark")


@cache
def address(name: str) -> str:
    """Return the address of a page that stands alone: the menu names fifteen on every page."""
    return reverse(name)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html; the menu comes from the settings, so that core knows no app."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    theme = request.COOKIES.get("theme", "")
    return programme() | {
        "viewer": viewer(user) if signed_in else None,
        "nav": menu(request, user),
        "theme": theme if theme in THEMES else "",
    }


def programme() -> dict[str, Any]:
    """Whose programme this is; from the settings alone, so that error pages know it too."""
    return {
        "demo_mode": settings.ALLMENDE_MODE == "demo",
        "official_site": settings.ALLMENDE_OFFICIAL_SITE,
        "programme_name": settings.ALLMENDE_PROGRAMME_NAME,
        "help_contact": settings.ALLMENDE_HELP_CONTACT,
        "source_url": settings.ALLMENDE_SOURCE_URL,
    }


def viewer(user: Any) -> dict[str, str]:
    """Name, role and organisation as the header shows them."""
    return {
        "name": user.name,
        "role_label": user.actor_role,
        "organisation": user.actor_organisation,
    }


def inbox_tabs(here: str) -> list[dict[str, Any]]:
    """The pages of the office's inbox as tabs; `here` is the name of the current one."""
    return [
        {"label": label, "url": address(name), "current": name == here}
        for label, name in settings.ALLMENDE_INBOX_TABS
    ]


def menu(request: HttpRequest, user: Any) -> list[dict[str, Any]]:
    """At most six entries: those of the person's roles, else the public ones."""
    roles = {m.role for m in user.current_memberships} if user and user.is_authenticated else set()
    entries = [
        (label, address(name))
        for label, name, audience in settings.ALLMENDE_MENU
        if (audience & roles if roles else not audience)
    ]
    urls = [url for _, url in entries]
    roots = [url for url in urls if any(one != url and one.startswith(url) for one in urls)]
    below = {url: url for url in urls if url not in roots}  # a root only stands for itself
    for name, beginnings in settings.ALLMENDE_MENU_ALSO.items():
        below |= {beginning: address(name) for beginning in beginnings if address(name) in urls}
    above = [beginning for beginning in below if request.path.startswith(beginning)]
    here = below[max(above, key=len)] if above else request.path
    return [{"label": label, "url": url, "current": url == here} for label, url in entries[:6]]
