"""The receipt, the documents that go with it, and proving that nothing has changed since."""

from hashlib import sha256
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import APPLICANT_ROLES
from applications.actions import effort
from applications.forms.effort import EffortForm
from applications.forms.verification import VerificationForm
from applications.letters import application_pdf as application_as_pdf
from applications.letters import draft_pdf
from applications.letters import receipt_pdf as receipt_as_pdf
from applications.mails import addresses
from applications.models import Application, EffortStatement, Submission
from applications.permissions import is_own_case, may_edit
from applications.views.drafts import application_for, title_of
from core.downloads import document
from core.pdf import PdfUnavailableError
from core.snapshots import thaw
from core.templatetags.allmende import day, instant
from programmes.models import CallVersion

OK, TOO_MANY, UNAVAILABLE = 200, 429, 503


def submission_of(application: Application) -> Submission:
    """Return the latest submission; without one there is no receipt."""
    own = application.main.submissions.select_related("snapshot")
    submission = own.order_by("number").last()
    if submission is None:
        raise Http404
    return submission


@login_required
@require_GET
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """Number, time to the second, checksum, and what comes next with dates."""
    application = application_for(request, key)
    return render(request, "applications/receipt.html", receipt_context(application, request.user))


@login_required
@require_POST
def state_effort(request: HttpRequest, key: str) -> HttpResponse:
    """The one voluntary question of the receipt; what was typed wrong stays in its field."""
    application = application_for(request, key)
    submission_of(application)
    if not may_edit(application, request.user):
        raise PermissionDenied
    form = EffortForm(request.POST, stated=None)
    if form.is_valid():
        effort.state_effort(application, form.cleaned_data["hours"], by=request.user)
        messages.success(request, _("Vielen Dank. Ihre Angabe ist gespeichert."))
        return redirect("receipt", application.main.key)
    context = {**receipt_context(application, request.user), "form": form}
    return render(request, "applications/receipt.html", context)


def receipt_context(application: Application, viewer: Any) -> dict[str, Any]:
    """Return what the receipt shows to this person."""
    submission = submission_of(application)
    stated = EffortStatement.objects.filter(application=application.main).first()
    return {
        "form": EffortForm(stated=stated) if may_edit(application, viewer) else None,
        "stated": stated,
        "application": application,
        "submission": submission,
        "content": thaw(submission.snapshot),
        "title": title_of(application),
        "own": is_own_case(application, viewer),
        "timeline": timeline(application, submission),
        "people": len(addresses(application.organisation, *APPLICANT_ROLES)),
    }


def timeline(application: Application, submission: Submission) -> list[dict[str, Any]]:
    """Return what happened and what comes next, with the dates the call promises."""
    version = application.call_version
    arrived = {
        "label": _("Eingang bestätigt"),
        "when": instant(submission.received_at, "seconds"),
        "state": "done",
    }
    ahead = [
        (_("Wir prüfen, ob alles vollständig ist"), version.formal_check_until),
        *[(_("Sie reichen nach: %s") % name, due) for name, due in still_to_come(version)],
        (_("Fachleute bewerten Ihren Antrag"), version.review_until),
        (_("Sie erhalten die Entscheidung"), version.decision_until),
    ]
    entries = [{"label": label, "when": until(when), "state": ""} for label, when in ahead if when]
    if entries:
        entries[0]["state"] = "now"
    return [arrived, *entries]


def still_to_come(version: CallVersion) -> list[tuple[str, Any]]:
    later = version.document_requirements.filter(due_at__isnull=False, required=True)
    own = [requirement for requirement in later if not requirement.partner_kinds]
    return [(requirement.name, requirement.due_at) for requirement in own]


def until(when: Any) -> str:
    words = instant(when) if hasattr(when, "hour") else day(when)
    return _("bis %s") % words


@login_required
@require_GET
def receipt_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The receipt for the files."""
    application = application_for(request, key)
    submission = submission_of(application)
    name = f"Quittung-{submission.receipt_number}.pdf"
    try:
        return document(receipt_as_pdf(application, submission), name)
    except PdfUnavailableError:
        return pdf_later(request, application)


@login_required
@require_GET
def application_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The whole application: as submitted, or marked as a draft."""
    application = application_for(request, key)
    try:
        if not application.receipt_number:
            return document(draft_pdf(application), f"Entwurf-{application.key}.pdf")
        submission = submission_of(application)
        content = application_as_pdf(application, submission)
        return document(content, f"Antrag-{submission.receipt_number}.pdf")
    except PdfUnavailableError:
        return pdf_later(request, application)


@login_required
@require_GET
def application_json(request: HttpRequest, key: str) -> HttpResponse:
    """The frozen bytes themselves: their SHA-256 is the checksum of the receipt."""
    submission = submission_of(application_for(request, key))
    name = f"Antrag-{submission.receipt_number}.json"
    return document(bytes(submission.snapshot.content), name, "application/json")


def pdf_later(request: HttpRequest, application: Application) -> HttpResponse:
    """A failing renderer blocks nothing: say that the PDF comes and what is safe."""
    context = {"application": application, "title": title_of(application)}
    return render(request, "applications/pdf_later.html", context, status=UNAVAILABLE)


@require_http_methods(["GET", "POST"])
def verify_receipt(request: HttpRequest) -> HttpResponse:
    """Number with checksum or file: unchanged, or not the same. It says nothing else."""
    form = VerificationForm(request.POST or None, request.FILES or None)
    result, status = None, OK
    if request.method == "POST" and form.is_valid():
        if ratelimit.consume(request, action="receipt_check"):
            result = is_unchanged(form)
        else:
            form.add_error(None, _("Das waren viele Prüfungen. Warten Sie bitte eine Minute."))
            status = TOO_MANY
    context = {"form": form, "result": result}
    return render(request, "applications/verify.html", context, status=status)


def is_unchanged(form: VerificationForm) -> bool:
    """Is there a receipt with this number and exactly this checksum?"""
    upload = form.cleaned_data["file"]
    digest = form.cleaned_data["checksum"]
    if upload:
        digest = sha256(b"".join(upload.chunks())).hexdigest()
    number = form.cleaned_data["number"]
    return Submission.objects.filter(receipt_number=number, snapshot__sha256=digest).exists()
