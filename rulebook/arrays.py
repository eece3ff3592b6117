"""How the estimating chapters read tables: whatever numpy reads as numbers, and nothing else."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

NO_NUMBERS = "USMmVc"  # texts, dates, durations, records and complex numbers


def as_floats(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return the values as floats, None as NaN; numpy would also read a text such as "1".

    >>> as_floats([[1, None]], "the ratings")
    array([[ 1., nan]])
    >>> as_floats([["1", "2"]], "the ratings")
    Traceback (most recent call last):
    TypeError: the ratings must be numbers, not <U1
    """
    given = np.asarray(values)
    if given.dtype.kind in NO_NUMBERS:
        raise TypeError(f"{name} must be numbers, not {given.dtype}")
    if given.dtype.kind == "O" and any(isinstance(value, str | bytes) for value in given.flat):
        raise TypeError(f"{name} must be numbers, but one is a text")
    return np.asarray(given, dtype=np.float64)
