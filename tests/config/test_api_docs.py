"""The API page says what the generated schema says, in German, and the schema has no gaps."""

import json
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from jsonschema import Draft4Validator

from config import api_docs

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_the_schema_is_made_without_a_warning(tmp_path) -> None:
    place = str(tmp_path / "schema.yml")
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", place)


def test_everyone_reads_every_endpoint_with_its_parameters(client: Client) -> None:
    html = client.get(reverse("api_docs")).content.decode()
    operations = api_docs.schema("de")["paths"]
    assert len(operations) > 5
    for path, methods in operations.items():
        assert path in html
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in html
            for parameter in operation.get("parameters", []):
                assert f"<code>{parameter['name']}</code>" in html


def test_every_endpoint_has_a_german_title_and_a_part_of_the_page() -> None:
    endpoints = api_docs.endpoints("de")
    assert set(endpoints) == set(api_docs.PARTS)
    for endpoint in (one for part in endpoints.values() for one in part):
        assert endpoint.title
        assert not re.search(r"\b(the|this|and)\b", endpoint.text)
        assert all(parameter.meaning for parameter in endpoint.parameters)


def test_only_what_is_public_is_read_without_signing_in(client: Client) -> None:
    public = ("aufrufe", "gefoerdert", "kennzahlen")
    for part, endpoints in api_docs.endpoints("de").items():
        assert {endpoint.is_public for endpoint in endpoints} == {part in public}
    assert client.get("/api/v1/aufrufe/").status_code == 200
    assert client.get("/api/v1/antraege/").status_code == 403


def test_every_example_has_the_shape_that_the_schema_promises() -> None:
    whole = api_docs.schema("de")
    for path, methods in whole["paths"].items():
        for method, operation in methods.items():
            content = operation["responses"]["200"]["content"]
            shown = api_docs.endpoint(method, path, operation, whole)
            if "application/octet-stream" in content:
                assert shown.received == "", "a file has no example"
                continue
            promised = content["application/json"]["schema"]
            assert faults(json.loads(shown.received), promised, whole) == []


def faults(value: object, promised: dict, whole: dict) -> list[str]:
    """OpenAPI 3.0 says `nullable` where JSON Schema has a type of its own."""
    text = json.dumps({**promised, "components": whole["components"]}, default=str)
    schema = json.loads(text, object_hook=with_null)
    return [error.message for error in Draft4Validator(schema).iter_errors(value)]


def with_null(part: dict) -> dict:
    if part.pop("nullable", False) and isinstance(part.get("type"), str):
        part["type"] = [part["type"], "null"]
    return part
