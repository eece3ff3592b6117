"""Log lines are JSON, carry the request's number and no personal data."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from logging.config import DictConfigurator

import pytest

from config.logs import logging_tree

pytestmark = pytest.mark.once


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict]]]:
    """Write log lines as production does, beside what the tests write, and return them."""
    tree = logging_tree(level="INFO", quote_exceptions=False)
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(DictConfigurator(tree).configure_formatter(tree["formatters"]["line"]))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    yield lambda: [json.loads(line) for line in handler.stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.django_db
def test_a_request_is_logged_by_its_route_and_number(client, lines) -> None:
    answer = client.get("/readyz?name=Erika+Musterfrau")
    line = next(line for line in lines() if line["event"] == "request")
    assert line["route"] == "readyz"
    assert line["status"] == 200
    assert line["request_id"] == answer["X-Request-ID"]
    assert "Musterfrau" not in json.dumps(line)


@pytest.mark.django_db
def test_keys_in_paths_are_not_logged(client, lines) -> None:
    client.get("/konto/password/reset/key/7-geheim/")
    assert "geheim" not in json.dumps(lines())


def test_an_exception_is_logged_by_type_and_place_without_its_text(lines) -> None:
    try:
        raise ValueError("erika@musterstadt.example")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error")
    line = lines()[0]
    assert line["exception"] == "ValueError"
    assert "test_logs.py" in line["frames"][0]
    assert "musterstadt" not in json.dumps(line)
