"""Answers to the catalogue: a page for each question, one page for all declarations."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from applications.actions.drafting import save_answer, save_answers
from applications.earlier import last_round_on
from applications.forms.answers import AnswerForm, DeclarationsForm
from applications.models import Answer
from applications.sections import section_code, section_of
from applications.views.drafts import Sheet, asked_question, draft_for, seen_version, typed
from programmes.models import Chapter, Question


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """One question of the catalogue with its hint, limit, criterion and weight."""
    application = draft_for(request, key)
    question = asked_question(seen_version(request, application), code)
    stored = application.answers.filter(code=code).first()
    form = AnswerForm(typed(request), question=question, answer=stored)
    return Sheet(
        request,
        application,
        section_code(question),
        "applications/answer.html",
        save=lambda form: save_answer(application, question, form.edit(), by=request.user),
        step="save_answer",
        context={
            "question": question,
            "section": section_of(question),
            "stored": stored,
            "editor": editor_of(stored),
            "anchors": anchors_of(question),
            "last_round": last_round_on(application, question.criterion),
        },
    ).answer(form)


def editor_of(stored: Answer | None) -> str:
    """Return the name of the colleague who wrote last."""
    key = stored.changed_by_key if stored else ""
    return str(Person.objects.filter(key=key).first() or _("eine andere Person")) if key else ""


def anchors_of(question: Question) -> list[tuple[str, str]]:
    """Return what the points mean in words, the lowest first."""
    anchors = question.criterion.anchors if question.criterion else {}
    return [
        (ngettext("%s Punkt", "%s Punkte", int(points)) % points, words)
        for points, words in sorted(anchors.items())
    ]


@login_required
@require_http_methods(["GET", "POST"])
def declarations(request: HttpRequest, key: str) -> HttpResponse:
    """Everything the municipality declares; what does not apply may stay empty."""
    application = draft_for(request, key)
    version = seen_version(request, application)
    questions = version.questions.filter(chapter__place=Chapter.Place.DECLARATIONS)
    answers = {one.code: one for one in application.answers.all()}
    form = DeclarationsForm(typed(request), questions=list(questions), answers=answers)
    return Sheet(
        request,
        application,
        "declarations",
        "applications/declarations.html",
        save=lambda form: save_answers(application, form.edits(), by=request.user),
        step="save_answers",
    ).answer(form)
