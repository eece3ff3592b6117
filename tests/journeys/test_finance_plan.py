"""Sixty finance lines: by keyboard, each field named, sums said aloud, one year on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from applications.models import PlanLine
from tests import cast
from tests.applications.drafts import new_draft
from tests.journeys.desk import Desk
from tests.journeys.looking import NARROW, OVERFLOW

pytestmark = pytest.mark.django_db(transaction=True)
LINES, TYPED = 60, 2
LABELS = "fields => fields.map((one) => one.getAttribute('aria-label'))"
FOCUSED = "document.activeElement.getAttribute('aria-label')"


def test_sixty_lines_by_keyboard_and_one_year_on_a_phone(desk_of: Callable[..., Desk]) -> None:
    draft = new_draft()
    PlanLine.objects.bulk_create(
        PlanLine(
            application=draft, side="expense", kind="other", position=n, label=f"Zeile {n:02d}"
        )
        for n in range(LINES)
    )
    years = list(draft.call_version.years)
    editor = desk_of(cast.editor())
    editor.open("plan", draft.key)
    fields = editor.page.locator("input[data-year]")
    wanted = [f"Zeile {line:02d}, {year}" for line in range(LINES) for year in years]
    assert [one for one in fields.evaluate_all(LABELS) if one.startswith("Zeile")] == wanted
    editor.field(wanted[0]).focus()
    for line in range(TYPED):
        for year in years:
            assert editor.page.evaluate(FOCUSED) == f"Zeile {line:02d}, {year}"
            editor.page.keyboard.insert_text("1.000,01")
            editor.page.keyboard.press("Tab")
        editor.page.keyboard.press("Tab")  # past the button for what else the line says
    said = editor.page.locator("[data-plan-status]")
    whole = f"{TYPED - 1:02d}: {len(years)}.000,0{len(years)}"
    expect(said).to_contain_text(whole)
    expect(said).to_contain_text("Es fehlen")
    editor.page.set_viewport_size(NARROW)
    shown = editor.page.locator("input[data-year]:visible")
    named = shown.evaluate_all("fields => fields.map((one) => one.dataset.year)")
    assert set(named) == {str(years[0])} and len(named) >= LINES
    assert editor.page.evaluate(OVERFLOW) == []
    editor.press("Speichern und weiter")
    editor.sees("Ihre Angaben sind gespeichert.")
    assert draft.plan_lines.filter(amounts__year=years[-1]).count() == TYPED
