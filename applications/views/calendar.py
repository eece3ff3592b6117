"""Deadlines in one's own calendar: the page with the secret address of the feed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.views.team import site_of
from applications.actions.reminders import renew_calendar_address
from applications.models import CalendarFeed


@login_required
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the address, or make a new one."""
    if request.method == "POST":
        renew_calendar_address(request.user)
        messages.success(request, _("Ihre Kalender-Adresse ist neu."))
        return redirect("calendar")
    feed = CalendarFeed.objects.filter(person__key=request.user.key).first()
    address = site_of(request) + reverse("calendar_feed", args=[feed.secret]) if feed else ""
    return render(request, "applications/calendar.html", {"address": address})
