"""What every page of a draft shares: the fetch, the section, saving, refusals and conflicts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.actions.editing import not_editable
from applications.actions.presence import note_presence
from applications.checks.content import asked
from applications.checks.documents import economic_activity_declared
from applications.checks.revision import section_closed
from applications.models import Application, Presence
from applications.permissions import may_edit
from applications.presence import is_noted, people_in
from applications.sections import Section, sections_of
from applications.views.conflicts import conflict_page
from core import clock
from core.refusals import EditConflict, Finding, RuleViolation
from core.text import rfc3339
from programmes.forms.questionnaire import wants_rows
from programmes.models import CallVersion, Chapter, Question

CONFLICT = 409
UNREADABLE = 422


def application_for(request: HttpRequest, key: str) -> Application:
    """Fetch an application this person may see; to a stranger it does not exist."""
    visible = Application.with_copies.visible_to(request.user)
    parts = ("organisation", "project", "call_version__call__programme")
    return get_object_or_404(visible.select_related(*parts), key=key)


def draft_for(request: HttpRequest, key: str) -> Application:
    """Fetch an application that this person may edit."""
    application = application_for(request, key)
    if not may_edit(application, request.user):
        raise PermissionDenied
    return application


def typed(request: HttpRequest) -> QueryDict | None:
    """Return what was typed, also when that is nothing; None when the page was only opened."""
    return request.POST if request.method == "POST" else None


def title_of(application: Application) -> str:
    return application.project.title or _("Antrag ohne Titel")


def sections_for(application: Application) -> list[Section]:
    """Return the sections of this application: questions that do not apply have none."""
    with_aid = economic_activity_declared(application)
    return sections_of(asked(application), with_aid=with_aid)


def place_of(application: Application, code: str) -> dict[str, Any]:
    """Return what every page of a section shows: which it is, and what comes behind it."""
    sections = sections_for(application)
    place = next((n for n, section in enumerate(sections) if section.code == code), -1)
    is_last = place + 1 == len(sections)
    after = reverse("task_list", args=[application.key])
    return {
        "application": application,
        "title": title_of(application),
        "section": sections[place],
        "number": place + 1,
        "total": len(sections),
        "next_url": after if is_last else sections[place + 1].url(application.key),
    }


@dataclass(frozen=True)
class Sheet:
    """One page of a draft: what draws it, how it saves, and which step of the trail that is.

    `code` is its section; after saving comes the page `after`, else the next section.
    """

    request: HttpRequest
    application: Application
    code: str
    template: str
    save: Callable[[Any], Any] = lambda form: None
    step: str = ""
    after: str = ""
    context: dict[str, Any] = field(default_factory=dict)

    def draw(self, form: Any = None, *, status: int = 200, **more: Any) -> HttpResponse:
        """Render the page with its place among the sections."""
        context = {**self.place(), "form": form, "others": self.others(), **self.context, **more}
        return render(self.request, self.template, context, status=status)

    def place(self) -> dict[str, Any]:
        return place_of(self.application, self.code)

    def others(self) -> list[Presence]:
        """Note that this person is here, and return who else has the same section open."""
        here, person = people_in(self.application), self.request.user
        if not is_noted(here, self.code, person):
            note_presence(self.application, self.code, by=person)
        others = [one for one in here if one.person_id != person.pk]
        return [one for one in others if one.section == self.code]

    def closed(self) -> HttpResponse | None:
        """Lead away from a page that nobody can change at the moment."""
        if self.request.method == "POST":
            return None
        closed = [*section_closed(self.application, self.code), *self.not_asked()]
        if not self.application.is_editable:
            closed = [not_editable(self.application)]
        if not closed:
            return None
        messages.warning(self.request, closed[0].sentence)
        return redirect("task_list", self.application.key)

    def not_asked(self) -> list[Finding]:
        """Earlier aid is listed only where economic activity is declared."""
        if self.code != "aids" or economic_activity_declared(self.application):
            return []
        sentence = _("Beihilfen nennen Sie nur, wenn Sie eine wirtschaftliche Tätigkeit erklären.")
        return [Finding("not_asked", sentence, "declarations")]

    def answer(self, form: Any) -> HttpResponse:
        """Show the form, or save it and go on; autosave gets its answer as JSON."""
        if closed := self.closed():
            return closed
        if self.request.method != "POST":
            return self.draw(form)
        autosaving = "X-Autosave" in self.request.headers
        if autosaving:
            self.others()
        if not form.is_valid():
            return unreadable(form) if autosaving else self.draw(form)
        try:
            stored = self.save(form)
        except RuleViolation as refusal:
            return self.refused(refusal, form, autosaving)
        except EditConflict as conflict:
            return conflict_page(self, form, conflict.current, autosaving)
        return saved(form, stored) if autosaving else self.go_on(form, stored)

    def refused(self, refusal: RuleViolation, form: Any, autosaving: bool) -> HttpResponse:
        """Say why nothing was saved; what was typed stays on the page."""
        if autosaving:
            return JsonResponse({"message": str(refusal)}, status=CONFLICT)
        return self.draw(form, status=CONFLICT, refused=refusal.findings)

    def go_on(self, form: Any, stored: Any) -> HttpResponse:
        """After saving: show what is still wrong, else the next section or the list."""
        form.report()
        if form.errors or wants_rows(form.data):
            form.draw_from(stored)
            return self.draw(form, saved_at=clock.now())
        messages.success(self.request, _("Ihre Angaben sind gespeichert."))
        if self.request.POST.get("then") == "later":
            return redirect("task_list", self.application.key)
        return redirect(self.after or self.place()["next_url"])


def unreadable(form: Any) -> JsonResponse:
    """Tell autosave that something typed cannot be read yet, so nothing was saved."""
    return JsonResponse({"errors": form.errors}, status=UNREADABLE)


def saved(form: Any, stored: Any) -> JsonResponse:
    """Tell autosave when it saved and which state the page is now drawn from."""
    return JsonResponse({"saved_at": rfc3339(clock.now()), "fields": form.hidden(stored)})


def seen_version(request: HttpRequest, application: Application) -> CallVersion:
    """Return the version of the call whose questions the page showed when it was drawn.

    A correction may have come in between: what was typed then is read as it was asked.
    """
    version, number = application.call_version, request.POST.get("fassung", "")
    if not number.isdecimal() or len(number) > 4 or int(number) == version.number:  # noqa: PLR2004
        return version
    earlier = CallVersion.objects.filter(call=version.call_id, number=int(number))
    return earlier.filter(status=CallVersion.Status.PUBLISHED).first() or version


def asked_question(version: CallVersion, code: str) -> Question:
    """Return the question with a page of its own; declarations share one."""
    own = version.questions.exclude(chapter__place=Chapter.Place.DECLARATIONS)
    return get_object_or_404(own.select_related("criterion"), code=code)
