"""Every write of this app."""

from accounts.actions.directory import Imported, import_directory, official
from accounts.actions.team import (
    add_member,
    end_membership,
    join_organisation,
    open_office,
    rename_person,
)

__all__ = [
    "Imported",
    "add_member",
    "end_membership",
    "import_directory",
    "join_organisation",
    "official",
    "open_office",
    "rename_person",
]
