"""What stands against steps of notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from core.refusals import Finding
from core.workflow import Attempt

if TYPE_CHECKING:
    from awards.models import AwardNotice


def is_not_final_yet(notice: AwardNotice, attempt: Attempt) -> list[Finding]:
    if localdate(attempt.at) < notice.final_on:
        return []
    return [Finding("final", "Der Bescheid ist bereits bestandskräftig.")]
