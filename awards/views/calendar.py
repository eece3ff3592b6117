"""A person's deadlines as a calendar, from the draft to the last repayment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from accounts.models import APPLICANT_ROLES
from accounts.permissions import organisations_of
from accounts.views.team import site_of
from applications.agenda import agenda_of
from applications.calendar_feed import calendar_of
from applications.models import Application, CalendarFeed
from awards.agenda import agenda_of_awards
from awards.models import Award


@require_GET
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The deadlines of the person to whom the address belongs; a calendar cannot sign in."""
    feeds = CalendarFeed.objects.select_related("person").filter(person__is_active=True)
    person = get_object_or_404(feeds, secret=secret).person
    awards = Award.objects.filter(organisation__in=organisations_of(person, *APPLICANT_ROLES))
    duties = [*agenda_of(Application.objects.visible_to(person)), *agenda_of_awards(awards)]
    answer = HttpResponse(calendar_of(duties, site_of(request)), content_type="text/calendar")
    answer["Content-Disposition"] = 'inline; filename="fristen.ics"'
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
