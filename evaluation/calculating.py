"""What a calculation rests on, and the calculation itself: the same inputs give the same result.

Inputs and results are plain JSON, so that they can be frozen and computed again. Numbers that
estimate are kept to six decimals: machines differ in the last ones.
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from importlib.metadata import version as version_of
from math import isfinite
from typing import Any

from core.snapshots import thaw
from core.text import plain
from evaluation.models import Calculation
from rulebook.receipts import canonical_json

PLACES = 6


def inputs_of(calculation: Calculation) -> dict[str, Any]:
    """Gather what the calculation needs from the stored rows."""
    from evaluation import portfolio, review_statistics

    gather = {"statistics": review_statistics.inputs, "portfolio": portfolio.inputs}[
        calculation.kind
    ]
    found: dict[str, Any] = plain(gather(calculation))
    return found


def result_of(kind: str, inputs: dict[str, Any], seed: int) -> dict[str, Any]:
    """Compute the result; what cannot be computed says why under `refusal`."""
    from evaluation import frozen_proposal, portfolio, review_statistics

    computations: dict[str, Callable[[dict[str, Any], int], dict[str, Any]]] = {
        "statistics": review_statistics.result,
        "portfolio": portfolio.result,
        "proposal": frozen_proposal.result,
    }
    found: dict[str, Any] = rounded(plain(computations[kind](inputs, seed)))
    return found


def rounded(value: Any) -> Any:
    """Return the value with six decimals; what is not finite is None."""
    if isinstance(value, float):
        return round(value, PLACES) if isfinite(value) else None
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [rounded(part) for part in value]
    return value


def versions() -> dict[str, str]:
    """Return with what the result was computed."""
    return {
        "python": platform.python_version(),
        "numpy": version_of("numpy"),
        "scipy": version_of("scipy"),
    }


def is_reproducible(calculation: Calculation) -> bool:
    """Do the frozen inputs and the seed give the frozen result again?"""
    if calculation.snapshot is None:
        return False
    content = thaw(calculation.snapshot)
    again = result_of(content["kind"], content["inputs"], content["seed"])
    return canonical_json(again) == canonical_json(content["result"])
