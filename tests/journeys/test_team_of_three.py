"""A team of three fills in an application at the same time; one of them came by a link."""

import re
from collections.abc import Callable

import pytest

from accounts.models import Organisation, Role
from applications.models import Application
from core.models import OutboxMail
from tests import cast
from tests.applications.complete import complete
from tests.applications.drafts import colleague
from tests.journeys.desk import Desk
from tests.journeys.looking import NARROW, OVERFLOW

pytestmark = pytest.mark.django_db(transaction=True)
MOST_PAGES = 5
NEW = "sigrid.siegel@stadt.example"
LATER = "Speichern und später fortsetzen"
TEXTS = {
    "teilhabe": "Runde Tische im Rathaus.",
    "wertschoepfung": "Aufträge bleiben in der Region.",
}


def test_a_team_of_three_fills_in_parallel_and_the_one_invited_by_link_submits(
    desk_of: Callable[..., Desk],
) -> None:
    town = cast.town()
    cast.person("Anna Amt", Role.ORG_ADMIN, town)
    draft = complete(town)
    anna, edda, karl = (
        desk_of(one) for one in (cast.person("Anna Amt"), cast.editor(), colleague())
    )

    # Anna invites a signatory; two others write in different sections at the same time.
    anna.open("team")
    anna.fill({"E-Mail-Adresse": NEW})
    anna.choose("Rolle", "Zeichnungsberechtigt")
    anna.press("Einladung senden")
    anna.sees(NEW)
    writers = dict(zip(TEXTS, (edda, karl), strict=True))
    for code, desk in writers.items():
        desk.open("answer", draft.key, code)
    for code, desk in writers.items():
        desk.page.get_by_role("textbox").fill(TEXTS[code])
    for desk in (karl, edda):
        desk.press(LATER)
        desk.sees("Ihre Angaben sind gespeichert.")
    assert TEXTS.items() <= dict(draft.answers.values_list("code", "value")).items()

    # From the mail to the submitted application: one link, one password, five pages; by phone.
    sigrid = desk_of()
    sigrid.page.set_viewport_size(NARROW)
    pages: list[str] = []
    sigrid.page.on("domcontentloaded", lambda page: pages.append(page.url))
    link = re.search(r"/einladung/\S+", OutboxMail.objects.get(recipient=NEW).body)
    assert link
    sigrid.page.goto(f"{sigrid.home}{link[0]}")
    sigrid.fill({"Ihr Name": "Sigrid Siegel", "Passwort": cast.PASSWORD})
    sigrid.press("Einladung annehmen")
    sigrid.follow("Antrag fertigstellen")
    sigrid.follow("Antrag prüfen")
    sigrid.follow("Weiter zum Einreichen")
    sigrid.tick_all()
    assert sigrid.page.evaluate(OVERFLOW) == []
    assert len(pages) == MOST_PAGES, pages
    sigrid.press("Antrag einreichen")
    sigrid.is_at("Ihr Antrag ist eingegangen")
    assert sigrid.page.evaluate(OVERFLOW) == []
    assert Application.objects.get(pk=draft.pk).receipt_number
    assert Organisation.objects.get(pk=town.pk).memberships.count() == 4
