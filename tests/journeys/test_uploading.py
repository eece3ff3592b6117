"""Documents in the browser: several at once, with progress, tried again, and without JavaScript."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from applications.models import Document
from tests import cast
from tests.applications.complete import pdf_file
from tests.applications.drafts import new_draft
from tests.journeys.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("ratsbeschluss.pdf", "projektplan.pdf")
OFFLINE = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    for name in NAMES:
        (tmp_path / name).write_bytes(pdf_file().read())
    return [tmp_path / name for name in NAMES]


def documents_page(desk_of: Callable[..., Desk]) -> Desk:
    desk = desk_of(cast.editor())
    desk.open("documents", new_draft().key)
    return desk


def stored() -> set[str]:
    return set(Document.objects.values_list("code", flat=True))


def test_several_files_are_sent_at_once_and_a_lost_connection_is_tried_again(
    desk_of: Callable[..., Desk], files: list[Path]
) -> None:
    desk = documents_page(desk_of)
    desk.field("Datei auswählen").set_input_files(files)
    desk.page.context.set_offline(True)
    desk.button("Hochladen").click()
    again = desk.page.get_by_role("button", name="Noch einmal versuchen")
    expect(again).to_have_count(2)
    desk.sees("Die Datei ist nicht gespeichert. Prüfen Sie Verbindung und Anmeldung.")
    desk.page.context.set_offline(False)
    again.first.click()
    desk.sees("„ratsbeschluss.pdf“ ist gespeichert")
    again.first.click()
    desk.sees("„projektplan.pdf“ ist gespeichert")
    assert stored() == {"ratsbeschluss", "projektplan"}
    desk.faults[:] = [fault for fault in desk.faults if OFFLINE not in fault]


def test_files_dropped_on_the_form_are_taken(
    desk_of: Callable[..., Desk], files: list[Path]
) -> None:
    desk = documents_page(desk_of)
    dropped = desk.page.evaluate_handle(
        """([name, text]) => {
          const all = new DataTransfer();
          const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
          all.items.add(new File([bytes], name, { type: "application/pdf" }));
          return all;
        }""",
        [NAMES[1], encoded(files[1])],
    )
    desk.page.dispatch_event("form[data-upload]", "drop", {"dataTransfer": dropped})
    desk.press("Hochladen")
    desk.sees("„projektplan.pdf“ ist gespeichert")
    assert stored() == {"projektplan"}


def encoded(file: Path) -> str:
    return base64.b64encode(file.read_bytes()).decode()


def test_several_files_are_handed_in_without_javascript(
    desk_of: Callable[..., Desk], files: list[Path]
) -> None:
    desk = documents_page(desk_of)
    desk.field("Datei auswählen").set_input_files(files)
    desk.press("Hochladen")
    desk.sees("„ratsbeschluss.pdf“ ist gespeichert")
    desk.sees("„projektplan.pdf“ ist gespeichert")
    assert stored() == {"ratsbeschluss", "projektplan"}
