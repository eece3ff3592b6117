"""No public page, file or answer shows a figure that is not in the list of published outputs."""

import ast
from pathlib import Path

import pytest
from django.urls import get_resolver

from reporting.figures.catalogue import FIGURES
from reporting.published import KEPT, PUBLISHED, RESEARCH, codes_for
from tests.house import access_table as table
from tests.house.access.declaring import ANONYMOUS
from tests.house.source import files, place, tree

# Public addresses that show no figure about applications: forms, texts of a call, files of its
# own, and the pages that themselves show nothing but published outputs.
NO_FIGURE = {
    *("published_figures", "call_figures", "published_csv", "api_figures-list"),
    *("api_figures-detail", "data_catalogue", "open_data", "verify_notice", "calendar_feed"),
}
OF_REPORTING = {"reporting", "awards"}
DOORS = {"reporting/published.py", "reporting/actions/figures.py"}


def past_the_door(path: Path):
    """Stored figures are read by the list of published outputs and written by the actions."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "figures"}:
            words = ast.unparse(node)
            if words == "PreparedFigure.objects" or words.endswith("version.figures"):
                yield f"{place(path, node)}: {words}"


def test_stored_figures_reach_a_reader_through_one_door_only():
    found = [one for path in files() for one in past_the_door(path)]
    assert [one for one in found if one.split(":")[0] not in DOORS] == []
    assert {one.split(":")[0] for one in found} == DOORS


def test_a_view_that_walks_around_the_door_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.house.source.ROOT", tmp_path)
    path = tmp_path / "views.py"
    path.write_text("def page(version):\n    return version.figures.all()\n")
    assert list(past_the_door(path)) == ["views.py:2: version.figures"]


def test_every_figure_is_published_with_its_threshold_or_kept_with_a_reason():
    listed = [one.code for one in PUBLISHED if not one.where]
    assert len(set(listed)) == len(listed)
    assert set(listed) | set(KEPT) == {figure.code for figure in FIGURES}
    assert not set(listed) & set(KEPT)
    assert codes_for("public") < codes_for(RESEARCH)
    assert all(one.protects for one in PUBLISHED if one.has_threshold)


@pytest.mark.parametrize("addresses", [table.PAGES, table.API])
def test_every_public_address_about_awards_is_a_published_output(addresses):
    """A new public address must be put into the list, or say here that it shows no figure."""
    named = {name for one in PUBLISHED for name in one.where} | NO_FIGURE
    public = {name for name, one in addresses.items() if ANONYMOUS in one.get}
    assert [name for name in sorted(public) if is_about_awards(name) and name not in named] == []


def is_about_awards(name: str) -> bool:
    """Whether the address belongs to one of the apps that know what became of applications."""
    return dict(views_by_name(get_resolver())).get(name, "").split(".")[0] in OF_REPORTING


def views_by_name(resolver):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from views_by_name(entry)
        elif entry.name:
            view = getattr(entry.callback, "cls", entry.callback)
            yield entry.name, view.__module__
