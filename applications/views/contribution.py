"""What a partner's people see: their own lines and documents, and what the lead shares."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.actions import consortium as actions
from applications.actions import planning
from applications.consortium import (
    may_read,
    money_of,
    requirements_for,
    row_to_write,
    shared_chapters,
)
from applications.forms.consortium import OwnLeavingForm, OwnLineForm, PartnerTermsForm
from applications.forms.documents import UploadForm
from applications.forms.plan import NewLineForm, PlanForm
from applications.models import Partner, PlanLine
from applications.plan_rows import LEADS_ONLY, PlanState, plan_as_typed, state_of
from applications.views.documents import document_rows, handed_in, open_among
from applications.views.drafts import CONFLICT, Sheet, typed
from applications.views.plan import initial_of, next_row, table_of, typed_in, wanted_year
from core.downloads import attachment
from core.refusals import RuleViolation

PARTS = ("application__organisation", "application__project", "organisation")


def contribution_for(request: HttpRequest, key: str, position: int) -> Partner:
    """Fetch a partner role of this person: the row that can be written; strangers get 404."""
    visible = Partner.objects.visible_to(request.user).select_related(
        *PARTS, "application__call_version__call"
    )
    partner = get_object_or_404(visible, application__key=key, position=position)
    return row_to_write(partner)


@dataclass(frozen=True)
class PartnerSheet(Sheet):
    """A page of a partner's own: it stands in no row of sections."""

    partner: Partner | None = None

    def place(self) -> dict[str, Any]:
        return {
            "application": self.application,
            "title": self.application.project.title or _("Antrag ohne Titel"),
            "partner": self.partner,
            "section": {"title": _("Angaben des Partners")},
            "contribution_url": self.next_url([]),
        }

    def next_url(self, sections: list[Any]) -> str:
        position = self.partner.position if self.partner else 0
        return reverse("contribution", args=[self.application.main.key, position])

    def closed(self) -> HttpResponse | None:
        if self.request.method == "POST" or self.application.is_editable:
            return None
        messages.warning(self.request, _("Der Antrag kann zurzeit nicht geändert werden."))
        return redirect(self.next_url([]))

    def go_on(self, form: Any, stored: Any) -> HttpResponse:
        form.report()
        messages.success(self.request, _("Ihre Angaben sind gespeichert."))
        return redirect(self.after or self.next_url([]))


@login_required
@require_GET
def contribution(request: HttpRequest, key: str, position: int) -> HttpResponse:
    """Where a partner's people begin."""
    return contribution_page(request, contribution_for(request, key, position))


