"""The API answers whatever is sent: never 5xx, and as its schema says."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from applications.actions.rows import add_row
from applications.api.access import TokenThrottle
from applications.models import Application, Measure, Partner
from tests import cast
from tests.applications.complete import complete, submit
from tests.applications.test_api import ALL, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
CHECKS = [not_a_server_error, response_schema_conformance]
JUNK = ["x", "9" * 30, "\x00", "%00", "..%2F..", "%ff", "١٢", "a" * 300]


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Let the test's own transaction go on behind every request, as Django's client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def api(
    one_connection: None, monkeypatch: pytest.MonkeyPatch
) -> tuple[Any, dict[str, str], dict[str, list[str]]]:
    """The schema as the portal serves it, a signatory's token, and names of real records."""
    monkeypatch.setattr(TokenThrottle, "allow_request", lambda *args: True)
    draft = complete()
    _token, secret = token_of(cast.signatory(), *ALL)
    by, partner = cast.editor(), {"name": "Werke", "kind": "company", "role": "Betrieb"}
    add_row(draft, Partner, partner, by=by)
    town = cast.town("Zossen")
    submitted = complete(town, slug="zweiter-aufruf", title="Zweiter Aufruf")
    submit(submitted)
    known = {
        "key": [draft.key, submitted.key],
        "slug": [draft.call_version.call.slug],
        "section": ["project", "topics", "plan", "declarations", "answer-wirkung", "measures"],
        "document": ["projektplan", "ratsbeschluss"],
        "rows": ["partners", "measures", "indicators", "interactions", "expenses", "financing"],
        "number": ["1", "2", str(draft.plan_lines.get(kind="staff").pk)],
        "id": ["1"],
    }
    app = get_wsgi_application()
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", app=app)
    headers = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}
    return schema, headers, known


def faults(api: Any, *, examples: int) -> Iterator[str]:
    """Call every operation many times, well and badly formed; yield what is wrong."""
    schema, headers, known = api
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                call_often(operation, mode, headers, known, examples)
            except Unsatisfiable:
                continue  # whatever is sent to this operation fits its schema
            except (Exception, BaseExceptionGroup) as error:  # a group stands for several failures
                if "negative" not in str(error).lower():
                    yield f"{operation.label}: {error}"


def call_often(
    operation: Any, mode: Any, headers: dict[str, str], known: dict[str, list[str]], examples: int
) -> None:
    @settings(
        max_examples=examples, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def once(case: Case) -> None:
        # Drawn from the case itself: the same case, tried again, calls the same address.
        lots = random.Random(f"{operation.label} {case.path_parameters} {case.body}")
        for name in case.path_parameters or {}:
            real = known.get(name) if lots.random() < 0.9 else None
            case.path_parameters[name] = lots.choice(real or JUNK)
        with transaction.atomic():
            response = case.call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)

    once()


def test_no_request_breaks_the_api_and_every_answer_fits_the_schema(api: Any) -> None:
    found = list(faults(api, examples=1))
    assert found == [], "\n".join(found)
    assert Application.objects.count() == 2
    assert Measure.objects.exists()


@pytest.mark.drill
def test_thousands_of_requests_do_not_break_the_api(api: Any) -> None:
    assert list(faults(api, examples=60)) == []
