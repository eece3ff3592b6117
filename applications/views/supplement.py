"""Ask for a supplement, end one without an answer, and compare what was submitted."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.actions import supplement as actions
from applications.checks.documents import names_of
from applications.comparison import differences
from applications.forms.supplement import SupplementForm
from applications.models import Application, Submission
from applications.permissions import is_own_case, may_check
from applications.views.drafts import application_for, sections_for, title_of, typed
from applications.views.formal import check_for
from applications.views.office import office_context, office_reads
from core import clock
from core.refusals import RuleViolation
from core.snapshots import thaw

CONFLICT = 409
USUAL_TIME = timedelta(days=14)


@login_required
@require_http_methods(["GET", "POST"])
def request_supplement(request: HttpRequest, key: str) -> HttpResponse:
    """What is missing, which parts are opened for it, and until when."""
    check = check_for(request, key)
    if not may_check(check.application, request.user):
        raise PermissionDenied
    form = SupplementForm(
        typed(request),
        sections=sections_of(check.application),
        documents=documents_of(check.application),
        initial={"due_at": clock.now() + USUAL_TIME},
    )
    refused: Any = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.request_supplement(check, form.wanted(), by=request.user)
        except RuleViolation as refusal:
            refused = refusal.findings
        else:
            messages.success(request, _("Die Nachforderung ist gestellt. Die Kommune weiß davon."))
            return redirect("formal_check", key)
    context = office_context(request, check.application, "formal_check")
    context |= {"form": form, "refused": refused}
    status = CONFLICT if refused else 200
    return render(request, "applications/supplement.html", context, status=status)


def sections_of(application: Application) -> list[tuple[str, str]]:
    """Return every section but the documents, which are named one by one."""
    sections = sections_for(application)
    return [(section.code, section.title) for section in sections if section.code != "documents"]


def documents_of(application: Application) -> list[tuple[str, str]]:
    return list(names_of(application).items())


@login_required
@require_POST
def close_supplement(request: HttpRequest, key: str) -> HttpResponse:
    """Nobody answered in time: the check goes on."""
    application = office_reads(request, key)
    try:
        actions.close_supplement(application, by=request.user)
        messages.success(request, _("Die Nachforderung ist ohne Antwort beendet."))
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    return redirect("formal_check", key)


@login_required
@require_GET
def editions(request: HttpRequest, key: str) -> HttpResponse:
    """All submissions with their receipts, and what differs between two of them."""
    application = application_for(request, key).main
    found = list(application.submissions.select_related("snapshot", "answers_supplement"))
    before = chosen(found, request.GET.get("von"), place=1)
    after = chosen(found, request.GET.get("bis"), place=0)
    context = {
        "application": application,
        "title": title_of(application),
        "own": is_own_case(application, request.user),
        "editions": found,
        "before": before,
        "after": after,
        "differences": differences(thaw(before.snapshot), thaw(after.snapshot)) if before else [],
    }
    return render(request, "applications/editions.html", context)


def chosen(found: list[Submission], number: str | None, *, place: int) -> Any:
    """Return the submission of that number, else the latest and the one before it."""
    named = next((one for one in found if str(one.number) == number), None)
    return named or (found[place] if len(found) > place else None)
