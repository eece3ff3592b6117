"""People, teams, and the confirmation of organisations."""

from datetime import date, timedelta
from typing import Any

from accounts.actions.confirmation import request_confirmation
from accounts.models import Deputy, Invitation, Role
from accounts.models.invitation import digest_of
from core import clock
from tests import cast
from tests.house.access.declaring import (
    EVERYONE,
    OFFICER,
    ORG_ADMIN,
    READERS,
    SIGNATORY,
    SIGNED_IN,
    TOWN,
    at,
)

PLACE = {"way": "post", "place": "Rathausplatz 1", "source": "Impressum"}
PAGES = {
    "sign_in": at(EVERYONE),
    "team": at(SIGNED_IN, ORG_ADMIN, sent={"organisation": "home"}),
    "remove_member": at(post=ORG_ADMIN, seen_by=TOWN, key="membership"),
    "repeat_invitation": at(post=ORG_ADMIN, seen_by=TOWN, key="invitation"),
    "signing_deputy": at(ORG_ADMIN | SIGNATORY, ORG_ADMIN | SIGNATORY, TOWN, key="home"),
    "end_signing_deputy": at(post=ORG_ADMIN | SIGNATORY, seen_by=TOWN, key="signing_deputy"),
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
    over = Deputy.objects.create(
        organisation=cast.town(),
        person=cast.signatory(),
        deputy=cast.editor(),
        role=Role.SIGNATORY,
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 1, 2),
    )
    return {"invitation": waiting.key, "confirmation": asked.key, "signing_deputy": over.key}
