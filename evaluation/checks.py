"""What stands against starting, closing, ranking and deciding: one function per rule."""

from typing import Any

REVIEW_START_CHECKS: tuple[Any, ...] = ()
REVIEW_CHECKS: tuple[Any, ...] = ()
RANKING_CHECKS: tuple[Any, ...] = ()
CO_SIGN_CHECKS: tuple[Any, ...] = ()
APPROVAL_CHECKS: tuple[Any, ...] = ()
