"""What links a reviewer to an organisation without their saying so: mail addresses, old projects.

A mail domain that people of several organisations use, or that anybody can have, says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q

from accounts.models import Membership, Organisation, Role
from applications.models import Application, Partner
from evaluation.models import Reviewer

ANYBODYS = frozenset(
    "aol.com arcor.de freenet.de gmail.com gmx.de gmx.net googlemail.com hotmail.com icloud.com "
    "mail.de mailbox.org outlook.com posteo.de t-online.de web.de yahoo.com yahoo.de".split()
)
MAIL = "Über dieselbe E-Mail-Adresse oder Domain verbunden:"
TOGETHER = "Früher gemeinsam beantragt:"
Links = dict[int, list[tuple[str, Organisation]]]  # by the row number of the reviewer


def links_of(pool: Iterable[Reviewer], stations: dict[int, set[int]]) -> Links:
    """Return what links each reviewer; `stations` are the organisations they work for."""
    addresses, pairs = addresses_in_use(), joint_applications(stations)
    found = {
        reviewer.pk: {*mail_links(reviewer, addresses), *together(stations[reviewer.pk], pairs)}
        for reviewer in pool
    }
    named = Organisation.objects.in_bulk({pk for links in found.values() for _, pk in links})
    return {
        reviewer: [(why, named[pk]) for why, pk in sorted(links) if pk not in stations[reviewer]]
        for reviewer, links in found.items()
    }


def addresses_in_use() -> dict[str, set[int]]:
    """Return the organisations by the addresses and the mail domains of their people."""
    rows = Membership.objects.valid().exclude(role=Role.REVIEWER)
    found: dict[str, set[int]] = {}
    for email, organisation in rows.values_list("person__email", "organisation"):
        for sign in (bare(email), domain(email)):
            found.setdefault(sign, set()).add(organisation)
    return found


def mail_links(reviewer: Reviewer, addresses: dict[str, set[int]]) -> Iterator[tuple[str, int]]:
    own = reviewer.person.email
    for organisation in sorted(addresses.get(bare(own), ())):
        yield MAIL, organisation
    users = addresses.get(domain(own), set())
    if domain(own) not in ANYBODYS and len(users) == 1:
        yield MAIL, next(iter(users))


def bare(email: str) -> str:
    """Return an address without the part that only sorts mail.

    >>> bare("Gerda+gutachten@Stadt.example")
    'gerda@stadt.example'
    """
    name, _, where = email.lower().partition("@")
    return f"{name.partition('+')[0]}@{where}"


def domain(email: str) -> str:
    return email.lower().rpartition("@")[2]


def joint_applications(stations: dict[int, set[int]]) -> list[tuple[int, int]]:
    """Return applicant and partner of every application handed in with one of the stations."""
    ours = set().union(*stations.values())
    with_us = Q(organisation__in=ours) | Q(application__organisation__in=ours)
    rows = Partner.objects.filter(with_us, organisation__isnull=False)
    rows = rows.exclude(application__status__in=Application.BEFORE_SUBMISSION)
    return list(rows.values_list("application__organisation", "organisation"))


def together(stations: set[int], pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    for pair in pairs:
        if stations & set(pair):
            yield from ((TOGETHER, one) for one in pair if one not in stations)
