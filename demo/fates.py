"""How far the invented applications have come, and what that means for their parts."""

from enum import StrEnum


class Fate(StrEnum):
    """What has become of an application by today."""

    BEGUN = "begun"
    HALF = "half"
    COMPLETE = "complete"
    TO_SIGN = "to_sign"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    IN_CHECK = "in_check"
    REJECTION_PROPOSED = "rejection_proposed"
    REJECTED = "rejected"
    ADMISSION_PROPOSED = "admission_proposed"
    ADMITTED = "admitted"
    WAITING = "waiting"
    ASSIGNED = "assigned"
    UNSURE = "unsure"
    WRITING = "writing"
    HALF_REVIEWED = "half_reviewed"
    REVIEWED = "reviewed"
    DECIDED = "decided"


# What becomes of the applications of a call: in order, so that who came first has come furthest.
DECIDED = (*[Fate.DECIDED] * 12, Fate.REJECTED, *[Fate.DECIDED] * 4, Fate.WITHDRAWN, Fate.DECIDED)
IN_PROGRESS = (
    *(Fate.REVIEWED, Fate.HALF_REVIEWED, Fate.WRITING, Fate.UNSURE, Fate.ASSIGNED),
    *(Fate.WAITING, Fate.ADMITTED, Fate.REJECTED, Fate.ADMISSION_PROPOSED),
    *(Fate.REJECTION_PROPOSED, Fate.IN_CHECK, Fate.SUBMITTED, Fate.SUBMITTED),
)
OPEN = (
    *(Fate.SUBMITTED, Fate.SUBMITTED, Fate.TO_SIGN, Fate.COMPLETE),
    *(Fate.HALF, Fate.HALF, Fate.BEGUN, Fate.BEGUN),
)

DRAFTS = (Fate.BEGUN, Fate.HALF, Fate.COMPLETE, Fate.TO_SIGN)
UNCHECKED = (*DRAFTS, Fate.SUBMITTED, Fate.WITHDRAWN)
NOT_ASSESSABLE = (Fate.REJECTION_PROPOSED, Fate.REJECTED)


class Task(StrEnum):
    """How far one reviewer has come with one application."""

    ASKED = "asked"
    UNSURE = "unsure"
    CLEARED = "cleared"
    DRAFTED = "drafted"
    DONE = "done"


# How far the reviewers of an application have come, first to last; who is not named is done.
REVIEWING: dict[Fate, tuple[Task, ...]] = {
    Fate.ASSIGNED: (Task.ASKED, Task.CLEARED),
    Fate.UNSURE: (Task.UNSURE, Task.DONE),
    Fate.WRITING: (Task.DRAFTED, Task.CLEARED),
    Fate.HALF_REVIEWED: (Task.DRAFTED, Task.DONE),
    Fate.REVIEWED: (),
    Fate.DECIDED: (),
}
