"""A signatory releases an application by keyboard alone, and without JavaScript."""

from collections.abc import Callable

import pytest

from applications.models import Application
from tests import cast
from tests.applications.complete import complete
from tests.journeys.desk import Desk
from tests.journeys.keyboard import Keyboard

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(transactional_db: None) -> Application:
    cast.signatory()
    return complete()


def test_a_signatory_submits_by_keyboard_alone(
    draft: Application, desk_of: Callable[..., Desk]
) -> None:
    desk = desk_of(cast.signatory())
    keys = Keyboard(desk.page)
    for link, heading in (
        ("Antrag fertigstellen", "Antrag: Kühle Wege"),
        ("Antrag prüfen", "Antrag prüfen und einreichen"),
        ("Weiter zum Einreichen", "Antrag jetzt einreichen"),
    ):
        keys.tab_to(link, "link")
        keys.press("Enter")
        desk.is_at(heading)
    for box in desk.page.get_by_role("checkbox").all():
        keys.tab_to(box.get_attribute("aria-label") or name_of(box), "checkbox")
        keys.press("Space")
    keys.tab_to("Antrag einreichen", "button")
    keys.press("Enter")
    desk.is_at("Ihr Antrag ist eingegangen")
    assert Application.objects.get().receipt_number


def name_of(box: object) -> str:
    text = box.evaluate("(one) => one.labels[0].innerText")  # type: ignore[attr-defined]
    return str(text)


def test_a_signatory_submits_without_javascript(
    draft: Application, desk_of: Callable[..., Desk]
) -> None:
    desk = desk_of(cast.signatory())
    desk.follow("Antrag fertigstellen")
    desk.follow("Antrag prüfen")
    desk.follow("Weiter zum Einreichen")
    desk.press("Antrag einreichen")
    desk.is_at("Antrag jetzt einreichen")  # nothing is confirmed yet
    for box in desk.page.get_by_role("checkbox").all():
        box.check()
    desk.press("Antrag einreichen")
    desk.is_at("Ihr Antrag ist eingegangen")
    assert Application.objects.get().receipt_number
