"""Who may not judge whom: predicates on facts, each with the sentence the office reads.

A reviewer is bound to some organisations (employer, home, memberships). An application names
others: the applicant and its partners. §§ 20, 21 VwVfG and the call say which pairs are out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from core.refusals import Finding


@dataclass(frozen=True)
class Body:
    """What the rules need to know of an organisation; partners may be a name only."""

    name: str
    pk: int | None = None
    land: str = ""
    district_key: str = ""
    union: int | None = None


@dataclass(frozen=True)
class Bond:
    """A reviewer's tie to an organisation, and what it is called.

    An indirect one (a shared mail domain, an earlier application together) says nothing about
    the organisation's neighbours.
    """

    label: str
    body: Body
    is_direct: bool = True


@dataclass(frozen=True)
class ReviewerFacts:
    """A reviewer as the rules see one; `load` counts the reviews of this call."""

    key: str
    name: str
    land: str
    capacity: int
    person_key: str = ""
    load: int = 0
    hindrance: str = ""
    in_office: bool = False
    employer: str = ""
    bonds: tuple[Bond, ...] = ()
    expertise: dict[str, int] = field(default_factory=dict)

    @property
    def places_left(self) -> int:
        return max(0, self.capacity - self.load)


@dataclass(frozen=True)
class CaseFacts:
    """A candidacy as the rules see one; `past` says what became of earlier assignments.

    `held` are the reviewers whose assignment counts, `unbegun` those of them who have not declared
    anything yet. Guests read the draft before it was submitted: `guest_keys` the people,
    `guest_bodies` whom they work for. `fixed` and `forbidden` are the office's rules for pairs,
    each with its reason; `expert_level` and `per_employer` are rules of the call (0: none).
    """

    key: str
    applicant: Body
    name: str = ""
    partners: tuple[Body, ...] = ()
    topics: tuple[str, ...] = ()
    missing: int = 2
    same_land_allowed: bool = False
    past: dict[str, str] = field(default_factory=dict)
    held: tuple[str, ...] = ()
    held_employers: tuple[str, ...] = ()
    unbegun: tuple[str, ...] = ()
    guest_keys: frozenset[str] = frozenset()
    guest_bodies: tuple[Body, ...] = ()
    main_topics: tuple[str, ...] = ()
    expert_level: int = 0
    per_employer: int = 0
    fixed: dict[str, str] = field(default_factory=dict)
    forbidden: dict[str, str] = field(default_factory=dict)


def is_same_organisation(bond: Bond, case: CaseFacts) -> bool:
    return is_same(bond.body, case.applicant)


def is_same_district(bond: Bond, case: CaseFacts) -> bool:
    """The Kreis itself, or anybody inside it."""
    known = bond.is_direct and bool(bond.body.district_key)
    return known and bond.body.district_key == case.applicant.district_key


def is_same_union(bond: Bond, case: CaseFacts) -> bool:
    """The Amt or Verbandsgemeinde itself, or one of its members."""
    if not bond.is_direct:
        return False
    ours, theirs = ({body.pk, body.union} - {None} for body in (bond.body, case.applicant))
    return bool(ours & theirs)


def is_partner(bond: Bond, case: CaseFacts) -> bool:
    return any(is_same(bond.body, partner) for partner in case.partners)


def has_advised(bond: Bond, case: CaseFacts) -> bool:
    """Did somebody who works there read the draft as a guest?"""
    return any(is_same(bond.body, body) for body in case.guest_bodies)


def is_same(one: Body, other: Body) -> bool:
    """Is it the same organisation? Partners outside the directory are known by name only."""
    if one.pk and other.pk:
        return one.pk == other.pk
    return one.name.strip().casefold() == other.name.strip().casefold()


BOND_RULES = (
    (is_same_organisation, "own_organisation", "stellt diesen Antrag"),
    (is_partner, "partner", "ist Partner dieses Antrags"),
    (has_advised, "advised", "hat den Entwurf dieses Antrags mitgelesen"),
    (is_same_union, "same_union", "gehört zum selben Gemeindeverband"),
    (is_same_district, "same_district", "liegt im selben Kreis"),
)


def conflicts(reviewer: ReviewerFacts, case: CaseFacts) -> Iterator[Finding]:
    """Yield why this reviewer may never judge this case, whatever the load is."""
    yield from personal_bars(reviewer, case)
    for bond in reviewer.bonds:
        for applies, code, sentence in BOND_RULES:
            if applies(bond, case):
                yield Finding(code, f"{bond.label} {bond.body.name} {sentence}.")
                break
    if is_land_barred(reviewer, case):
        yield Finding("same_land", f"Aus demselben Land ({reviewer.land}).")
    if is_employer_full(reviewer, case):
        sentence = f"Aus derselben Einrichtung ({reviewer.employer}) begutachtet schon jemand."
        yield Finding("same_employer", sentence)


def personal_bars(reviewer: ReviewerFacts, case: CaseFacts) -> Iterator[Finding]:
    """Yield what stands against this person, whatever they are bound to."""
    if past := case.past.get(reviewer.key):
        yield Finding("assigned_before", past)
    if barred := case.forbidden.get(reviewer.key):
        yield Finding("forbidden", f"Von der Programmstelle gesperrt: {barred}")
    if reviewer.person_key in case.guest_keys:
        yield Finding("guest", "Hat den Entwurf dieses Antrags als Gast gelesen.")
    if reviewer.in_office:
        yield Finding("in_office", "Gehört zur Programmstelle.")


def is_land_barred(reviewer: ReviewerFacts, case: CaseFacts) -> bool:
    same = bool(reviewer.land) and reviewer.land == case.applicant.land
    return same and not case.same_land_allowed


def is_employer_full(reviewer: ReviewerFacts, case: CaseFacts) -> bool:
    if not case.per_employer or not reviewer.employer or reviewer.key in case.held:
        return False
    return case.held_employers.count(reviewer.employer) >= case.per_employer


def obstacles(reviewer: ReviewerFacts, case: CaseFacts) -> Iterator[Finding]:
    """Yield every reason why this reviewer cannot be assigned to this case now."""
    yield from conflicts(reviewer, case)
    if reviewer.hindrance:
        yield Finding("unavailable", reviewer.hindrance)
    elif not reviewer.places_left:
        full = f"Ausgelastet: {reviewer.load} von {reviewer.capacity} Gutachten."
        yield Finding("full", full)
