"""Response headers that Django does not set itself, and requests for headers alone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

UNUSED_FEATURES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def add_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware: keep private pages out of every cache and switch unused features off."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", UNUSED_FEATURES)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.user.is_authenticated or request.method == "POST":
            response["Cache-Control"] = "no-store"
        return response

    return middleware


def answer_head(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware: HEAD is GET whose body the web server keeps (RFC 9110), on every page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method == "HEAD":
            request.method = "GET"
        return get_response(request)

    return middleware
