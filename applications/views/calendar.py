"""Deadlines in one's own calendar: the page with the secret address, and the feed itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.views.team import site_of
from applications.actions.reminders import renew_calendar_address
from applications.agenda import agenda_of
from applications.calendar_feed import calendar_of
from applications.models import Application, CalendarFeed


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


@require_GET
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The deadlines of the person to whom the address belongs; a calendar cannot sign in."""
    feeds = CalendarFeed.objects.select_related("person").filter(person__is_active=True)
    person = get_object_or_404(feeds, secret=secret).person
    duties = agenda_of(Application.objects.visible_to(person))
    answer = HttpResponse(calendar_of(duties, site_of(request)), content_type="text/calendar")
    answer["Content-Disposition"] = 'inline; filename="fristen.ics"'
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
