"""Surveys as the accompanying research runs them; the office reads along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.export import csv_response
from core.refusals import EditConflict, RuleViolation
from core.text import whole
from core.workflow import Attempt, steps_open_to
from programmes.overview import condition_of
from reporting.actions import surveys as actions
from reporting.models import SurveyWave
from reporting.permissions import may_read_report, may_run_survey
from reporting.survey_forms import AnswersFileForm, SurveyQuestionForm, WaveForm
from reporting.surveys import (
    CONSENT,
    KEY,
    UnreadableAnswers,
    answer_lines,
    read_answers,
    response_rates,
)

REFUSED = 409
MOST = 200
CHANGED = gettext_lazy(
    "Jemand hat die Welle inzwischen geändert. Prüfen Sie sie, und speichern Sie noch einmal."
)
STEPS = {"start": actions.start_wave, "close": actions.close_wave}


@login_required
@require_GET
def surveys(request: HttpRequest) -> HttpResponse:
    """All waves, the latest first."""
    if not may_read_report(request.user):
        raise PermissionDenied
    waves, runs = SurveyWave.objects.all()[:MOST], may_run_survey(None, request.user)
    context = {"waves": waves, "may_run": runs}
    return render(request, "reporting/surveys.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def begin_survey(request: HttpRequest) -> HttpResponse:
    """Begin a survey."""
    if not may_run_survey(None, request.user):
        raise PermissionDenied
    form = WaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        wave = actions.begin_wave(form.values(), by=request.user)
        return redirect("survey", key=wave.key)
    context = {"form": form, "heading": _("Befragung beginnen"), "back": reverse("surveys")}
    return render(request, "reporting/survey_form.html", context)


@login_required
@require_GET
def survey(request: HttpRequest, key: str) -> HttpResponse:
    """One wave: what it asks, whom, how many answered, and the next step."""
    return survey_page(request, wave_for(request, key, read=True), AnswersFileForm())


def survey_page(request: HttpRequest, wave: SurveyWave, form: AnswersFileForm) -> HttpResponse:
    """The page of a wave; `form` is that for answers collected elsewhere."""
    runs = may_run_survey(wave, request.user)
    steps = list(steps_open_to(wave, Attempt(by=request.user))) if runs else []
    questions = list(wave.questions.all())
    context = {
        "wave": wave,
        "questions": [(one, condition_of(one, questions)) for one in questions],
        "asked": wave.asked.count() if wave.status == wave.Status.DRAFT else None,
        "rates": response_rates(wave) if wave.status != wave.Status.DRAFT else [],
        "steps": steps,
        "may_edit": runs and wave.status == wave.Status.DRAFT,
        "may_run": runs,
        "form": form,
    }
    return render(request, "reporting/survey.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def survey_basics(request: HttpRequest, key: str) -> HttpResponse:
    """Change the basics of a wave that is not in the field."""
    wave = wave_for(request, key)
    form = WaveForm(request.POST if request.method == "POST" else None, instance=wave)

    def save() -> Any:
        seen = form.cleaned_data["seen"] or 0
        return actions.edit_wave(wave, form.values(), seen=seen, by=request.user)

    return saved(request, form, save, {"wave": wave, "heading": _("Grunddaten der Welle")})


@login_required
@require_http_methods(["GET", "POST"])
def survey_question(request: HttpRequest, key: str, code: str = "") -> HttpResponse:
    """Add a question, or change the one of that code."""
    wave = wave_for(request, key)
    row = get_object_or_404(wave.questions, code=code) if code else None
    typed = request.POST if request.method == "POST" else None
    form = SurveyQuestionForm(wave, typed, instance=row)

    def save() -> Any:
        seen = form.cleaned_data["seen"] or 0
        return actions.save_question(wave, code, form.values(), seen=seen, by=request.user)

    heading = row.label if row else _("Frage hinzufügen")
    return saved(request, form, save, {"wave": wave, "heading": heading, "code": code})


@login_required
@require_POST
def remove_survey_question(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Take a question out of a wave that is not in the field."""
    wave = wave_for(request, key)
    seen = whole(request.POST.get("seen"))
    return tried(
        request, key, lambda: actions.remove_question(wave, code, seen=seen, by=request.user)
    )


