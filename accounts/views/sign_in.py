"""The address that people type or find in old letters leads to the page where they sign in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe


@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """Lead on, and keep what the address says about where to go afterwards."""
    asked = request.GET.urlencode()
    return redirect(reverse("account_login") + (f"?{asked}" if asked else ""), permanent=True)
