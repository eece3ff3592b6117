"""What a published call asks, read once by each process.

The database refuses every change to the topics, questions and documents of a published version
(`core/immutable.py`), so what was read cannot become outdated. A version in preparation is read
anew each time. Of what the rows point at, only chapter and criterion are fixed with them: fetch
the call, or the file of a template, by their own keys.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from programmes.models import CallVersion, Question

PARTS = ("topics", "questions", "document_requirements")
KEPT = 100  # versions a process remembers, those used last


def load_catalogue(version: CallVersion) -> None:
    """Give the version its topics, questions and documents, from memory when it is published."""
    if version.status != CallVersion.Status.PUBLISHED:
        read_parts(version)
        return
    known = parts_in_force(version.pk, version.key, version.published_at)
    vars(version).setdefault("_prefetched_objects_cache", {}).update(known)


@lru_cache(maxsize=KEPT)
def parts_in_force(pk: int, key: str, published_at: datetime | None) -> dict[str, Any]:
    """Remember by the instant too: where a publication failed, another one follows later."""
    version = CallVersion.objects.get(pk=pk, key=key, published_at=published_at)
    read_parts(version)
    return {part: vars(version)["_prefetched_objects_cache"][part] for part in PARTS}


def read_parts(version: CallVersion) -> None:
    questions = Prefetch("questions", Question.objects.select_related("criterion"))
    prefetch_related_objects([version], "topics", "document_requirements", questions)
