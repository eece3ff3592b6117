"""Who acts: a person, or the system itself."""

from typing import Protocol


class Actor(Protocol):
    """What the audit trail needs to know of whoever performs a step."""

    @property
    def actor_key(self) -> str: ...

    @property
    def actor_role(self) -> str: ...

    @property
    def actor_organisation(self) -> str: ...


class System:
    """The clock or a job: acts without a person."""

    actor_key = "system"
    actor_role = "System"
    actor_organisation = "Allmende"
    is_authenticated = False


SYSTEM = System()
