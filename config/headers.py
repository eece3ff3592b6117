"""Response headers that Django does not set itself, and requests it cannot take as they are."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

UNKNOWN = "?"
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


def replace_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware: NUL in an address, a query or a cookie names nothing; PostgreSQL refuses it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.path_info = request.path_info.replace("\x00", UNKNOWN)
        query = request.META.get("QUERY_STRING", "")
        request.META["QUERY_STRING"] = query.replace("\x00", UNKNOWN).replace("%00", UNKNOWN)
        cookies = {name: value.replace("\x00", UNKNOWN) for name, value in request.COOKIES.items()}
        request.COOKIES = cookies
        return get_response(request)

    return middleware
