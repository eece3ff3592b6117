"""A reviewer's pages: own assignments, declaration, reading and scoring, handing in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import is_reviewer
from applications.models import Document
from core import clock
from core.downloads import attachment
from core.refusals import EditConflict, Finding, RuleViolation
from core.text import rfc3339
from core.workflow import Attempt, findings_against
from evaluation import actions
from evaluation.anchors import open_anchors
from evaluation.filters import OwnAssignmentFilter
from evaluation.forms.reviewing import DeclarationForm, DeclineForm, ReviewForm
from evaluation.models import Assignment, Candidacy, Review
from evaluation.own_points import own_points
from evaluation.permissions import is_assigned_reviewer, is_review_submitted, may_decline
from evaluation.reading import reading_of
from evaluation.scores import points_of, yardstick
from evaluation.views.conflict import conflict_answer
from evaluation.views.fetching import PARTS, REFUSED, entered, is_filtered, page_of
from rulebook.scoring import total_score

UNREADABLE = 422


@login_required
@require_GET
def my_reviews(request: Any) -> HttpResponse:
    """One's own assignments: what is to do before what is handed in, the next due first."""
    if not is_reviewer(request.user):
        raise PermissionDenied
    own = Assignment.objects.visible_to(request.user).filter(reviewer__person=request.user)
    handed_in = Exists(
        Review.objects.filter(assignment=OuterRef("pk"), status=Review.Status.SUBMITTED)
    )
    own = own.annotate(is_done=handed_in)
    parts = ("review", *(f"candidacy__{part}" for part in PARTS))
    filters = OwnAssignmentFilter(request.GET, queryset=own.select_related(*parts))
    context = {
        "form": filters.form,
        "page": page_of(request, filters.qs),
        "active": is_filtered(filters),
        "today": clock.today(),
        "anchors": open_anchors(request.user),
    }
    return render(request, "evaluation/my_reviews.html", context)


def own_assignment(request: HttpRequest, key: str) -> Assignment:
    """Fetch one of one's own assignments; everybody else is sent away."""
    parts = ["reviewer", "review", "candidacy__consensus"]
    parts += [f"candidacy__{part}" for part in PARTS]
    visible = Assignment.objects.visible_to(request.user).select_related(*parts)
    assignment = get_object_or_404(visible, key=key)
    if not is_assigned_reviewer(assignment, request.user):
        raise PermissionDenied
    return assignment


@login_required
@require_http_methods(["GET", "POST"])
def conflict(request: HttpRequest, key: str) -> HttpResponse:
    """Declare bias before anything but names and title can be read."""
    assignment = own_assignment(request, key)
    form = DeclarationForm(entered(request), assignment=assignment)
    refused: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            declared = actions.declare(assignment, by=request.user, **form.cleaned_data)
            messages.success(request, _("Ihre Erklärung ist festgehalten."))
            return redirect("review" if declared.may_be_read else "my_reviews", *after(declared))
        except RuleViolation as refusal:
            refused = refusal.findings
    context = {
        **heading(assignment, "conflict"),
        "partners": assignment.candidacy.application.partners.all(),
        "form": form,
        "refused": refused,
    }
    status = REFUSED if refused else 200
    return render(request, "evaluation/conflict.html", context, status=status)


def after(declared: Assignment) -> tuple[str, ...]:
    return (declared.key,) if declared.may_be_read else ()


def heading(assignment: Assignment, current: str) -> dict[str, Any]:
    """What every page of a review names, and its tabs."""
    pages = {
        "conflict": _("Befangenheit"),
        "review": _("Lesen und bewerten"),
        "submit_review": _("Prüfen und abgeben"),
    }
    if hasattr(assignment.candidacy, "consensus") and is_review_submitted(assignment):
        pages["consensus"] = _("Beratung")
    open_pages = pages if assignment.may_be_read else {"conflict": pages["conflict"]}
    tabs = [
        {"label": label, "url": reverse(name, args=[assignment.key]), "current": name == current}
        for name, label in open_pages.items()
    ]
    return {
        "assignment": assignment,
        "application": assignment.candidacy.application,
        "tabs": tabs,
    }


