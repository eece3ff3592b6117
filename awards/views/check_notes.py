"""The check note on an application, written before an award."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import may_read_office
from awards.actions import write_check_note
from awards.checks.awarding import findings_against_award
from awards.forms.money import CheckNoteForm
from awards.models import CheckNote
from awards.permissions import may_write_check_note
from core.history import history_of
from core.refusals import EditConflict, RuleViolation
from core.text import whole
from evaluation.models import Candidacy


@login_required
@require_http_methods(["GET", "POST"])
def check_note(request: HttpRequest, key: str) -> HttpResponse:
    """Write the check note, or read it."""
    if not may_read_office(request.user):
        raise PermissionDenied
    mine = Candidacy.objects.visible_to(request.user)
    parts = ("application__organisation", "application__project")
    candidacy = get_object_or_404(mine.select_related(*parts), key=key)
    note = CheckNote.objects.filter(candidacy=candidacy).first()
    awarded = hasattr(getattr(candidacy, "decision", None), "award")
    may_write = may_write_check_note(candidacy, request.user) and not awarded
    form = CheckNoteForm(request.POST or None, instance=note)
    if request.method == "POST":
        if not may_write_check_note(candidacy, request.user):
            raise PermissionDenied
        if form.is_valid() and saved(request, candidacy, form):
            return redirect("decision", key=candidacy.key)
    context = {
        "candidacy": candidacy,
        "application": candidacy.application,
        "note": note,
        "version": note.version if note else 0,
        "form": form if may_write else None,
        "findings": [f for f in findings_against_award(candidacy) if f.code != "check_note"],
        "history": history_of(note) if note else None,
    }
    return render(request, "awards/check_note.html", context)


def saved(request: HttpRequest, candidacy: Candidacy, form: CheckNoteForm) -> bool:
    """Store the note; what stands against it comes back to the form."""
    version = whole(request.POST.get("version"))
    try:
        write_check_note(candidacy, form.texts(), by=request.user, version=version)
    except EditConflict:
        form.add_error(None, _("Jemand hat den Vermerk inzwischen geändert. Laden Sie neu."))
    except RuleViolation as refusal:
        form.add_error(None, str(refusal))
    else:
        messages.success(request, _("Antragsprüfungsvermerk gespeichert."))
        return True
    return False
