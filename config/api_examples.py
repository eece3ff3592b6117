"""Example values for the API page: made from the schema, so their shape is always right."""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

# What a property of that name, or a whole schema, looks like; the rest follows from its type.
NAMED: Mapping[str, Any] = {
    "anchors": {"0": "Keine Aussage", "5": "Überzeugt in jeder Hinsicht"},
    "call": "aufruf-2027",
    "cap_implementation": "15000000.00",
    "cap_strategy": "2500000.00",
    "confirmed": ["authorised", "complete", "subsidy"],
    "content": {"…": "…"},
    "eligible_amount": "1840000.00",
    "eligible_kinds": ["municipality", "district"],
    "emergency_rate": "0.900000",
    "file_types": ["pdf"],
    "fundable_total": "60.00",
    "key": "7f3k9q2mhv5x",
    "land": "BB",
    "minimum_grant": "50000.00",
    "minimum_own_share_rate": "0.100000",
    "next": "https://portal.example/api/v1/…/?page=2",
    "options": [],
    "organisation": "Eberswalde",
    "previous": None,
    "programme": "Digitale Städte und Regionen",
    "receipt_number": "DSR-2027-0143-X1",
    "regular_rate": "0.650000",
    "requested_amount": "1196000.00",
    "sha256": "9c1e…4ab7",
    "slug": "aufruf-2027",
    "section": "project",
    "status_label": "Entwurf",
    "steps": [
        {"name": "submit", "label": "Einreichen", "allowed": True, "is_open": True, "findings": []}
    ],
    "title": "Wärme, Wege, Wasser",
    "values": {"title": "Wärme, Wege, Wasser", "starts_on": "2028-01-01"},
}
WHOLE: Mapping[str, Any] = {
    "Finding": {
        "code": "rate",
        "sentence": "Die Zuwendung ist höher als 65 % der zuwendungsfähigen Ausgaben.",
        "section": "plan",
        "field": "grant",
    }
}
BY_FORMAT = {"date-time": "2027-03-31T23:59:59+02:00", "date": "2027-03-31", "decimal": "3.0"}
BY_TYPE: Mapping[str, Any] = {"string": "…", "integer": 1, "number": 1.5, "boolean": True}


def example(schema: Schema, components: Mapping[str, Schema], name: str = "") -> Any:
    """Return a value of the schema's shape; `name` is the property it stands for."""
    if name in NAMED:
        return NAMED[name]
    if "$ref" in schema:
        target = schema["$ref"].rsplit("/", 1)[-1]
        return WHOLE.get(target) or example(components[target], components)
    for key in ("allOf", "oneOf"):
        if key in schema:
            return example(schema[key][0], components)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "array":
        return [example(schema["items"], components)]
    if "properties" in schema:
        parts = schema["properties"].items()
        return {part: example(of, components, part) for part, of in parts}
    return BY_FORMAT.get(schema.get("format", ""), BY_TYPE.get(schema.get("type", ""), {}))