@login_required
@require_POST
def survey_step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """Send the wave into the field, end it, remind, or begin the next one."""
    wave = wave_for(request, key)
    if step == "remind":
        return tried(request, key, lambda: reminded(request, wave))
    if step == "next":
        return redirect("survey", key=actions.next_wave(wave, by=request.user).key)
    if step not in STEPS:
        raise Http404
    act = STEPS[step]
    return tried(request, key, lambda: act(wave, by=request.user))


def reminded(request: HttpRequest, wave: SurveyWave) -> None:
    count = actions.remind(wave, by=request.user)
    sentence = ngettext("%s Kommune erinnert.", "%s Kommunen erinnert.", count) % count
    messages.info(request, sentence)


@login_required
@require_GET
def survey_export(request: HttpRequest, key: str, table: str) -> HttpResponseBase:
    """Questions, invitations or answers as CSV, for other survey tools."""
    wave = wave_for(request, key)
    questions = list(wave.questions.all())
    if table == "fragen":
        head = ("kennung", "art", "frage", "hinweis", "pflicht", "auswahl", "nur_wenn", "antwort")
        lines = (
            [
                *(one.code, one.kind, one.label, one.hint, one.required),
                "|".join(f"{option['value']}={option['label']}" for option in one.options),
                *(one.condition_code, one.condition_value),
            ]
            for one in questions
        )
        return csv_response("Fragen.csv", head, lines)
    if table == "einladungen":
        found = wave.invitations.select_related("organisation", "application", "response")
        lines = ([one.key, str(one.organisation), one.application.receipt_number] for one in found)
        return csv_response("Einladungen.csv", (KEY, "kommune", "eingangsnummer"), lines)
    columns = [KEY, CONSENT, "eingelesen", *(one.code for one in questions)]
    return csv_response("Antworten.csv", columns, answer_lines(wave, questions))


@login_required
@require_POST
def survey_import(request: HttpRequest, key: str) -> HttpResponse:
    """Take over answers collected elsewhere: all lines, or none and every fault."""
    wave = wave_for(request, key)
    form = AnswersFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return survey_page(request, wave, form)
    try:
        rows = read_answers(wave, form.cleaned_data["file"])
    except UnreadableAnswers as faults:
        form.add_error("file", list(faults.findings))
        return survey_page(request, wave, form)
    return tried(request, key, lambda: actions.import_answers(wave, rows, by=request.user))


def wave_for(request: HttpRequest, key: str, *, read: bool = False) -> SurveyWave:
    """Return the wave: research runs it, the office and auditors read it."""
    allowed = may_read_report(request.user) if read else may_run_survey(None, request.user)
    if not allowed:
        raise PermissionDenied
    return get_object_or_404(SurveyWave, key=key)


def tried(request: HttpRequest, key: str, act: Callable[[], Any]) -> HttpResponse:
    """Do it and go back to the wave, or say there what stands against it."""
    try:
        act()
    except RuleViolation as refusal:
        for finding in refusal.findings:
            messages.error(request, finding.sentence)
    except EditConflict:
        messages.error(request, CHANGED)
    else:
        messages.success(request, _("Gespeichert."))
    return redirect("survey", key=key)


def saved(
    request: HttpRequest, form: Any, save: Callable[[], Any], page: dict[str, Any]
) -> HttpResponse:
    """Save and go back to the wave, or draw the form with what stands against it."""
    back = reverse("survey", args=[page["wave"].key])
    context, status = {"form": form, "back": back, **page}, 200
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except RuleViolation as refusal:
            context["refused"], status = refusal.findings, REFUSED
        except EditConflict as conflict:
            form.data = form.data.copy()
            form.data["seen"] = conflict.current.version
            form.add_error(None, CHANGED)
            status = REFUSED
        else:
            messages.success(request, _("Gespeichert."))
            return redirect(back)
    return render(request, "reporting/survey_form.html", context, status=status)
