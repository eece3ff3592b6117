"""What reviewers and the office are told by mail. No mail names another reviewer."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Person
from core import outbox
from core.templatetags.allmende import day
from evaluation.models import Assignment, Reviewer


def announce_assignments(assignments: Iterable[Assignment]) -> None:
    """Tell every reviewer once what is new."""
    by_reviewer: dict[str, list[Assignment]] = {}
    for assignment in assignments:
        by_reviewer.setdefault(assignment.reviewer.person.email, []).append(assignment)
    for address, new in by_reviewer.items():
        outbox.send([address], _("Neue Anträge zur Begutachtung"), body_for(new))


def body_for(assignments: list[Assignment]) -> str:
    lines = [
        _("Ihnen wurden Anträge zur Begutachtung zugeteilt:"),
        "",
        *(f"- {a.candidacy}, {_('fällig am')} {day(a.due_on)}" for a in assignments),
        "",
        _("Bitte erklären Sie zuerst unter „Meine Gutachten“, ob Sie befangen sind."),
        _("Erst danach können Sie den Antrag lesen."),
    ]
    return "\n".join(lines)


def announce_removal(assignment: Assignment) -> None:
    """Tell the reviewer that there is nothing left to do."""
    subject = _("Zuteilung aufgehoben")
    body = _("Der Antrag %s ist Ihnen nicht mehr zugeteilt.") % assignment.candidacy
    outbox.send([assignment.reviewer.person.email], subject, body)


def report_declaration(assignment: Assignment) -> None:
    """Tell the officer who assigned that a reviewer is biased or unsure."""
    subject = _("Befangenheit bei %s") % assignment.candidacy
    body = _("Eine Erklärung zur Befangenheit liegt vor: %s. Bitte prüfen Sie die Zuteilung.")
    outbox.send(officer_of(assignment), subject, body % assignment.get_status_display())


def officer_of(assignment: Assignment) -> Iterable[str]:
    people = Person.objects.filter(key=assignment.assigned_by_key, is_active=True)
    return people.values_list("email", flat=True)


def announce_clearance(assignment: Assignment) -> None:
    """Tell the reviewer that the office sees no bias."""
    subject = _("Sie können mit dem Gutachten beginnen")
    body = _("Die Programmstelle sieht keine Befangenheit beim Antrag %s.") % assignment.candidacy
    outbox.send([assignment.reviewer.person.email], subject, body)


def report_refusal(assignment: Assignment, reason: str) -> None:
    """Tell the officer who assigned that a reviewer gives an application back."""
    subject = _("Gutachten abgelehnt: %s") % assignment.candidacy
    body = _("%(name)s kann den Antrag nicht begutachten: %(reason)s") % {
        "name": assignment.reviewer,
        "reason": reason,
    }
    outbox.send(officer_of(assignment), subject, body)


def invite(reviewer: Reviewer) -> None:
    """Ask a person to join the pool."""
    body = _(
        "Die Programmstelle bittet Sie, Anträge zu begutachten. Melden Sie sich mit dieser "
        "E-Mail-Adresse im Portal an und nehmen Sie die Einladung unter „Mein Profil“ an. "
        "Haben Sie noch kein Passwort, wählen Sie beim Anmelden „Passwort vergessen“."
    )
    outbox.send([reviewer.person.email], _("Einladung zur Begutachtung"), body)


def remind(assignments: Iterable[Assignment]) -> int:
    """Tell every reviewer once what is due; return how many were told."""
    by_reviewer: dict[str, list[Assignment]] = {}
    for assignment in assignments:
        by_reviewer.setdefault(assignment.reviewer.person.email, []).append(assignment)
    for address, due in by_reviewer.items():
        lines = [f"- {a.candidacy}, {_('fällig am')} {day(a.due_on)}" for a in due]
        body = "\n".join([_("Bitte denken Sie an diese Gutachten:"), "", *lines])
        outbox.send([address], _("Erinnerung: Gutachten sind fällig"), body)
    return len(by_reviewer)


def invite_to_consensus(assignments: Iterable[Assignment]) -> None:
    """Tell the reviewers of a candidacy that they may read each other now."""
    for assignment in assignments:
        body = _(
            "Die Gutachten zum Antrag %s weichen stark voneinander ab. Bitte lesen Sie die anderen "
            "Gutachten unter „Meine Gutachten“, „Beratung“, und sagen Sie, was Sie dazu meinen."
        )
        address = [assignment.reviewer.person.email]
        outbox.send(address, _("Beratung eröffnet"), body % assignment.candidacy)


def announce_reopening(assignment: Assignment, reason: str) -> None:
    """Tell the reviewer that a review may be changed again, and why."""
    body = _("Ihr Gutachten zum Antrag %(case)s ist wieder offen: %(reason)s")
    sentence = body % {"case": assignment.candidacy, "reason": reason}
    outbox.send([assignment.reviewer.person.email], _("Gutachten wieder geöffnet"), sentence)
