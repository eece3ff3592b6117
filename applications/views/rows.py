"""Rows of a draft: list, add, change, remove. One set of views for all kinds."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications.actions import rows as actions
from applications.actions.prefill import earlier_of
from applications.effects import effects_of
from applications.forms.rows import chosen_fields
from applications.models import Application, Partner
from applications.state_aid import aid_sums
from applications.views.catalogue import begun
from applications.views.drafts import Sheet, draft_for, typed
from applications.views.row_kinds import KINDS, Kind, described
from core import clock
from core.refusals import Finding, RuleViolation


@login_required
@require_GET
def row_list(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """All rows of one kind, in the order in which they were added."""
    application, kind = draft_for(request, key), KINDS[code]
    topics = {topic.code: topic.name for topic in application.call_version.topics.all()}
    rows = kind.model.objects.filter(application=application)
    lines = [
        {"words": described(row, topics), "change_url": row_url(row, kind, "change"),
         "remove_url": row_url(row, kind, "remove"),
         "role_url": role_url(row)}
        for row in rows
    ]  # fmt: skip
    fields = len(chosen_fields(application)) if kind.least_action_fields else 0
    sheet = Sheet(
        request,
        application,
        code,
        "applications/rows.html",
        context={
            "kind": kind,
            "effects": effects_of(application) if kind.name in ("measure", "indicator") else None,
            "lines": lines,
            "add_url": reverse(f"add_{kind.name}", args=[key]),
            "copy_url": copy_url(application, kind),
            "needs_topics": fields < kind.least_action_fields,
            "aid_sums": aid_sums(application, clock.today()) if code == "aids" else (),
        },
    )
    return sheet.closed() or sheet.draw()


def copy_url(application: Application, kind: Kind) -> str:
    """Return where rows of earlier applications are taken over, if there are any."""
    earlier = earlier_of(application).values("pk")
    if not kind.copyable or not kind.model.objects.filter(application__in=earlier).exists():
        return ""
    return reverse(f"copy_{kind.code}", args=[application.key])


def role_url(row: Any) -> str:
    """Return the page of a partner's people, resolution and documents; other rows have none."""
    if not isinstance(row, Partner):
        return ""
    return reverse("partner_role", args=[row.application.key, row.position])


def row_url(row: Any, kind: Kind, verb: str) -> str:
    return reverse(f"{verb}_{kind.name}", args=[row.application.key, row.position])


@login_required
@require_http_methods(["GET", "POST"])
def add_row(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Add one row; afterwards the list shows it."""
    application, kind = draft_for(request, key), KINDS[code]

    def save(form: Any) -> Any:
        return actions.add_row(application, kind.model, form.edit().values, by=request.user)

    return Sheet(
        request,
        application,
        code,
        "applications/row.html",
        save=save,
        after=reverse(code, args=[key]),
        context={"kind": kind, "heading": kind.add},
    ).answer(
        kind.form(typed(request), application=application, initial=begun(request, application))
    )


@login_required
@require_http_methods(["GET", "POST"])
def change_row(request: HttpRequest, key: str, code: str, position: int) -> HttpResponse:
    """Change one row. If somebody removed it meanwhile, what was typed may become a new one."""
    application, kind = draft_for(request, key), KINDS[code]
    row = kind.model.objects.filter(application=application, position=position).first()
    if row is None and request.method == "GET":
        raise Http404
    row = row or kind.model(application=application, position=position)

    def save(form: Any) -> Any:
        try:
            return actions.change_row(row, form.edit(), by=request.user)
        except kind.model.DoesNotExist:
            raise RuleViolation(removed()) from None

    initial = {name: getattr(row, name) for name in kind.form.base_fields}
    return Sheet(
        request,
        application,
        code,
        "applications/row.html",
        save=save,
        step=f"change_{kind.name}",
        after=reverse(code, args=[key]),
        context={
            "kind": kind,
            "heading": kind.change,
            "row": row,
            "action": "" if row.pk else reverse(f"add_{kind.name}", args=[key]),
        },
    ).answer(kind.form(typed(request), application=application, initial=initial))


def removed() -> Finding:
    sentence = _("Jemand hat diese Zeile inzwischen entfernt. Speichern Sie sie als neue Zeile.")
    return Finding("row_removed", sentence)


@login_required
@require_http_methods(["GET", "POST"])
def remove_row(request: HttpRequest, key: str, code: str, position: int) -> HttpResponse:
    """Ask once, then remove; the trail keeps what the row held."""
    application, kind = draft_for(request, key), KINDS[code]
    row = get_object_or_404(kind.model, application=application, position=position)
    if request.method == "POST":
        try:
            actions.remove_row(row, by=request.user)
            messages.success(request, _("Die Zeile ist entfernt."))
        except RuleViolation as refusal:
            messages.error(request, str(refusal))
        return redirect(code, key)
    topics = {topic.code: topic.name for topic in application.call_version.topics.all()}
    sheet = Sheet(
        request,
        application,
        code,
        "applications/row_remove.html",
        context={"kind": kind, "words": described(row, topics)},
    )
    return sheet.closed() or sheet.draw()
