"""A municipality answers a survey."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.refusals import RuleViolation
from programmes.answers import in_words
from programmes.forms.questionnaire import QuestionnaireForm
from reporting.actions import surveys as actions
from reporting.models import SurveyInvitation
from reporting.survey_forms import ConsentForm
from reporting.surveys import given

REFUSED = 409


@login_required
@require_http_methods(["GET", "POST"])
def answer_survey(request: HttpRequest, key: str) -> HttpResponse:
    """Purpose and consent first, then all questions; afterwards what was answered."""
    invitation = invitation_for(request, key)
    wave, typed = invitation.wave, request.POST if request.method == "POST" else None
    questions = list(wave.questions.all())
    consent = ConsentForm(wave, typed)
    form = QuestionnaireForm(typed, questions=questions, complete=True)
    context = {"invitation": invitation, "wave": wave, "consent": consent, "form": form}
    if typed is not None and all([consent.is_valid(), form.is_valid()]):
        try:
            actions.answer_survey(invitation, given(form), by=request.user)
        except RuleViolation as refusal:
            context["refused"] = refusal.findings
        else:
            messages.success(request, _("Danke. Ihre Antworten sind gespeichert."))
            return redirect("answer_survey", key=key)
    if response := getattr(invitation, "response", None):
        answers = dict(response.answers.values_list("code", "value"))
        context["facts"] = [
            {"label": one.label, "value": in_words(one, answers.get(one.code))}
            for one in questions
            if one.code in answers
        ]
        context["response"] = response
    status = REFUSED if "refused" in context else 200
    return render(request, "reporting/answer_survey.html", context, status=status)


@login_required
@require_POST
def survey_consent(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """Say no to a voluntary survey, or take the consent back."""
    invitation = invitation_for(request, key)
    act = actions.decline_survey if step == "ablehnen" else actions.withdraw_answers
    try:
        act(invitation, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Gespeichert. Wir schreiben Ihnen dazu nicht mehr."))
    return redirect("answer_survey", key=key)


def invitation_for(request: HttpRequest, key: str) -> SurveyInvitation:
    mine = SurveyInvitation.objects.visible_to(request.user)
    return get_object_or_404(
        mine.select_related("wave", "organisation", "application__project", "response"), key=key
    )
