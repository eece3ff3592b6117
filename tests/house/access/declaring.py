"""Who gets an answer at which address. An address that is not listed fails the build.

`get` and `post` name the roles that get an answer (a page, a file, or the reasons of a rule);
without either the method does not exist there. Of the others, those named in `seen_by` know that
the record exists and get 403; to strangers it does not exist: 404. Anonymous visitors are sent to
sign in wherever the page is not public. `key`, `slug` ... name a record of `access_world.py`, or
are taken literally. `sent` fills the form of a page on which wrong people would else only be told
what they left empty. PUT, PATCH, DELETE, OPTIONS and TRACE exist nowhere but in the API.
"""

from collections.abc import Iterable
from dataclasses import dataclass

ANONYMOUS = "anonymous"
TOWN = frozenset({"editor", "signatory", "org_admin"})
SIGNATORY, ORG_ADMIN = frozenset({"signatory"}), frozenset({"org_admin"})
OFFICER, HEAD, BUDGET = (frozenset({r}) for r in ("officer", "head_of_unit", "budget_officer"))
OFFICE = OFFICER | HEAD | BUDGET
READERS = OFFICE | {"auditor"}
CASHIER = frozenset({"cashier"})
REPORT = READERS | {"researcher"}
REVIEWER = frozenset({"reviewer"})
REVIEWERS = REVIEWER | {"unassigned_reviewer"}
CHAIR, KEEPER = frozenset({"panel_chair"}), frozenset({"minute_keeper"})
PANEL = CHAIR | KEEPER
SIGNED_IN = TOWN | {"foreign_editor"} | REPORT | REVIEWERS | CASHIER | PANEL
EVERYONE = SIGNED_IN | {ANONYMOUS}
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Address:
    """The declared answers of one address."""

    get: frozenset[str]
    post: frozenset[str]
    seen_by: frozenset[str]
    parts: dict[str, str | int]
    sent: dict[str, str]
    patch: frozenset[str] = frozenset()
    delete: frozenset[str] = frozenset()

    @property
    def is_public(self) -> bool:
        return ANONYMOUS in self.get | self.post


def at(
    get: Iterable[str] = NOBODY,
    post: Iterable[str] = NOBODY,
    seen_by: Iterable[str] = SIGNED_IN,
    sent: dict[str, str] | None = None,
    **parts: str | int,
) -> Address:
    return Address(frozenset(get), frozenset(post), frozenset(seen_by), parts, sent or {})
