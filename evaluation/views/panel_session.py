"""One panel session: attendance, agenda, the vote that is open, minutes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import is_officer
from core import pdf
from core.history import history_of
from core.refusals import EditConflict, Finding, RuleViolation
from core.snapshots import thaw
from core.workflow import Attempt, steps_open_to
from evaluation.actions import minutes, panel, voting
from evaluation.forms.panel import MinutesForm, MotionForm
from evaluation.models import PanelMotion, PanelSeat, PanelSession
from evaluation.panel_agenda import lines_of, open_motion, seats_with_presence
from evaluation.panel_checks import quorum_of, voters_in_room
from evaluation.panel_minutes import minutes_of
from evaluation.panel_permissions import may_chair, may_keep_minutes, seat_of
from evaluation.views.fetching import REFUSED

PARTS = ("ranking__call_version__call__programme", "portfolio__snapshot")
NOT_SIGNED = "Entwurf, noch nicht unterschrieben"
STEPS: dict[str, Callable[..., Any]] = {
    "eroeffnen": minutes.open_session,
    "schliessen": minutes.close_session,
    "fortsetzen": minutes.resume_session,
    "unterschreiben": minutes.record_minutes,
    "zurueckstellen": voting.put_back,
}


def session_for(request: HttpRequest, key: str) -> PanelSession:
    visible = PanelSession.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related(*PARTS), key=key)


@login_required
@require_GET
def panel_session(request: HttpRequest, key: str) -> HttpResponse:
    """The session as everybody in it sees it; each gets the buttons of their role."""
    return draw(request, session_for(request, key))


@login_required
@require_POST
def move_session(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """Open, close, resume, sign, or put the called items back."""
    session = session_for(request, key)
    return attempted(request, session, lambda: STEPS[step](session, by=request.user))


@login_required
@require_POST
def discard_session(request: HttpRequest, key: str) -> HttpResponse:
    """Take back a session that was not opened."""
    session = session_for(request, key)
    if not is_officer(request.user):
        raise PermissionDenied
    try:
        panel.discard_session(session, by=request.user)
    except RuleViolation as refusal:
        return draw(request, session, refused=refusal.findings)
    messages.success(request, _("Die Sitzung ist abgesagt. Die Mitglieder sind informiert."))
    return redirect("panel")


@login_required
@require_POST
def note_presence(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody comes into the room, or leaves it."""
    visible = PanelSession.objects.visible_to(request.user)
    seat = get_object_or_404(PanelSeat.objects.filter(session__in=visible), key=key)
    comes = request.POST.get("kommt") == "ja"
    session = session_for(request, seat.session.key)
    return attempted(
        request, session, lambda: panel.note_presence(seat, comes=comes, by=request.user)
    )


@login_required
@require_POST
def call_up(request: HttpRequest, key: str) -> HttpResponse:
    """Call one item up, or several that are voted on together."""
    session = session_for(request, key)
    items = list(session.items.filter(key__in=request.POST.getlist("punkt")))
    return attempted(request, session, lambda: voting.call_up(session, items, by=request.user))


@login_required
@require_POST
def put_motion(request: HttpRequest, key: str) -> HttpResponse:
    """Put a result to the vote."""
    session = session_for(request, key)
    if not may_chair(session, request.user):
        raise PermissionDenied
    form = MotionForm(request.POST)
    if not form.is_valid():
        return draw(request, session, motion_form=form)
    wanted = form.cleaned_data
    try:
        voting.put_motion(session, wanted["result"], wanted["reason"], by=request.user)
    except RuleViolation as refusal:
        for finding in refusal.findings:
            form.add_error(finding.field or None, str(finding))
        return draw(request, session, motion_form=form, status=REFUSED)
    return redirect("panel_session", key)


def motion_for(request: HttpRequest, key: str) -> PanelMotion:
    visible = PanelSession.objects.visible_to(request.user)
    return get_object_or_404(PanelMotion.objects.filter(session__in=visible), key=key)


@login_required
@require_POST
def cast_vote(request: HttpRequest, key: str) -> HttpResponse:
    motion = motion_for(request, key)
    choice = request.POST.get("stimme", "")
    session = session_for(request, motion.session.key)
    return attempted(
        request,
        session,
        lambda: voting.cast_vote(motion, choice, by=request.user),
        done=_("Ihre Stimme ist gezählt. Sie können sie ändern, bis die Abstimmung endet."),
    )


