"""A version of the funding guideline, taken over from its files."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from core import audit
from core.actors import Actor
from programmes.actions.goals import import_goals
from programmes.models import GuidelineVersion, Programme


@transaction.atomic
def import_guideline(content: Mapping[str, Any], *, by: Actor) -> GuidelineVersion:
    """Store the next version of a guideline, and its programme with the first one.

    `content` as from `guideline_files.read_guideline`. Earlier versions and the calls set up from
    them stay as they are. Raise ValidationError or TypeError for fields that cannot be.
    """
    fields = dict(content["programme"])
    programme, is_new = Programme.objects.get_or_create(slug=fields.pop("slug"), defaults=fields)
    if is_new:
        programme.full_clean()
    last = programme.guideline_versions.aggregate(last=Max("number"))["last"] or 0
    version = GuidelineVersion(programme=programme, number=last + 1, **content["guideline"])
    version.full_clean()
    version.save()
    version.refresh_from_db()
    if content.get("goals"):
        import_goals(version, content["goals"], by=by)
    audit.record(version, "import_guideline", by=by, change={"after": content["guideline"]})
    return version
