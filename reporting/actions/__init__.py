"""Every write of this app."""

from reporting.actions.figures import prepare_figures, store_report
from reporting.actions.history import import_history

__all__ = ["import_history", "prepare_figures", "store_report"]
