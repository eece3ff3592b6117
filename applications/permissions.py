"""Who may do what with an application: predicates, nothing else."""

from typing import Any

from accounts.permissions import (
    is_office,
    is_officer,
    may_edit_for,
    may_read_office,
    may_sign_for,
    represented_signatory,
)


def may_edit(application: Any, user: Any) -> bool:
    return may_edit_for(user, application.organisation)


def may_sign(application: Any, user: Any) -> bool:
    """A signatory, or who stands in for one today."""
    own = may_sign_for(user, application.organisation)
    return own or represented_signatory(user, application.organisation) is not None


def may_withdraw(application: Any, user: Any) -> bool:
    """A working copy is discarded, not withdrawn."""
    return not application.is_copy and may_sign(application, user)


def may_revise(application: Any, user: Any) -> bool:
    return not application.is_copy and may_edit(application, user)


def may_discard(application: Any, user: Any) -> bool:
    """The municipality; an officer too, when a supplement request overtakes an old revision."""
    return application.is_copy and (may_edit(application, user) or is_officer(user))


def may_check(application: Any, user: Any) -> bool:
    """An officer, but never for an organisation of their own (§§ 20, 21 VwVfG)."""
    return is_officer(user) and not is_own_case(application, user) and not application.is_copy


def may_confirm_check(application: Any, user: Any) -> bool:
    check = application.formal_check
    return may_check(application, user) and check.checked_by_key != user.actor_key


def is_checking_officer(check: Any, user: Any) -> bool:
    return may_check(check.application, user)


def may_extend(call_version: Any, user: Any) -> bool:
    """Any officer proposes a later deadline."""
    return is_officer(user)


def may_answer_inquiries(inquiry: Any, user: Any) -> bool:
    return is_officer(user)


def is_second_for_extension(extension: Any, user: Any) -> bool:
    return is_officer(user) and extension.proposed_by_key != user.actor_key


def is_second_officer(check: Any, user: Any) -> bool:
    return may_confirm_check(check.application, user)


def is_own_case(application: Any, user: Any) -> bool:
    """Does the person belong to the organisation that applies?"""
    return any(m.organisation_id == application.organisation_id for m in user.current_memberships)


def may_contribute(partner: Any, user: Any) -> bool:
    """The partner's people who accepted; once invited, also the team of its organisation."""
    if not user.is_authenticated:
        return False
    people = list(partner.people_now())
    if any(one.invitation.accepted_by_id == user.pk for one in people):
        return True
    organisation = partner.home.organisation
    return bool(people and organisation) and may_edit_for(user, organisation)


def may_write_partner(partner: Any, user: Any) -> bool:
    """The lead's team, and the partner's people."""
    return may_edit(partner.application, user) or may_contribute(partner, user)


def corresponds_as_office(application: Any, user: Any) -> bool:
    """Who reads all that is on the record of this application: office and audit, no own case."""
    return may_read_office(user) and not is_own_case(application, user)


def may_read_correspondence(application: Any, user: Any) -> bool:
    """The organisation's own team, the office, the audit; no guest, partner or reviewer."""
    return may_edit(application, user) or corresponds_as_office(application, user)


def may_write_message(application: Any, user: Any) -> bool:
    """The organisation's team; of the office everybody but the audit, which only reads."""
    office = is_office(user) and corresponds_as_office(application, user)
    return office or may_edit(application, user)