@login_required
@require_POST
def close_motion(request: HttpRequest, key: str) -> HttpResponse:
    motion = motion_for(request, key)
    session = session_for(request, motion.session.key)
    return attempted(request, session, lambda: voting.close_motion(motion, by=request.user))


@login_required
@require_POST
def write_session_minutes(request: HttpRequest, key: str) -> HttpResponse:
    """The general part of the minutes."""
    session = session_for(request, key)
    if not may_keep_minutes(session, request.user):
        raise PermissionDenied
    form = MinutesForm(request.POST)
    if not form.is_valid():
        return draw(request, session, minutes_form=form)
    text, version = form.cleaned_data["text"], form.cleaned_data["version"]
    try:
        minutes.write_minutes(session, text, version, by=request.user)
    except EditConflict as conflict:
        return draw(request, session, minutes_form=refilled(form, conflict), status=REFUSED)
    except RuleViolation as refusal:
        return draw(request, session, refused=refusal.findings)
    messages.success(request, _("Gespeichert."))
    return redirect("panel_session", key)


def refilled(form: MinutesForm, conflict: EditConflict) -> MinutesForm:
    """Keep what was typed, say what is stored, and let the next attempt replace it."""
    stored: Any = conflict.current
    sentence = _("Inzwischen wurde gespeichert: „%s“. Führen Sie beide Texte zusammen.")
    again = MinutesForm({"text": form.cleaned_data["text"], "version": stored.version})
    again.add_error("text", sentence % stored.note)
    return again


@login_required
@require_GET
def panel_minutes(request: HttpRequest, key: str) -> HttpResponse:
    """The minutes as tagged PDF: the frozen ones, or a draft before they are signed."""
    session = session_for(request, key)
    frozen = session.snapshot
    content = thaw(frozen) if frozen else {**minutes_of(session), "draft": NOT_SIGNED}
    at = frozen.created_at if frozen else None
    try:
        sheet = pdf.render("panel_minutes", content, at=at)
    except pdf.PdfUnavailableError:
        return render(request, "errors/pdf.html", status=503)
    name = f"Protokoll-Jurysitzung-{session.held_on:%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(sheet, content_type="application/pdf", headers=headers)


def attempted(
    request: HttpRequest, session: PanelSession, act: Callable[[], Any], done: str = ""
) -> HttpResponse:
    """Act, or show the session with what stands against it."""
    try:
        act()
    except RuleViolation as refusal:
        return draw(request, session_for(request, session.key), refused=refusal.findings)
    if done:
        messages.success(request, done)
    return redirect("panel_session", session.key)


def draw(
    request: HttpRequest,
    session: PanelSession,
    *,
    refused: Sequence[Finding] = (),
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    user = request.user
    lines = lines_of(session, user)
    called = [line for line in lines if line.point.status == "called"]
    motion = open_motion(session)
    seat = seat_of(session, user)
    context = {
        "session": session,
        "version": session.ranking.call_version,
        "seat": seat,
        "seats": seats_with_presence(session),
        "lines": lines,
        "called": called,
        "barred": any(line.recused for line in called),
        "undisputed": [one for one in lines if one.may_go_in_block],
        "motion": motion,
        "own_vote": motion.votes.filter(seat=seat).first() if motion and seat else None,
        "cast": motion.votes.count() if motion else 0,
        "voters": voters_in_room(session),
        "quorum": quorum_of(session),
        "leads": may_chair(session, user) and session.status == "open",
        "keeps": may_keep_minutes(session, user) and session.status != "recorded",
        "steps": list(steps_open_to(session, Attempt(by=user))),
        "may_discard": is_officer(user) and session.status == "prepared",
        "motion_form": forms.get("motion_form") or MotionForm(several=len(called) > 1),
        "minutes_form": forms.get("minutes_form")
        or MinutesForm(initial={"text": session.note, "version": session.version}),
        "form": forms.get("motion_form") or forms.get("minutes_form"),
        "history": history_of(session),
        "refused": refused,
    }
    status = REFUSED if refused else status
    return render(request, "evaluation/panel_session.html", context, status=status)