@login_required
@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, key: str) -> HttpResponse:
    """Give an assignment back, with a reason."""
    assignment = own_assignment(request, key)
    form = DeclineForm(entered(request))
    refused: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline_assignment(assignment, by=request.user, **form.cleaned_data)
            messages.success(request, _("Die Programmstelle sucht jemand anderen."))
            return redirect("my_reviews")
        except RuleViolation as refusal:
            refused = refusal.findings
    context = {**heading(assignment, "decline_assignment"), "form": form, "refused": refused}
    context["may_decline"] = may_decline(assignment, request.user)
    status = REFUSED if refused else 200
    return render(request, "evaluation/decline.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, key: str) -> HttpResponse:
    """Read the application on the left, score it on the right; afterwards only read."""
    assignment = own_assignment(request, key)
    if not assignment.may_be_read:
        return redirect("conflict", key)
    stored = stored_review(assignment)
    if not is_writable(assignment, stored) and request.method == "GET":
        return draw(request, assignment, stored, None)
    form = form_for(assignment, stored, entered(request))
    if request.method == "GET":
        return draw(request, assignment, stored, form)
    return save(request, assignment, stored, form)


def stored_review(assignment: Assignment) -> Review | None:
    found = Review.objects.filter(assignment=assignment).prefetch_related("scores", "changes")
    return found.first()


def is_writable(assignment: Assignment, stored: Review | None) -> bool:
    submitted = stored is not None and stored.status == Review.Status.SUBMITTED
    return not submitted and assignment.candidacy.status == Candidacy.Status.IN_REVIEW


def form_for(assignment: Assignment, stored: Review | None, sent: Any) -> ReviewForm:
    version = assignment.candidacy.application.call_version
    scores = {score.code: score for score in stored.scores.all()} if stored else {}
    known = stored or Review(version=0)
    return ReviewForm(
        sent,
        criteria=list(version.criteria.select_related("group")),
        stored=scores,
        half_points=version.half_points,
        initial={"version": known.version, "confidence": known.confidence},
    )


def save(
    request: HttpRequest, assignment: Assignment, stored: Review | None, form: ReviewForm
) -> HttpResponse:
    """Keep what was entered; autosave gets its answer as JSON."""
    autosaving = "X-Autosave" in request.headers
    if not form.is_valid():
        sentence = _("Prüfen Sie die markierten Angaben.")
        refused = JsonResponse({"message": sentence}, status=UNREADABLE)
        return refused if autosaving else draw(request, assignment, stored, form)
    version = form.cleaned_data["version"]
    try:
        kept = actions.record_review(
            assignment,
            by=request.user,
            version=version,
            judgements=form.judgements(),
            confidence=form.cleaned_data["confidence"],
        )
    except EditConflict:
        return conflict_answer(request, heading(assignment, "review"), form, autosaving)
    except RuleViolation as refusal:
        sentence = str(refusal)
        if autosaving:
            return JsonResponse({"message": sentence}, status=REFUSED)
        messages.error(request, sentence)
        return redirect("review", assignment.key)
    if autosaving:
        return JsonResponse({"version": kept.version, "saved_at": rfc3339(clock.now())})
    messages.success(request, _("Gespeichert."))
    return redirect("submit_review" if "check" in request.POST else "review", assignment.key)


def draw(
    request: HttpRequest, assignment: Assignment, stored: Review | None, form: ReviewForm | None
) -> HttpResponse:
    actions.note_opening(assignment, _("Antrag"))
    context = {
        **heading(assignment, "review"),
        "reading": reading_of(assignment.candidacy.application),
        "review": stored,
        "form": form,
        "saved_at": None,
        "interim": interim(assignment, stored),
        "scores": scored(assignment, stored) if form is None and stored else [],
    }
    return render(request, "evaluation/review.html", context)


def scored(assignment: Assignment, stored: Review) -> list[dict[str, Any]]:
    """Return each criterion with what was said on it."""
    scores = {score.code: score for score in stored.scores.all()}
    criteria = assignment.candidacy.application.call_version.criteria.all()
    return [{"criterion": one, "score": scores.get(one.code)} for one in criteria]


def interim(assignment: Assignment, stored: Review | None) -> dict[str, Any]:
    """Return the points so far, and how many can still be reached."""
    given = points_of(stored) if stored else {}
    criteria = yardstick(assignment.candidacy.application.call_version).criteria
    done = [criterion for criterion in criteria if criterion.code in given]
    total = total_score(given, done)
    rest = sum(c.weight for c in criteria if c.code not in given)
    return {"total": total, "done": len(done), "of": len(criteria), "most": total + rest}


@login_required
@require_http_methods(["GET", "POST"])
def submit_review(request: HttpRequest, key: str) -> HttpResponse:
    """Look at the whole review once more and hand it in."""
    assignment = own_assignment(request, key)
    stored = stored_review(assignment)
    if not assignment.may_be_read or stored is None:
        return redirect("review", key)
    if request.method == "POST":
        try:
            actions.submit_review(stored, by=request.user)
            messages.success(request, _("Ihr Gutachten ist abgegeben. Vielen Dank."))
        except RuleViolation as refusal:
            for finding in refusal.findings:
                messages.error(request, str(finding))
        return redirect("submit_review", key)
    found = findings_against(stored, "submit", Attempt(by=request.user))
    is_draft = stored.status == Review.Status.DRAFT
    context = {
        **heading(assignment, "submit_review"),
        "review": stored,
        "scores": scored(assignment, stored),
        "interim": interim(assignment, stored),
        "own": own_points(assignment),
        "findings": linked(found, assignment) if is_draft else [],
        "is_draft": is_draft,
    }
    return render(request, "evaluation/submit_review.html", context)


def linked(findings: list[Finding], assignment: Assignment) -> list[dict[str, str]]:
    """Return findings with the address of their field on the page for scoring."""
    page = reverse("review", args=[assignment.key])
    return [
        {"sentence": one.sentence, "url": f"{page}#id_{one.field}" if one.field else ""}
        for one in findings
    ]


@login_required
@require_GET
def review_document(request: HttpRequest, key: str, document: str) -> HttpResponseBase:
    """A document of the submission one may read."""
    assignment = own_assignment(request, key)
    if not assignment.may_be_read:
        raise PermissionDenied
    application = assignment.candidacy.application
    part = reading_of(application).document(document)
    if part is None:
        raise Http404
    actions.note_opening(assignment, f"{part['name']} ({part['file']})")
    found = Document.objects.filter(application=application).select_related("file")
    return attachment(get_object_or_404(found, key=document).file)
