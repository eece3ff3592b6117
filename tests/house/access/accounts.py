"""People, teams, and the confirmation of organisations."""

from datetime import timedelta
from typing import Any

from accounts.actions.confirmation import request_confirmation
from accounts.models import Invitation, Role
from accounts.models.invitation import digest_of
from core import clock
from tests import cast
from tests.house.access.declaring import (
    EVERYONE,
    OFFICER,
    ORG_ADMIN,
    READERS,
    SIGNED_IN,
    TOWN,
    at,
)

PLACE = {"way": "post", "place": "Rathausplatz 1", "source": "Impressum"}
PAGES = {
    "team": at(SIGNED_IN, ORG_ADMIN, sent={"organisation": "home"}),
    "remove_member": at(post=ORG_ADMIN, seen_by=TOWN, key="membership"),
    "repeat_invitation": at(post=ORG_ADMIN, seen_by=TOWN, key="invitation"),
    "withdraw_invitation": at(post=ORG_ADMIN, seen_by=TOWN, key="invitation"),
    "invitation": at(EVERYONE, EVERYONE, token="link"),
    "confirm_organisation": at(TOWN, TOWN, TOWN, key="home"),
    "confirmations": at(READERS),
    "confirmation": at(READERS, OFFICER, sent=PLACE, key="confirmation"),
    "close_confirmation": at(post=OFFICER, sent={"note": "Unbekannt."}, key="confirmation"),
}


def records(world: Any) -> dict[str, Any]:
    """An invitation that waits, and an organisation that nobody has confirmed yet."""
    newcomer = cast.town("Neuling", confirmed_on=None)
    editor = cast.person("Nele Neu", Role.EDITOR, newcomer)
    waiting = Invitation.objects.create(
        organisation=cast.town(),
        email="eingeladen@stadt.example",
        role=Role.EDITOR,
        token_digest=digest_of("link"),
        expires_at=clock.now() + timedelta(days=14),
    )
    asked: Any = request_confirmation(newcomer, by=editor)
    return {"invitation": waiting.key, "confirmation": asked.key}
