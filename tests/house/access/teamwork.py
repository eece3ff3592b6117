"""Working together on a draft: sections, comments, guests."""

from datetime import timedelta
from typing import Any

from accounts.models import Role
from applications.actions.guests import Visitor, invite_guest
from applications.actions.reminders import renew_calendar_address
from applications.actions.teamwork import Share, share_section, write_comment
from applications.models import Application
from core import clock
from tests import cast
from tests.house.access.applications import draft
from tests.house.access.declaring import EVERYONE, NOBODY, SIGNED_IN, TOWN, at

PAGES = {
    "section": draft(code="project"),
    "share_section": draft(NOBODY, TOWN, code="project"),
    "approve_section": at(post={"editor"}, seen_by=TOWN, key="draft", code="project"),
    "write_comment": draft(NOBODY, TOWN, code="project"),
    "resolve_comment": draft(NOBODY, TOWN, comment_key="comment"),
    "guests": draft(post=TOWN),
    "end_guest": draft(NOBODY, TOWN, guest_key="guest"),
    "calendar": at(SIGNED_IN, SIGNED_IN),
    "calendar_feed": at(EVERYONE, secret="feed"),
}


def records(world: Any) -> dict[str, Any]:
    """A comment, a guest, and a section that the editor approves."""
    application = Application.objects.get(key=world.keys["draft"])
    editor = cast.person("Edda Entwurf", Role.EDITOR, application.organisation)
    share_section(application, "project", Share(approver=editor), seen=0, by=editor)
    comment = write_comment(application, "project", "Ist das so?", by=editor)
    visitor = Visitor("gast@verband.example", "Verband", clock.today() + timedelta(days=5))
    guest = invite_guest(application, visitor, by=editor, site="https://x.example")
    feed = renew_calendar_address(editor)
    return {"comment": comment.key, "guest": guest.key, "feed": feed.secret}
