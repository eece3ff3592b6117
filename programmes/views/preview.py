"""The office sees a call's questions as a municipality will, fills them in, and stores nothing."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from programmes import overview
from programmes.forms.questionnaire import QuestionnaireForm
from programmes.forms.steps import SizeForm
from programmes.models import Case
from programmes.views.office import page_of, version_for_office


@login_required
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """All questions on one page; POST says what the checks of the form would say."""
    version = version_for_office(request, key)
    size = SizeForm(request.GET if "zuwendung" in request.GET else None)
    grant = size.cleaned_data["zuwendung"] if size.is_valid() else None
    case = Case(grant=grant, full_from=version.full_catalogue_from)
    questions = [q for q in version.questions.all() if not (q.full_only and case.is_small)]
    typed = request.POST if request.method == "POST" else None
    form = QuestionnaireForm(typed, questions=questions, complete=True)
    more = form.is_bound and form.wants_rows
    if more:  # only rows were asked for: nothing is to be criticised yet
        form.complete = False
    fine = form.is_bound and form.is_valid() and not more
    rows = list(form.rows())
    chapters = [
        (chapter, [row for row in rows if row[0].chapter_id == chapter.pk])
        for chapter in version.chapters.all()
    ]
    context = {
        **page_of(request, version),
        "form": form,
        "size": size,
        "is_fine": fine,
        "chapters": [(chapter, own) for chapter, own in chapters if own],
        "documents": overview.documents_of(version),
    }
    return render(request, "programmes/office_call_preview.html", context)
