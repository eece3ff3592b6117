"""The organisation, the project's basics, and its action fields and challenges."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from applications.actions.applicant import as_known, save_applicant
from applications.actions.drafting import choose_topics, save_project
from applications.forms.applicant import ApplicantForm
from applications.forms.project import ProjectForm, TopicsForm
from applications.models import Applicant
from applications.views.drafts import Sheet, draft_for, typed


@login_required
@require_http_methods(["GET", "POST"])
def organisation(request: HttpRequest, key: str) -> HttpResponse:
    """Address, legal form, supervision; the directory's facts are only shown."""
    application = draft_for(request, key)
    stored = Applicant.objects.filter(application=application).first()
    form = ApplicantForm(typed(request), initial=vars(stored or as_known(application)))
    return Sheet(
        request,
        application,
        "organisation",
        "applications/applicant.html",
        save=lambda form: save_applicant(application, form.edit(), by=request.user),
        step="save_applicant",
    ).answer(form)


@login_required
@require_http_methods(["GET", "POST"])
def project(request: HttpRequest, key: str) -> HttpResponse:
    """Title, public summary, phase, period and level."""
    application = draft_for(request, key)
    form = ProjectForm(typed(request), initial=vars(application.project))
    return Sheet(
        request,
        application,
        "project",
        "applications/project.html",
        save=lambda form: save_project(application, form.edit(), by=request.user),
        step="save_project",
    ).answer(form)


@login_required
@require_http_methods(["GET", "POST"])
def topics(request: HttpRequest, key: str) -> HttpResponse:
    """Action fields with the leading one, and challenges."""
    application = draft_for(request, key)
    offered = list(application.call_version.topics.all())
    stored = dict(application.topics.values_list("code", "is_primary"))
    form = TopicsForm(typed(request), topics=offered, stored=stored)

    def save(form: TopicsForm) -> dict[str, bool]:
        chosen = form.chosen()
        choose_topics(application, chosen, seen=form.seen_before(), by=request.user)
        return chosen

    return Sheet(
        request, application, "topics", "applications/topics.html", save=save, step="choose_topics"
    ).answer(form)
