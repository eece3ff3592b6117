"""Who applies and when: in time, entitled, signed, once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from applications.checks.rule import loaded
from applications.deadlines import deadline_of, supplement_of
from core import audit
from core.refusals import Finding
from core.text import german
from core.workflow import Attempt

if TYPE_CHECKING:
    from applications.models import Application


CHANGED = Finding(
    "changed",
    "Der Antrag wurde geändert, seit Sie diese Seite geöffnet haben. Bitte prüfen Sie ihn "
    "noch einmal.",
)


def arrived_in_time(application: Application, attempt: Attempt) -> list[Finding]:
    """In time when received at or before the deadline's instant."""
    deadline, version = deadline_of(loaded(application)), application.call_version
    arrived = application.submitted_at or attempt.at
    if arrived < version.opens_at:
        return [Finding("not_open", f"Der Aufruf beginnt erst am {german(version.opens_at)}.")]
    if arrived <= deadline or accepts_late(application):
        return []
    subject = "Ihre Nachreichung" if supplement_of(application) else "Ihr Antrag"
    sentence = (
        f"Die Frist ist am {german(deadline)} abgelaufen. {subject} ging am "
        f"{german(arrived)} ein und wurde nicht angenommen. Ihr Entwurf bleibt lesbar."
    )
    return [Finding("too_late", sentence)]


def accepts_late(application: Application) -> bool:
    """Does the call take late answers to supplement requests, noted as late?"""
    late = application.call_version.late_supplements == "accept"
    return late and supplement_of(application) is not None


def arrival_evidence(application: Application) -> str:
    arrived, deadline = application.submitted_at, deadline_of(application)
    if arrived is None:
        return f"Frist: {german(deadline)}"
    left = deadline - arrived
    distance = f"{left.days} Tage" if left.days else f"{int(left / timedelta(seconds=1))} Sekunden"
    return f"{german(arrived)}, {distance} vor Ablauf"


def may_apply(application: Application, attempt: Attempt) -> list[Finding]:
    """The call names the kinds of organisations; uninhabited areas do not apply."""
    organisation = loaded(application).organisation
    if organisation.kind not in application.call_version.eligible_kinds:
        kind = organisation.get_kind_display()
        sentence = f"{organisation.name} kann sich nicht bewerben ({kind})."
        return [Finding("not_eligible", sentence, "organisation")]
    if organisation.valid_until and organisation.valid_until < attempt.at.date():
        sentence = (
            f"{organisation.name} gibt es seit dem {organisation.valid_until:%d.%m.%Y} nicht mehr."
        )
        return [Finding("organisation_ended", sentence, "organisation")]
    return []


def organisation_evidence(application: Application) -> str:
    organisation = loaded(application).organisation
    keys = f"Gemeindeschlüssel {organisation.ags}, " if organisation.ags else ""
    return f"{keys}{organisation.get_kind_display()}"


def one_application(application: Application, attempt: Attempt) -> list[Finding]:
    """One application for each organisation and call."""
    others = type(application)._default_manager.filter(
        organisation_id=application.organisation_id,
        call_version__call_id=application.call_version.call_id,
    )
    others = others.filter(revises=None).exclude(status="withdrawn")
    if not others.exclude(pk=application.main.pk).exists():
        return []
    sentence = "Ihre Kommune hat in diesem Aufruf schon einen Antrag. Möglich ist nur einer."
    return [Finding("second_application", sentence)]


def one_application_evidence(application: Application) -> str:
    return f"Kein weiterer Antrag von {loaded(application).organisation.name}"


def partner_elsewhere(application: Application, attempt: Attempt) -> list[Finding]:
    """The office also sees whether the municipality takes part in another application."""
    if application.call_version.roles_per_organisation is None:
        return []
    organisation = application.organisation_id
    own_partners = [p.organisation_id for p in loaded(application).partners.all()]
    others = type(application)._default_manager.submitted().exclude(status="withdrawn")
    others = others.filter(call_version__call_id=application.call_version.call_id)
    overlap = others.exclude(pk=application.pk).filter(
        Q(partners__organisation=organisation) | Q(organisation__in=[o for o in own_partners if o])
    )
    numbers = sorted({other.receipt_number for other in overlap})
    if not numbers:
        return []
    sentence = f"Die Kommune oder ein Partner ist auch beteiligt an: {', '.join(numbers)}."
    return [Finding("partner_elsewhere", sentence, "partners")]


def partner_evidence(application: Application) -> str:
    return "Auch nicht Partner in anderen Anträgen"


def signed(application: Application, attempt: Attempt) -> list[Finding]:
    """Every submission has a signatory; without one there is no submission."""
    if application.submissions.exists():
        return []
    return [Finding("unsigned", "Es gibt keine gezeichnete Einreichung.")]


def signature_evidence(application: Application) -> str:
    submission = application.submissions.first()
    if submission is None:
        return "Noch nicht eingereicht"
    whose = "in Vertretung" if submission.signed_for_key else "durch"
    person = (
        "einer zeichnungsberechtigten"
        if submission.signed_for_key
        else "eine zeichnungsberechtigte"
    )
    return f"Freigegeben {whose} {person} Person am {german(submission.received_at)}"


def released_by_a_second_person(application: Application, attempt: Attempt) -> list[Finding]:
    """Where the call wants two people, one asks for release and another one submits."""
    if not application.call_version.second_person_releases:
        return []
    asked = audit.trail(application).filter(step="offer_for_signature").last()
    if asked is None or application.status != "awaiting_signature":
        sentence = (
            "Der Aufruf verlangt zwei Personen: Eine gibt den Antrag zur Zeichnung, eine andere "
            "reicht ihn ein."
        )
        return [Finding("not_offered", sentence)]
    if asked.actor_key == attempt.by.actor_key:
        sentence = (
            "Sie haben diesen Antrag zur Zeichnung gegeben. Einreichen muss ihn eine andere Person."
        )
        return [Finding("second_person", sentence)]
    return []


def unchanged(application: Application, attempt: Attempt) -> list[Finding]:
    """What the signatory read is what is submitted."""
    if attempt.facts.get("seen") in (None, application.version):
        return []
    return [CHANGED]


def confirmed(application: Application, attempt: Attempt) -> list[Finding]:
    """At submission the signatory confirms each declaration on its own."""
    if "confirmed" not in attempt.facts:
        return []
    return [
        Finding(f"unconfirmed_{code}", f"Bestätigen Sie: „{text}“", "submission", code)
        for code, text in declarations(application).items()
        if code not in attempt.facts["confirmed"]
    ]


def declarations(application: Application) -> dict[str, str]:
    """Return what the signatory declares, each with a box of its own."""
    name = application.organisation.name
    return {
        "authorised": f"Ich bin berechtigt, {name} zu vertreten.",
        "complete": "Die Angaben sind vollständig und richtig.",
        "subsidy": "Mir ist bekannt, welche Angaben subventionserheblich sind (§ 264 StGB).",
    }
