"""The same review was written in two windows: both versions, nothing lost."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.differences import parts
from core.forms import written
from evaluation.forms.reviewing import ReviewForm
from evaluation.models import Review

CONFLICT = 409


def conflict_answer(
    request: HttpRequest, heading: dict[str, Any], form: ReviewForm, autosaving: bool
) -> HttpResponse:
    """Show what was typed here beside what another window of the same person saved."""
    sentence = _("Ein anderes Fenster von Ihnen hat dieses Gutachten inzwischen gespeichert.")
    if autosaving:
        more = _("Wählen Sie „Speichern“, um beide Fassungen zu sehen.")
        return JsonResponse({"message": f"{sentence} {more}"}, status=CONFLICT)
    stored = Review.objects.prefetch_related("scores", "changes").get(
        assignment=heading["assignment"]
    )
    sent = [(name, value) for name, value in form.data.items() if name not in HANDLED]
    context = {
        **heading,
        "sentence": sentence,
        "entries": differing(form, stored),
        "mine": [*sent, ("version", stored.version)],
    }
    return render(request, "evaluation/review_conflict.html", context, status=CONFLICT)


HANDLED = ("csrfmiddlewaretoken", "version", "check")


def differing(form: ReviewForm, stored: Review) -> list[dict[str, Any]]:
    """Return the texts and points that differ, criterion by criterion, then the confidence."""
    scores = {score.code: score for score in stored.scores.all()}
    entries = []
    for code, mine in form.judgements().items():
        theirs = scores.get(code)
        pairs = {
            _("Punkte"): (points(mine.points), points(theirs and theirs.points)),
            _("Begründung"): (mine.reason, theirs.reason if theirs else ""),
            _("Eigene Notiz"): (mine.private_note, theirs.private_note if theirs else ""),
        }
        entries += [
            {
                "label": f"{code} · {label}",
                "mine": list(parts(own, other)),
                "theirs": list(parts(other, own)),
            }
            for label, (own, other) in pairs.items()
            if own != other
        ]
    own, other = named(form.cleaned_data["confidence"]), named(stored.confidence)
    if own != other:
        label = str(form.fields["confidence"].label)
        entries.append(
            {"label": label, "mine": list(parts(own, other)), "theirs": list(parts(other, own))}
        )
    return entries


def named(confidence: str) -> str:
    return dict(Review.Confidence.choices).get(confidence, "")


def points(value: Any) -> str:
    return "" if value is None else written(value)
