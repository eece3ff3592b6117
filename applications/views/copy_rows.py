"""Measures and indicators of an earlier own application, taken over row by row."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from applications.actions.prefill import earlier_of
from applications.actions.rows import copy_rows
from applications.forms.copy_rows import CopyRowsForm
from applications.models import Application
from applications.views.drafts import Sheet, draft_for, typed
from applications.views.row_kinds import KINDS, Kind, described
from core.refusals import RuleViolation


@login_required
@require_http_methods(["GET", "POST"])
def copy_from_earlier(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Tick the rows to take over; each becomes a row of its own that can be changed."""
    application, kind = draft_for(request, key), KINDS[code]
    form = CopyRowsForm(typed(request), groups=groups_of(application, kind))
    sheet = Sheet(request, application, code, "applications/copy_rows.html", context={"kind": kind})
    if closed := sheet.closed():
        return closed
    if request.method == "GET" or not form.is_valid():
        return sheet.draw(form)
    try:
        made = copy_rows(application, form.chosen, by=request.user)
    except RuleViolation as refusal:
        return sheet.refused(refusal, form, autosaving=False)
    many = len(made)
    sentence = ngettext(
        "Eine Zeile ist übernommen. Bitte prüfen Sie sie.",
        "%(many)s Zeilen sind übernommen. Bitte prüfen Sie sie.",
        many,
    )
    messages.success(request, sentence % {"many": many})
    return redirect(code, key)


def groups_of(application: Application, kind: Kind) -> list[tuple[str, list[tuple[Any, str]]]]:
    """Return the rows of each earlier application; what is there by that name already is left."""
    known = set(kind.model.objects.filter(application=application).values_list("name", flat=True))
    groups = []
    for earlier in earlier_of(application).prefetch_related(kind.code):
        topics = {topic.code: topic.name for topic in earlier.call_version.topics.all()}
        rows = [
            (row, " · ".join(described(row, topics)))
            for row in getattr(earlier, kind.code).all()
            if row.name not in known
        ]
        title = f"{earlier.project.title} ({earlier.call_version.call})"
        groups.append((title, rows))
    return [group for group in groups if group[1]]
