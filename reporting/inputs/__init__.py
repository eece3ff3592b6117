"""What a report is computed from: facts of the call and plain rows, read, frozen and read back."""

from reporting.inputs.freezing import freeze, thaw
from reporting.inputs.reading import read
from reporting.inputs.tables import Inputs

__all__ = ["Inputs", "freeze", "read", "thaw"]