def contribution_page(request: HttpRequest, partner: Partner, **more: Any) -> HttpResponse:
    """Draw the page; a form with errors or a refusal comes with `more`."""
    application = partner.application
    requirements = requirements_for(partner)
    open_now = open_among(application, requirements)
    upload = UploadForm(requirements=open_now) if open_now else None
    context = {
        "application": application,
        "main_key": application.main.key,
        "title": application.project.title or _("Antrag ohne Titel"),
        "partner": partner,
        "money": money_of(partner),
        "documents": document_rows(application, requirements, open_now),
        "handed_over": partner.documents.exclude(origin="").select_related("file"),
        "chapters": shared_chapters(application, partner),
        "is_open": application.is_editable,
        "upload": upload,
    } | more
    status = CONFLICT if more.get("refused") else 200
    return render(request, "applications/contribution.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def contribution_plan(request: HttpRequest, key: str, position: int) -> HttpResponse:
    """The partner's own finance lines, by year."""
    partner = contribution_for(request, key, position)
    application = partner.application
    state, years = state_of(application, partner), application.call_version.years
    form = PlanForm(typed(request), state=state, years=years)
    reckoned = plan_as_typed(state.rows, typed_in(form), years)

    def save(form: PlanForm) -> PlanState:
        seen = form.cleaned_data["version"]
        return planning.save_plan(
            application, form.typed(), seen=seen, by=request.user, partner=partner
        )

    row = request.POST.get("row", "")
    ways = {"": "", "new": reverse("new_contribution_line", args=[key, position])}
    return PartnerSheet(
        request,
        application,
        "plan",
        "applications/contribution_plan.html",
        save=save,
        step="save_plan",
        after=ways[row] if row in ways else reverse("contribution_line", args=[key, position, row]),
        context={
            **table_of(form, reckoned, wanted_year(request, form, reckoned)),
            "years": years,
        },
        partner=partner,
    ).answer(form)


@login_required
@require_http_methods(["GET", "POST"])
def new_contribution_line(request: HttpRequest, key: str, position: int) -> HttpResponse:
    """Add a line of the partner's own; only the lead applies for the grant."""
    partner = contribution_for(request, key, position)
    form = NewLineForm(typed(request), without=LEADS_ONLY)
    after = ""
    if request.method == "POST" and form.is_valid():
        row = next_row(state_of(partner.application, partner), form.cleaned_data["kind"])
        after = reverse("contribution_line", args=[key, position, row])

    def save(form: NewLineForm) -> PlanLine:
        values = {"kind": form.cleaned_data["kind"], "eligible": True}
        return planning.add_line(partner.application, values, by=request.user, partner=partner)

    return PartnerSheet(
        request,
        partner.application,
        "plan",
        "applications/contribution_line.html",
        save=save,
        after=after,
        partner=partner,
    ).answer(form)


@login_required
@require_http_methods(["GET", "POST"])
def contribution_line(request: HttpRequest, key: str, position: int, row: str) -> HttpResponse:
    """What one line of the partner is called and whether it is eligible; or remove it."""
    partner = contribution_for(request, key, position)
    found = state_of(partner.application, partner).row(row)
    if found is None or found.kind in LEADS_ONLY:
        raise Http404
    whose = {"by": request.user, "partner": partner}

    def save(form: OwnLineForm) -> Any:
        if request.POST.get("then") == "remove" and found.line:
            return planning.remove_line(found.line, **whose)
        if found.line:
            return planning.change_line(found.line, form.edit(), **whose)
        values = {"kind": found.kind, **form.edit().values}
        return planning.add_line(partner.application, values, **whose)

    form = OwnLineForm(
        typed(request),
        application=partner.application,
        side=found.side,
        shows_measures=may_read(partner, "measures"),
        initial=initial_of(found),
    )
    return PartnerSheet(
        request,
        partner.application,
        "plan",
        "applications/contribution_line.html",
        save=save,
        step="change_plan_line",
        after=reverse("contribution_plan", args=[key, position]),
        context={"row": found},
        partner=partner,
    ).answer(form)


@login_required
@require_http_methods(["GET", "POST"])
def contribution_terms(request: HttpRequest, key: str, position: int) -> HttpResponse:
    """The partner's resolution, agreement and requested rate."""
    partner = contribution_for(request, key, position)

    def save(form: PartnerTermsForm) -> Partner:
        return actions.save_partner_terms(partner, form.edit(), by=request.user)

    form = PartnerTermsForm(
        typed(request),
        application=partner.application,
        initial={name: getattr(partner, name) for name in PartnerTermsForm.base_fields},
    )
    return PartnerSheet(
        request,
        partner.application,
        "partners",
        "applications/contribution_terms.html",
        save=save,
        step="change_partner",
        partner=partner,
    ).answer(form)


@login_required
@require_POST
def hand_in_contribution(request: HttpRequest, key: str, position: int) -> HttpResponse:
    """Hand in a document of the partner's own."""
    partner = contribution_for(request, key, position)
    requirements = open_among(partner.application, requirements_for(partner))
    form = UploadForm(request.POST, request.FILES, requirements=requirements)
    if form.is_valid():
        handed_in(request, partner.application, form)
    if form.errors:
        return contribution_page(request, partner, upload=form, form=form)
    return redirect("contribution", key, position)


@login_required
@require_GET
def contribution_document(
    request: HttpRequest, key: str, position: int, document_key: str
) -> HttpResponseBase:
    """One file of the partner's own, for saving."""
    partner = contribution_for(request, key, position)
    found = get_object_or_404(partner.documents.select_related("file"), key=document_key)
    return attachment(found.file)


@login_required
@require_http_methods(["GET", "POST"])
def leave_consortium(request: HttpRequest, key: str, position: int) -> HttpResponse:
    """The partner ends its participation; what it wrote goes to the lead."""
    partner = contribution_for(request, key, position)
    form = OwnLeavingForm(typed(request))
    sheet = PartnerSheet(
        request, partner.application, "", "applications/leave_consortium.html", partner=partner
    )
    if request.method != "POST" or not form.is_valid():
        return sheet.closed() or sheet.draw(form)
    try:
        actions.leave_consortium(partner, by=request.user, note=form.cleaned_data["note"])
    except RuleViolation as refusal:
        return sheet.draw(form, status=CONFLICT, refused=refusal.findings)
    messages.success(request, _("Ihre Beteiligung ist beendet."))
    return redirect("municipality_home")
