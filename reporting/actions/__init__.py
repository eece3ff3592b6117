"""Every write of this app."""

from reporting.actions.figures import prepare_figures, store_report
from reporting.actions.history import import_history
from reporting.actions.research import (
    build_data_set,
    record_download,
    request_data_set,
    sign_agreement,
)

__all__ = [
    "build_data_set",
    "import_history",
    "prepare_figures",
    "record_download",
    "request_data_set",
    "sign_agreement",
    "store_report",
]
