"""Every write of this app."""

from reporting.actions.costs import Cost, save_cost
from reporting.actions.figures import build_report, order_report, prepare_figures
from reporting.actions.history import import_history
from reporting.actions.research import (
    build_data_set,
    record_download,
    request_data_set,
    sign_agreement,
)

__all__ = [
    "Cost",
    "build_data_set",
    "build_report",
    "import_history",
    "order_report",
    "prepare_figures",
    "record_download",
    "request_data_set",
    "save_cost",
    "sign_agreement",
]
