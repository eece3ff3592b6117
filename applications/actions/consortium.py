"""Partners of an application: their people, what they may read, their terms, and leaving."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.actions import end_membership
from accounts.actions.invitations import Call, send_invitation
from accounts.models import Invitation, Role
from applications.actions.editing import Edit, apply_edit, in_words, lock_draft, record_change
from applications.actions.rows import KEPT, refuse_bound
from applications.models import Application, Document, Partner, PartnerPerson, PlanLine
from applications.permissions import may_contribute, may_edit
from core import audit, clock
from core.refusals import EditConflict, Finding, RuleViolation
from core.templatetags.allmende import day
from core.text import clean

SECTION = "partners"


@transaction.atomic
def invite_partner_person(partner: Partner, email: str, *, by: Any, site: str) -> PartnerPerson:
    """Ask somebody of the partner by mail to work on the partner's part.

    From now on the partner's role counts; one who is bound elsewhere is told here.
    """
    refuse_bound(partner.application, partner.organisation)
    application = lock_draft(partner.application, SECTION, by)
    home = Partner.objects.get(pk=partner.pk, application=application).home
    waiting = home.people_now().filter(invitation__email__iexact=email)
    if waiting.exists():
        sentence = "Diese Person ist für diesen Partner schon eingeladen."
        raise RuleViolation(Finding("already_invited", sentence, SECTION, "email"))
    title = application.project.title or "Antrag ohne Titel"
    about = f"für „{home}“ am Antrag „{title}“ von „{application.organisation}“ mitzuarbeiten"
    call = Call(email, Role.PARTNER, about=about)
    invitation = send_invitation(application.organisation, call, by=by, site=site)
    person = PartnerPerson.objects.create(
        application=application.main, partner=home, body=home.name, invitation=invitation
    )
    change = {"after": {"Partner": home.name, "Einladung": invitation.key}}
    audit.record(application, "invite_partner_person", by=by, change=change)
    return person


@transaction.atomic
def end_partner_person(person: PartnerPerson, *, by: Any) -> None:
    """End somebody's access, for the lead; the row stays as evidence."""
    rows = Application.with_copies.select_for_update(of=("self",))
    application = rows.get(pk=person.application_id)
    if not may_edit(application, by):
        raise PermissionDenied
    end_people([person], by)
    change = {"before": {"Partner": person.body}}
    audit.record(application, "end_partner_person", by=by, change=change)


def end_people(people: Collection[PartnerPerson], by: Any) -> None:
    """Take the links back and end the roles that no other application needs."""
    for person in people:
        person.ended_at = clock.now()
        person.save(update_fields=["ended_at"])
        invitation = person.invitation
        if invitation.accepted_by is None:
            invitation.withdrawn_at = person.ended_at
            invitation.save(update_fields=["withdrawn_at"])
        else:
            end_role(invitation, by)


def end_role(invitation: Invitation, by: Any) -> None:
    """End the role at the lead, unless the person works on another application of it."""
    own = {"invitation__accepted_by": invitation.accepted_by}
    others = PartnerPerson.objects.filter(application__organisation=invitation.organisation, **own)
    if others.filter(ended_at=None).exists():
        return
    roles = invitation.organisation.memberships.valid().filter(role=Role.PARTNER)
    for membership in roles.filter(person=invitation.accepted_by):
        end_membership(membership, by=by)


@transaction.atomic
def share_with_partner(
    partner: Partner, sections: Collection[str], *, seen: Collection[str], by: Any
) -> Partner:
    """Say which sections the partner's people may read; `seen` is the choice shown before."""
    application = lock_draft(partner.application, SECTION, by)
    partner = Partner.objects.get(pk=partner.pk, application=application)
    chosen, stored = sorted(sections), sorted(partner.shared_sections)
    if chosen == stored:
        return partner
    if stored != sorted(seen):
        raise EditConflict(partner)
    partner.shared_sections = chosen
    partner.save(update_fields=["shared_sections"])
    change = {"before": {partner.name: stored}, "after": {partner.name: chosen}}
    record_change(application, "share_with_partner", by=by, change=change)
    return partner


@transaction.atomic
def save_partner_terms(partner: Partner, edit: Edit, *, by: Any) -> Partner:
    """Write resolution, agreement and requested rate; the lead and the partner's people may."""
    application = lock_draft(partner.application, SECTION, by, partner)
    partner = Partner.objects.get(pk=partner.pk, application=application)
    if change := apply_edit(partner, edit):
        record_change(application, "change_partner", by=by, change=change | {"note": partner.name})
    return partner


@transaction.atomic
def part_with_partner(
    partner: Partner, *, by: Any, successor: Partner | None = None, note: str = ""
) -> None:
    """Let a partner leave: lines and documents go to the lead or to the successor.

    Nothing is lost: what the partner's row held stays in the trail, the files in the application.
    """
    application = lock_draft(partner.application, SECTION, by, None if successor else partner)
    gone = Partner.objects.filter(pk=partner.pk, application=application).first()
    if gone is None:
        return
    if successor and (successor.pk == gone.pk or successor.application_id != application.pk):
        sentence = "Wählen Sie einen anderen Partner dieses Antrags."
        raise RuleViolation(Finding("no_successor", sentence, SECTION, "successor"))
    lines = hand_over_lines(gone, successor)
    documents = hand_over_documents(gone, successor)
    if not application.is_copy:
        end_people(list(gone.people_now()), by)
    change = left_behind(gone, successor, lines, documents)
    gone.delete()
    record_change(application, "part_with_partner", by=by, change=change | {"note": clean(note)})


def hand_over_lines(gone: Partner, successor: Partner | None) -> list[str]:
    """Give the finance lines away with their amounts; return their names."""
    lines = list(PlanLine.objects.filter(partner=gone))
    for line in lines:
        line.partner = successor
        line.version += 1
        line.save(update_fields=["partner", "version"])
    return [str(line) for line in lines]


def hand_over_documents(gone: Partner, successor: Partner | None) -> list[str]:
    """Keep the files under the name of who handed them in; they prove nothing for a successor."""
    documents = list(Document.objects.filter(partner=gone).select_related("file"))
    for document in documents:
        document.origin = f"{document.file.name} von {gone}, ausgeschieden am {day(clock.today())}"
        document.code, document.partner = f"frueher-{document.key}", successor
        document.save(update_fields=["origin", "code", "partner"])
    return [document.file.name for document in documents]


def left_behind(
    gone: Partner, successor: Partner | None, lines: list[str], documents: list[str]
) -> dict[str, Any]:
    """Return what the trail keeps: the whole row, and who takes over what."""
    names = [field.name for field in gone._meta.concrete_fields if field.name not in KEPT]
    heir = successor.name if successor else str(gone.application.organisation)
    listed = [str(aid) for aid in gone.aids.all()]
    aids = {"De-minimis-Beihilfen": listed} if listed else {}
    return {
        "before": in_words(gone, {name: getattr(gone, name) for name in names}) | aids,
        "after": {"Übernimmt": heir, "Positionen": lines, "Unterlagen": documents},
    }


@transaction.atomic
def leave_consortium(partner: Partner, *, by: Any, note: str = "") -> None:
    """The partner's own people, or the team of its organisation, end the participation."""
    if not may_contribute(partner, by):
        raise PermissionDenied
    part_with_partner(partner, by=by, note=note)
