"""All rows of the database without what differs from load to load: keys, times, checksums."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import models

from accounts.models import Person
from core.models import Snapshot

APPS = ("accounts", "programmes", "applications", "evaluation", "awards", "core")
NOT_COMPARED = {"AuditEvent", "AuditHead", "OutboxMail", "Job", "Calculation"}
DIFFERING = {"id", "key", "password", "blob", "record_key", "token_digest", "once"}
KEY = re.compile(r"[2-9a-z]{12}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")


class Portraits:
    """What every row says, with other rows named by what they say."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, int], Any] = {}
        self.names = dict(Person.objects.values_list("key", "email"))
        for model in compared_models():
            for row in model._default_manager.all():
                self.portrait(row)

    def by_model(self) -> dict[str, Counter[str]]:
        """Return how often each portrait occurs, by table."""
        found: dict[str, Counter[str]] = {}
        for (table, _), text in self.known.items():
            found.setdefault(table, Counter())[text] += 1
        return found

    def portrait(self, row: models.Model) -> str:
        place = (row._meta.label, row.pk)
        if place not in self.known:
            fields = {name: value for name, value in self.values(row)}
            self.known[place] = json.dumps(fields, sort_keys=True, default=str, ensure_ascii=False)
        return self.known[place]

    def values(self, row: models.Model) -> Iterator[tuple[str, Any]]:
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            if field.name in DIFFERING or isinstance(field, models.DateTimeField):
                continue
            if field.is_relation and value is not None:
                value = digest(self.portrait(getattr(row, field.name)))
            elif field.name.endswith("_key"):
                value = self.names.get(value, value)
            elif isinstance(row, Snapshot) and field.name == "content":
                value = self.masked(json.loads(bytes(value)))
            elif isinstance(row, Snapshot) and field.name == "sha256":
                continue
            yield field.name, value

    def masked(self, value: Any) -> Any:
        """Return frozen content with people by address, and without keys, instants, checksums."""
        if isinstance(value, dict):
            if value and all(KEY.fullmatch(name) for name in value):
                return sorted((self.masked(part) for part in value.values()), key=str)
            return {
                name: self.masked(part)
                for name, part in value.items()
                if name
                not in {
                    "submission_sha256",
                    "ranking_sha256",
                    "xml",
                }  # the bank's file bears its time
            }
        if isinstance(value, list):
            return [self.masked(part) for part in value]
        if isinstance(value, str) and KEY.fullmatch(value):
            return self.names.get(value, "a key")
        return "an instant" if isinstance(value, str) and INSTANT.fullmatch(value) else value


def digest(portrait: str) -> str:
    """Name a row by what it says."""
    return sha256(portrait.encode()).hexdigest()[:16]


def compared_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if model._meta.app_label in APPS and model.__name__ not in NOT_COMPARED:
            yield model
