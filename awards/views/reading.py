"""Middleware: everything that an auditor is shown is noted in the log, with who and when."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from awards.actions.auditing import auditor_membership, record_reading

TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
FILE = re.compile(r'filename="([^"]+)"')
OK = 200
Answer = Callable[[HttpRequest], HttpResponseBase]


def log_reading(get_response: Answer) -> Answer:
    """Note what an auditor read; pages that the public reads as well count too."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "GET" and response.status_code == OK and request.resolver_match:
            membership = auditor_membership(request.user)
            if membership is not None:
                path = request.get_full_path()[:500]
                record_reading(membership, name_of(request, response), path, by=request.user)
        return response

    return middleware


def name_of(request: HttpRequest, response: HttpResponseBase) -> str:
    """Return the page's title, or the name of the file that was handed out."""
    if found := FILE.search(response.get("Content-Disposition", "")):
        return found[1]
    if isinstance(response, HttpResponse) and (title := TITLE.search(response.content)):
        return unescape(title[1].decode(errors="replace")).strip()[:200]
    return str(request.resolver_match.view_name if request.resolver_match else request.path)
