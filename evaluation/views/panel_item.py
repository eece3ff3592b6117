"""One point of the agenda: what is discussed, who takes no part, what was said."""

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

from accounts.permissions import may_read_office
from core.history import history_of
from core.refusals import EditConflict, Finding, RuleViolation
from evaluation.actions import minutes, panel
from evaluation.forms.panel import MinutesForm, RecusalForm
from evaluation.models import PanelItem, PanelRecusal, PanelSession, Review
from evaluation.panel_agenda import counted
from evaluation.panel_permissions import (
    is_recused,
    may_chair,
    may_discuss,
    may_keep_minutes,
    seat_of,
)
from evaluation.reading import reading_of
from evaluation.scores import points_of, result_of, yardstick
from evaluation.views.candidacy import side_by_side
from evaluation.views.consensus import LETTERS
from evaluation.views.fetching import PARTS, REFUSED
from evaluation.views.panel_session import refilled

OPEN_TO_RECUSAL = (PanelSession.Status.PREPARED, PanelSession.Status.OPEN)


def item_for(request: HttpRequest, key: str) -> PanelItem:
    """Fetch an point of a session that the person may see."""
    visible = PanelSession.objects.visible_to(request.user)
    rows = PanelItem.objects.filter(session__in=visible)
    parts = tuple(f"candidacy__{part}" for part in PARTS)
    return get_object_or_404(rows.select_related("session__ranking", *parts), key=key)


@login_required
@require_GET
def panel_item(request: HttpRequest, key: str) -> HttpResponse:
    """Application, scores and reasons without names; nothing of it for who is recused."""
    return draw(request, item_for(request, key))


@login_required
@require_POST
def recuse(request: HttpRequest, key: str) -> HttpResponse:
    """Declare oneself biased; the chair may also find another member so."""
    point = item_for(request, key)
    own = seat_of(point.session, request.user)
    if own is None:
        raise PermissionDenied
    seat = point.session.seats.filter(key=request.POST.get("sitz", own.key)).first() or own
    form = RecusalForm(request.POST, prefix="recusal")
    if not form.is_valid():
        return draw(request, point, recusal_form=form)

    def act() -> None:
        panel.recuse(point, seat, form.cleaned_data["reason"], by=request.user)

    return attempted(request, point, act, _("Die Befangenheit gilt ab sofort."))


@login_required
@require_POST
def decide_recusal(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm or lift a recusal."""
    visible = PanelSession.objects.visible_to(request.user)
    recusal = get_object_or_404(PanelRecusal.objects.filter(point__session__in=visible), key=key)
    stands = request.POST.get("entscheidung") != "aufheben"
    reason = request.POST.get("reason", "")
    point = item_for(request, recusal.point.key)

    def act() -> None:
        panel.decide_recusal(recusal, stands=stands, reason=reason, by=request.user)

    return attempted(request, point, act, _("Festgehalten."))


@login_required
@require_POST
def write_item_minutes(request: HttpRequest, key: str) -> HttpResponse:
    """What was said on one point."""
    point = item_for(request, key)
    if not may_keep_minutes(point.session, request.user):
        raise PermissionDenied
    form = MinutesForm(request.POST)
    if not form.is_valid():
        return draw(request, point, minutes_form=form)
    text, version = form.cleaned_data["text"], form.cleaned_data["version"]
    try:
        minutes.write_minutes(point, text, version, by=request.user)
    except EditConflict as conflict:
        return draw(request, point, minutes_form=refilled(form, conflict), status=REFUSED)
    except RuleViolation as refusal:
        return draw(request, point, refused=refusal.findings)
    messages.success(request, _("Gespeichert."))
    return redirect("panel_item", key)


def attempted(
    request: HttpRequest, point: PanelItem, act: Callable[[], Any], done: str
) -> HttpResponse:
    try:
        act()
    except RuleViolation as refusal:
        if is_recused(point, request.user):
            messages.error(request, str(refusal))
            return redirect("panel_session", point.session.key)
        return draw(request, point, refused=refusal.findings)
    messages.success(request, done)
    if is_recused(point, request.user):
        return redirect("panel_session", point.session.key)
    return redirect("panel_item", point.key)


def draw(
    request: HttpRequest,
    point: PanelItem,
    *,
    refused: Sequence[Finding] = (),
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    user = request.user
    if is_recused(point, user) or not (may_discuss(point, user) or may_read_office(user)):
        raise PermissionDenied
    version, session = point.candidacy.application.call_version, point.session
    reviews = reviews_of(point)
    context = {
        "point": point,
        "session": session,
        "candidacy": point.candidacy,
        "application": point.candidacy.application,
        "place": session.ranking.places.filter(candidacy=point.candidacy).first(),
        "reading": reading_of(point.candidacy.application),
        "names": [_("Gutachten %s") % letter for letter in LETTERS[: len(reviews)]],
        "rows": side_by_side(version, reviews),
        "totals": [result_of([points_of(r)], yardstick(version)).total for r in reviews],
        "recusals": point.recusals.select_related("seat__person"),
        "motions": counted(point),
        "seat": seat_of(session, user),
        "others": session.seats.select_related("person") if may_chair(session, user) else (),
        "leads": may_chair(session, user) and session.status in OPEN_TO_RECUSAL,
        "may_declare": session.status in OPEN_TO_RECUSAL,
        "keeps": may_keep_minutes(session, user) and session.status != "recorded",
        "recusal_form": forms.get("recusal_form") or RecusalForm(prefix="recusal"),
        "minutes_form": forms.get("minutes_form")
        or MinutesForm(initial={"text": point.note, "version": point.version}),
        "form": forms.get("recusal_form") or forms.get("minutes_form"),
        "history": history_of(point),
        "refused": refused,
    }
    status = REFUSED if refused else status
    return render(request, "evaluation/panel_item.html", context, status=status)


def reviews_of(point: PanelItem) -> list[Review]:
    """Return the reviews that count; names are never shown here."""
    rows = Review.objects.counting().filter(assignment__candidacy=point.candidacy)
    return list(rows.prefetch_related("scores__redaction", "changes").order_by("pk"))
