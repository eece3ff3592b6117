"""Tools missing on the machine are named, and end the run where they are required."""

import pytest

from tests import tools


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Play a machine without either tool, on which we may install nothing."""
    bare = {name: (lambda: None, *rest) for name, (_, *rest) in tools.TOOLS.items()}
    monkeypatch.setattr(tools, "TOOLS", bare)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    for name in ("REQUIRE_POSTGRES", "REQUIRE_BROWSER"):
        monkeypatch.delenv(name, raising=False)


def test_missing_tools_are_named_with_how_to_install_them(bare_machine: None) -> None:
    assert tools.prepare() == [
        "PostgreSQL was not found; to install it: apt-get install postgresql",
        "Chromium was not found; to install it: apt-get install chromium",
    ]


@pytest.mark.parametrize("required", ["REQUIRE_POSTGRES", "REQUIRE_BROWSER"])
def test_a_required_tool_that_is_missing_ends_the_run(
    required: str, bare_machine: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(required, "1")
    with pytest.raises(SystemExit, match=required):
        tools.prepare()
