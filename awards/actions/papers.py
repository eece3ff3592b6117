"""Files that belong to records of an award: evidence, contracts."""

from __future__ import annotations

from typing import Any

from core.files import UploadRule, store_upload
from core.models import StoredFile

RULE = UploadRule(("pdf", "docx", "xlsx", "png", "jpg"), 20)


def kept_file(upload: Any, *, by: Any) -> StoredFile | None:
    """Check and store what was uploaded; None when nothing was."""
    return store_upload(upload, RULE, by=by) if upload else None
