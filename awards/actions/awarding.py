"""Award a grant: check note first, then the signatures, then award and notice in one go."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Person
from awards import mails
from awards.actions.notices import create_notice
from awards.checks.awarding import findings_against_award
from awards.models import Award, AwardNotice, CheckNote
from awards.permissions import may_write_check_note
from awards.terms import Terms, terms_of
from core import audit, clock
from core.actors import Actor
from core.refusals import EditConflict, Finding, RuleViolation
from core.text import clean
from evaluation.actions.deciding import approve_decision, co_sign_decision, lock_budget
from evaluation.models import Candidacy, FundingDecision
from programmes.models import CallVersion, Programme

CHECK_DIGITS = "ABCDEFGHJKLMNPRSTUVWXYZ"
AWARD = FundingDecision.Outcome.AWARD


@transaction.atomic
def write_check_note(
    candidacy: Candidacy, texts: Mapping[str, str], *, by: Person, version: int = 0
) -> CheckNote:
    """Write or change the check note; `version` is the one that was read, 0 for a new note."""
    candidacy = Candidacy.objects.select_for_update(of=("self",)).get(pk=candidacy.pk)
    if not may_write_check_note(candidacy, by):
        raise PermissionDenied
    if Award.objects.filter(decision__candidacy=candidacy).exists():
        raise RuleViolation(Finding("awarded", "Die Zuwendung ist schon bewilligt."))
    note = CheckNote.objects.filter(candidacy=candidacy).first()
    if (note.version if note else 0) != version:
        raise EditConflict(note)
    note = note or CheckNote(candidacy=candidacy, version=0)
    before = {name: getattr(note, name) for name in texts} if version else {}
    for name, text in texts.items():
        setattr(note, name, clean(text))
    note.written_by_key, note.written_at = by.actor_key, clock.now()
    note.version += 1
    note.save()
    audit.record(note, "write_check_note", by=by, change={"before": before, "after": dict(texts)})
    return note


@transaction.atomic
def co_sign_award(
    decision: FundingDecision, *, by: Person, note: str = "", seen: str = ""
) -> FundingDecision:
    """The budget officer agrees; an award needs all that its notice will say."""
    decision = co_sign_decision(decision, by=by, note=note, seen=seen)
    refuse_incomplete(decision)
    return decision


@transaction.atomic
def approve_award(
    decision: FundingDecision, *, by: Person, note: str = "", seen: str = ""
) -> AwardNotice:
    """Approve an award and send its notice at once, all or nothing."""
    if decision.outcome != AWARD:
        raise RuleViolation(Finding("outcome", "Das ist keine Bewilligung."))
    return send_award(approve_for_sending(decision, by=by, note=note, seen=seen), by=by)


@transaction.atomic
def approve_for_sending(
    decision: FundingDecision, *, by: Person, note: str = "", seen: str = ""
) -> FundingDecision:
    """Approve: the money is committed; notice or letter are sent later, with others."""
    decision = approve_decision(decision, by=by, note=note, seen=seen)
    refuse_incomplete(decision)
    return decision


@transaction.atomic
def send_award(decision: FundingDecision, *, by: Actor) -> AwardNotice:
    """Store the award and its first notice and tell the recipient; done again, nothing more."""
    lock_budget(decision.candidacy)
    decision = FundingDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    earlier = AwardNotice.objects.filter(award__decision=decision, number=1).first()
    if earlier is not None:
        return earlier
    award = create_award(decision)
    change = {"after": {"funding_code": award.funding_code, "amount": award.amount}}
    audit.record(award, "create_award", by=by, change=change)
    notice = create_notice(award)
    mails.announce_award(notice)
    return notice


def refuse_incomplete(decision: FundingDecision) -> None:
    """Refuse an award without check note, period or indicators."""
    if decision.outcome == AWARD and (found := findings_against_award(decision.candidacy)):
        raise RuleViolation(*found)


def create_award(decision: FundingDecision) -> Award:
    """Store the award with its terms."""
    call_version = decision.candidacy.application.call_version
    land, serial = decision.candidacy.application.organisation.land, next_serial(decision)
    terms = terms_of(
        decision,
        decision.candidacy.check_note,
        funding_code=code_of(call_version, land, serial),
        file_reference=reference_of(call_version, serial),
    )
    store_terms(terms)
    return terms.award


def store_terms(terms: Terms) -> None:
    terms.award.save(force_insert=True)
    for rows in terms.rows():
        if rows:
            type(rows[0]).objects.bulk_create(rows)


def next_serial(decision: FundingDecision) -> int:
    """Return the next number of the programme, since two calls of a year share their codes.

    The programme's row is locked behind the call's, and awards are never deleted, so that numbers
    have no gap and no twin.
    """
    programme = decision.candidacy.application.call_version.call.programme
    Programme.objects.select_for_update().get(pk=programme.pk)
    by_programme = "decision__candidacy__application__call_version__call__programme"
    return Award.objects.filter(**{by_programme: programme}).count() + 1


def code_of(version: CallVersion, land: str, serial: int) -> str:
    """Return a Förderkennzeichen, for instance `DSR27BB-0012A-K`.

    Programme and year of the call, Land, serial, partner letter, check digit.
    """
    year = version.deadline_at.year % 100
    code = f"{version.call.programme.code}{year:02d}{land}-{serial:04d}A"
    return f"{code}-{check_digit(code)}"


def reference_of(version: CallVersion, serial: int) -> str:
    """Return an Aktenzeichen: programme, call, year and serial, for instance `DSR-7/2027#0012`."""
    return (
        f"{version.call.programme.code}-{version.call_id}/{version.deadline_at.year}#{serial:04d}"
    )


def check_digit(code: str) -> str:
    """Return a letter that one wrong or two swapped characters would change."""
    weighted = sum(place * ord(sign) for place, sign in enumerate(code, start=1))
    return CHECK_DIGITS[weighted % len(CHECK_DIGITS)]
